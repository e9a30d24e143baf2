// What is typed into an article's form, or a notice's, is kept every ten seconds, and when the page is left; every
// half minute the form says that it is open. Without this file only what is saved is kept.

const EVERY = 10_000 // milliseconds
const ALIVE = 30_000
const BEACON = 60_000 // bytes: what a browser still sends of a page that is being closed

const form = document.querySelector("[name=_page]")?.form
const note = document.querySelector(".desk-autosave")

const cookie = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1]

function fieldsOf() {
  const fields = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !name.startsWith("_") && name !== "csrfmiddlewaretoken") fields[name] = value
  }
  return fields
}

function say(what) {
  const words = what ? note.dataset[what] : ""
  if (note.textContent !== words) note.textContent = words
  note.hidden = !words
}

function start() {
  const page = form.querySelector("[name=_page]").value
  // Filled in again, or sent back with an error: what the form says is not saved yet.
  const unsaved = new URLSearchParams(location.search).has("typed") || !!document.querySelector(".errornote, .errorlist, .desk-dispute")
  let untouched = null // what the form said when somebody first touched it
  let kept = null // what was last sent
  let spoke = 0
  let busy = false
  let leaving = false

  // The editors write their own HTML into their fields when they start: nobody has typed that.
  const touch = () => { untouched ??= unsaved ? "" : JSON.stringify(fieldsOf()) }
  for (const event of ["focusin", "pointerdown", "keydown"]) form.addEventListener(event, touch, true)

  async function send(last = false) {
    if (leaving || (busy && !last)) return
    let fields = null
    let text = kept
    if (untouched !== null) {
      text = JSON.stringify(fieldsOf())
      if (text === untouched && kept === null) text = kept
      if (text !== kept) fields = text === untouched ? {} : JSON.parse(text)
    }
    if (fields === null && (last || Date.now() - spoke < ALIVE)) return
    const body = JSON.stringify({ page, fields, form: note.dataset.form })
    busy = true
    try {
      const answer = await fetch(note.dataset.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie() ?? "" },
        body,
        redirect: "manual",
        keepalive: last && new Blob([body]).size < BEACON,
      })
      if (answer.ok) {
        const said = await answer.json()
        const others = document.querySelector(".desk-others")
        if (others && others.innerHTML.trim() !== said.others) others.innerHTML = said.others
        if (fields !== null) kept = text
        spoke = Date.now()
        say(kept !== null && kept !== untouched ? "kept" : "")
      } else {
        say(answer.status === 413 ? "long" : answer.type === "opaqueredirect" || answer.status === 403 ? "ended" : "offline")
      }
    } catch {
      if (!last) say("offline")
    } finally {
      busy = false
    }
  }

  form.addEventListener("submit", (event) => {
    // The buttons with an address of their own send nothing of what was typed to be saved.
    leaving = !event.defaultPrevented && !event.submitter?.hasAttribute("formaction")
  })
  window.addEventListener("pageshow", () => { leaving = false })
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(true) })
  window.addEventListener("pagehide", () => send(true))
  setInterval(send, EVERY)
  spoke = Date.now() // opening it said so
}

if (form && note) start()
