// Passkeys: what the browser says goes with the form. Recovery codes: a button that prints them.
{
  const form = document.querySelector("form[data-passkey]")
  const show = (name) => { form.querySelector(`[data-passkey-${name}]`).hidden = false }
  // A passkey is of a name: browsers make none for a number (W3C Web Authentication, 5.1.2).
  const isNumber = /^[\d.]+$|:/.test(location.hostname)
  if (form && (!window.PublicKeyCredential || isNumber)) {
    show("unable")
    form.querySelector("[data-passkey-button]").disabled = true
  } else if (form) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      const options = JSON.parse(document.getElementById("passkey-options").textContent)
      try {
        const said = await window.webauthnJSON[form.dataset.passkey](options)
        form.elements.credential.value = JSON.stringify(said)
      } catch {
        show("failed")
        return
      }
      form.submit()
    })
  }
  const print = document.querySelector("[data-print]")
  if (print) {
    print.hidden = false
    print.addEventListener("click", () => window.print())
  }
}
