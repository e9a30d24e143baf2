// Beside the form: while one is in a field, the lines of the captured page that it came from are lit.
// Without this file each field has a link to its first line.

const LIT = "desk-lit"
const pages = document.querySelector(".desk-pages")

function fieldOf(element) {
  const row = element.closest?.(".form-multiline > div, .form-row")
  const origin = row?.querySelector(".desk-origin[data-field]")
  if (origin) return origin.dataset.field
  return element.closest?.("#related_links-group") ? "related" : null
}

let lit = null

function light(field, isFocus) {
  if (field === lit && !isFocus) return
  lit = field
  for (const line of pages.querySelectorAll(`.${LIT}`)) line.classList.remove(LIT)
  if (!field) return
  const lines = pages.querySelectorAll(`.desk-line[data-field="${CSS.escape(field)}"]`)
  for (const line of lines) line.classList.add(LIT)
  // Only where the page scrolls by itself: beside the form, not below it.
  const first = lines[0]
  if (!isFocus || !first?.checkVisibility() || pages.scrollHeight <= pages.clientHeight) return
  const top = first.getBoundingClientRect().top - pages.getBoundingClientRect().top
  pages.scrollTo({ top: pages.scrollTop + top - pages.clientHeight / 4 })
}

function watch(form) {
  form.addEventListener("focusin", (event) => light(fieldOf(event.target), true))
  form.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") light(fieldOf(event.target) ?? fieldOf(document.activeElement), false)
  })
}

// A button beside the form leaves the page: what was typed and not saved is asked about.
function ask(form, decisions) {
  let isChanged = false
  form.addEventListener("input", () => { isChanged = true })
  decisions.addEventListener("submit", (event) => {
    if (isChanged && !window.confirm(decisions.dataset.unsaved)) event.preventDefault()
  })
}

const form = document.querySelector("#article_form")
const decisions = document.querySelector("#desk-evidence-form")
if (pages && form) watch(form)
if (decisions && form) ask(form, decisions)
