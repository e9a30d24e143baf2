// The desk without this file: both languages are shown, nothing asks twice, the page stays open, the
// notice of a correction is always there.

const KEY = "desk-language"

function showLanguage(language) {
  document.documentElement.dataset.deskLanguage = language
}

function languageSwitch() {
  const choice = document.querySelector(".desk-languages")
  if (!choice) return
  let stored = null
  try { stored = localStorage.getItem(KEY) } catch { /* storage is off: nothing is remembered */ }
  const story = document.querySelector(".desk-story")
  // What has an error is shown, whatever was chosen.
  const wrong = story?.querySelector('[class*="_en"].errors, [class*="_en"] .errorlist')
  const language = wrong ? "both" : ["ar", "en", "both"].includes(stored) ? stored : "ar"
  for (const radio of choice.querySelectorAll("input")) {
    radio.checked = radio.value === language
    radio.addEventListener("change", () => {
      showLanguage(radio.value)
      try { localStorage.setItem(KEY, radio.value) } catch { /* as above */ }
    })
  }
  showLanguage(language)
  choice.hidden = false
}

function questions() {
  for (const button of document.querySelectorAll("[data-confirm]")) {
    button.addEventListener("click", (event) => {
      if (!window.confirm(button.dataset.confirm)) event.preventDefault()
    })
  }
}

// Below the form on a narrow screen, the captured page waits to be opened.
function foldPages() {
  if (!window.matchMedia("(max-width: 1100px)").matches) return
  for (const page of document.querySelectorAll("details.desk-page[open]")) page.open = false
  const opened = document.querySelector(location.hash.startsWith("#page-") ? location.hash : null)
  opened?.closest("details")?.setAttribute("open", "")
}

// On a phone the filters wait above the rows; on a wider screen they stand beside them.
function foldFilters() {
  const filters = document.querySelector(".desk-filters")
  if (!filters) return
  const phone = window.matchMedia("(max-width: 767px)")
  const fold = () => { filters.open = !phone.matches }
  phone.addEventListener("change", fold)
  fold()
}

// A notice belongs to corrections and clarifications, and is drafted in other words for either.
function notices() {
  const notice = document.querySelector(".desk-notice")
  if (!notice) return
  const drafts = JSON.parse(document.querySelector("#desk-notice-drafts").textContent)
  const known = new Set(Object.values(drafts).flatMap((texts) => Object.values(texts)))
  const kinds = [...document.querySelectorAll("[name=change]")]
  const show = () => {
    const texts = drafts[kinds.find((kind) => kind.checked)?.value]
    notice.hidden = !texts
    for (const [language, text] of Object.entries(texts ?? {})) {
      const field = notice.querySelector(`[name=text_${language}]`)
      // What an editor wrote stays.
      if (field && known.has(field.value)) field.value = text
    }
  }
  for (const kind of kinds) kind.addEventListener("change", show)
  show()
}

// Who begins to write anew has chosen that.
function writingAnew() {
  for (const field of document.querySelectorAll("[data-chooses]")) {
    field.addEventListener("input", () => {
      const radio = document.getElementsByName(field.dataset.chooses)
      for (const one of radio) if (one.value === "rewritten") one.checked = true
    })
  }
}

// Whoever logs in again in another tab has another token there, and so here: what was typed here
// would be refused with the old one.
function tokens() {
  document.addEventListener("submit", (event) => {
    const token = event.target.querySelector("[name=csrfmiddlewaretoken]")
    const newest = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1]
    if (token && newest) token.value = newest
  }, true)
}

// A select2 box is named by what is chosen in it alone: the field's label goes before that.
function nameAutocompletes() {
  for (const box of document.querySelectorAll(".select2-selection[aria-labelledby]")) {
    const select = box.closest(".select2-container").previousElementSibling
    const label = select?.labels?.[0]
    if (!label || label.id) continue
    label.id = `${select.id}-label`
    const chosen = box.querySelector(".select2-selection__rendered")
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`)
    chosen.setAttribute("aria-labelledby", label.id)
  }
}

// Its search field has no name at all, and is made when the box is opened.
function nameSearchOf(field) {
  const box = document.querySelector(".select2-container--open .select2-selection")
  if (box) field.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby").split(" ")[0])
}

// jQuery calls its own in the order in which they asked: by then the boxes are made.
window.django?.jQuery?.(nameAutocompletes)
document.addEventListener("formset:added", nameAutocompletes)
document.addEventListener("focusin", (event) => {
  if (event.target.matches(".select2-search__field")) nameSearchOf(event.target)
})
languageSwitch()
questions()
tokens()
notices()
writingAnew()
foldPages()
foldFilters()
