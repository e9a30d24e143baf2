// What pages can do beyond their HTML; every one is whole without it.
const find = (selector) => document.querySelector(selector)

// The size of text and the colours change at once, where one reads.
const choices = find("[data-choices]")
choices?.addEventListener("submit", (event) => {
  const { name, value } = event.submitter
  event.preventDefault()
  document.documentElement.dataset[name] = value
  for (const button of choices.elements[name]) button.ariaPressed = button.value === value
  fetch(choices.action, {
    method: "POST",
    body: new URLSearchParams({ [name]: value }),
    redirect: "manual",
  }).catch(() => {}) // without a line it holds for this page
})

// Sharing: the readable address as text, the device's own sheet, the printer.
const address = find("#address")
const offer = (selector, act) => {
  const button = find(selector)
  if (!button) return
  button.hidden = false
  button.addEventListener("click", () => act(button))
}
offer("[data-copy]", async (button) => {
  address.select()
  if (navigator.clipboard) await navigator.clipboard.writeText(address.value)
  else document.execCommand("copy") // without HTTPS
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.copy
})
if (navigator.share)
  offer("[data-share]", ({ dataset }) =>
    navigator.share({ title: dataset.share, url: address.value }).catch(() => {}),
  )
offer("[data-print]", () => print())

// A sentence that is selected in an article offers to be reported, quoted.
const report = find("[data-report]")
const story = report && find(".story > .body")
if (story) {
  const offer = report.cloneNode(true)
  Object.assign(offer, { className: "report-offer", hidden: true })
  document.body.append(offer)
  offer.addEventListener("mousedown", (event) => event.preventDefault()) // the selection stays
  document.addEventListener("selectionchange", () => {
    const selection = getSelection()
    const quote = selection.toString().trim()
    const { anchorNode, focusNode } = selection
    const blocks = [...story.children]
    const at = blocks.findIndex((one) => one.contains(anchorNode) && one.contains(focusNode))
    offer.hidden = at < 0 || quote.length < 3 || quote.length > 500
    if (offer.hidden) return
    const { bottom } = selection.getRangeAt(0).getBoundingClientRect()
    offer.style.insetBlockStart = `${scrollY + bottom + 8}px`
    offer.href = `${report.href}?${new URLSearchParams({ paragraph: at + 1, quote })}`
  })
}

// «قبل ساعتين» goes on with the clock.
setInterval(() => {
  for (const time of document.querySelectorAll("time[data-live]")) {
    const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60_000)
    const ago = new Intl.RelativeTimeFormat(time.dataset.live)
    if (minutes >= 24 * 60) time.textContent = time.title
    else if (minutes >= 60) time.textContent = ago.format(-Math.floor(minutes / 60), "hour")
    else if (minutes) time.textContent = ago.format(-minutes, "minute")
  }
}, 60_000)

// A page that the mouse points at is on its way before the click.
const fetched = new Set()
document.addEventListener("pointerover", ({ target, pointerType }) => {
  const link = target.closest("main a[href^='/']:not([href*='?'])")
  if (!link || pointerType !== "mouse" || navigator.connection?.saveData) return
  if (fetched.has(link.href)) return
  fetched.add(link.href)
  document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: link.href }))
})

// Headlines and sources are suggested while one types: an ARIA combobox with a listbox.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
const form = find("[data-suggestions]")
if (form) {
  const { suggestions, label, source: note } = form.dataset
  const box = form.elements.q
  const make = (tag, having) => Object.assign(document.createElement(tag), having)
  const list = make("ul", { id: "suggestions", role: "listbox", ariaLabel: label, hidden: true })
  const said = make("p", { role: "status", className: "unseen" })
  let options = []
  let chosen = -1
  let timer, request

  box.after(list, said)
  box.role = "combobox"
  box.ariaAutoComplete = "list"
  box.ariaExpanded = false
  box.setAttribute("aria-controls", list.id)

  function choose(number) {
    if (options[chosen]) options[chosen].ariaSelected = false
    chosen = number
    const option = options[chosen]
    if (!option) return box.removeAttribute("aria-activedescendant")
    option.ariaSelected = true
    option.scrollIntoView({ block: "nearest" })
    box.setAttribute("aria-activedescendant", option.id)
  }

  function show(found) {
    choose(-1)
    options = found.map(({ title, url, note }, number) => {
      const option = make("li", { id: `suggestion-${number}`, role: "option", ariaSelected: false })
      option.dataset.url = url
      if (note) option.append(make("small", { textContent: note }), " ")
      option.append(make("span", { dir: "auto", textContent: title }))
      return option
    })
    list.replaceChildren(...options)
    list.hidden = !options.length
    box.ariaExpanded = !list.hidden
    said.textContent = list.hidden ? "" : `${label}: ${options.length}`
  }

  function close() {
    clearTimeout(timer)
    request?.abort()
    show([])
  }

  async function suggest() {
    request = new AbortController()
    try {
      const answer = await fetch(`${suggestions}?q=${encodeURIComponent(box.value)}`, request)
      const { articles, sources } = await answer.json()
      show([...articles, ...sources.map((source) => ({ ...source, note }))])
    } catch {
      // Aborted, or there is no answer: the form works as it is.
    }
  }

  box.addEventListener("input", () => {
    if (box.value.trim().length < 2) return close()
    clearTimeout(timer)
    request?.abort()
    timer = setTimeout(suggest, 150)
  })
  box.addEventListener("blur", close)
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const places = options.length + 1 // the options, and the box itself
    if (step) choose(((chosen + 1 + step + places) % places) - 1)
    else if (event.key === "Escape") close()
    else if (event.key === "Enter" && chosen >= 0) location.assign(options[chosen].dataset.url)
    else return
    event.preventDefault()
  })
  list.addEventListener("mousedown", (event) => event.preventDefault()) // the box keeps the focus
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("li")
    if (option) location.assign(option.dataset.url)
  })
}
