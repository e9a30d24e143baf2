// Suggests headlines and sources while one types: an ARIA combobox with a listbox.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
const form = document.querySelector("[data-suggestions]")
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
