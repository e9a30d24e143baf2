// The copy desk while one types. Without this file the list is of the text as the page was opened,
// and its buttons save the form. The server finds and fixes; here it is only asked and shown.

import { createDocument } from "django-prose-editor/editor"

const FIELDS = ["title_ar", "summary_ar", "body_ar", "image_alt_ar", "image_caption_ar"]
const PAUSE = 700 // milliseconds without a keystroke before the server is asked
// Python's set (articles/admin/article_copydesk.py): places in the body do not count spaces.
const SPACE = /[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

const panel = document.querySelector("#copydesk")
const found = panel.querySelector(".copydesk-found")
const form = panel.closest("form")
const field = (name) => form.elements[name]
const editorElement = (name) => field(name).closest(".prose-editor")?.querySelector(".ProseMirror")
const editorOf = (name) => editorElement(name)?.editor
const texts = () => FIELDS.map((name) => field(name).value)
const same = (one, other) => one.every((text, index) => text === other[index])
const say = (words) => { panel.querySelector(".copydesk-said").textContent = words || "" }

// --- where the words are ---------------------------------------------------------------------

// Return a function from the number of a character, spaces not counted, to its place in the text.
function placesIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const nodes = []
  let count = 0
  while (walker.nextNode()) {
    const node = walker.currentNode
    nodes.push({ node, first: count })
    for (const char of node.data.split("")) if (!SPACE.test(char)) count += 1
  }
  return (number) => {
    if (number < 0 || number >= count) return null
    let low = 0
    let high = nodes.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (nodes[middle].first <= number) low = middle
      else high = middle - 1
    }
    const { node, first } = nodes[low]
    let seen = first
    for (let offset = 0; offset < node.data.length; offset += 1) {
      if (SPACE.test(node.data[offset])) continue
      if (seen === number) return { node, offset }
      seen += 1
    }
    return null
  }
}

function rangeOf(place, start, end) {
  const isSpace = start === end
  const first = place(isSpace ? start - 1 : start)
  const last = place(isSpace ? end : end - 1)
  if (!first || !last) return null
  const range = document.createRange()
  range.setStart(first.node, first.offset + (isSpace ? 1 : 0))
  range.setEnd(last.node, last.offset + (isSpace ? 0 : 1))
  return range
}

const ranges = new WeakMap() // of the list's items; they move with the text as it is typed

// Marks over the text, not in it: the document that is saved knows nothing of them.
function mark() {
  const body = editorElement("body_ar")
  if (!body || !globalThis.Highlight) return
  const place = placesIn(body)
  const all = []
  for (const item of found.querySelectorAll('li[data-field="body_ar"]')) {
    const range = rangeOf(place, Number(item.dataset.start), Number(item.dataset.end))
    if (!range) continue
    ranges.set(item, range)
    all.push(range)
  }
  CSS.highlights.set("copydesk", new Highlight(...all))
  CSS.highlights.delete("copydesk-here")
}

function point(item) {
  const range = item && ranges.get(item)
  if (!globalThis.Highlight) return
  if (range) CSS.highlights.set("copydesk-here", new Highlight(range))
  else CSS.highlights.delete("copydesk-here")
}

// Go to an item's words: chosen, so that they can be typed over.
function goTo(item) {
  const { field: name, start, end } = item.dataset
  const editor = editorOf(name)
  const range = ranges.get(item)
  if (editor && range) {
    const from = editor.view.posAtDOM(range.startContainer, range.startOffset)
    const to = editor.view.posAtDOM(range.endContainer, range.endOffset)
    editor.chain().setTextSelection({ from, to }).focus().scrollIntoView().run()
  } else if (editor) {
    editor.commands.focus()
  } else {
    field(name).focus()
    field(name).setSelectionRange(Number(start), Number(end))
  }
}

// --- asking ----------------------------------------------------------------------------------

let timer = 0
let turn = 0
let isPutting = false

function later() {
  clearTimeout(timer)
  timer = setTimeout(() => ask(), PAUSE)
}

async function ask(button = null) {
  clearTimeout(timer)
  turn += 1
  const mine = turn
  const sent = texts()
  const data = new FormData()
  for (const [name, value] of new FormData(form)) {
    if (FIELDS.includes(name) || name.startsWith("published_at_") || name === "csrfmiddlewaretoken") data.append(name, value)
  }
  if (button) data.append(button.name, button.value)
  panel.setAttribute("aria-busy", "true")
  let answer = null
  try {
    const response = await fetch(panel.dataset.address, { method: "POST", body: data, redirect: "error" })
    answer = await response.json()
  } catch { /* no server, or no session any more */ }
  if (mine !== turn) return
  panel.setAttribute("aria-busy", "false")
  if (!answer || answer.error) {
    say(answer?.error || panel.dataset.failed)
    return
  }
  if (!same(sent, texts())) { // typed on meanwhile: the answer is about another text
    later()
    return
  }
  isPutting = true
  try {
    for (const [name, text] of Object.entries(answer.texts)) put(name, text)
  } finally {
    isPutting = false
  }
  draw(answer.html, button)
  for (const [name, text] of Object.entries(answer.marked)) {
    const below = form.querySelector(`.copydesk-marked[data-marks="${name}"]`)
    if (below) below.innerHTML = text
  }
  say(answer.said)
}

// --- what came back --------------------------------------------------------------------------

// Only what differs is replaced, as if it had been typed: the field's own undo takes it back.
function put(name, text) {
  const editor = editorOf(name)
  if (!editor) {
    putInput(field(name), text)
    return
  }
  const next = createDocument(text, editor.schema, { preserveWhitespace: true })
  const { doc, tr } = editor.state
  const start = doc.content.findDiffStart(next.content)
  if (start === null) return
  let { a, b } = doc.content.findDiffEnd(next.content)
  const overlap = Math.max(0, start - Math.min(a, b))
  a += overlap
  b += overlap
  editor.view.dispatch(tr.replace(start, a, next.slice(start, b)))
}

function putInput(input, text) {
  const before = input.value
  const least = Math.min(before.length, text.length)
  let start = 0
  while (start < least && before[start] === text[start]) start += 1
  let end = 0
  while (end < least - start && before.at(-1 - end) === text.at(-1 - end)) end += 1
  const words = text.slice(start, text.length - end)
  input.focus({ preventScroll: true })
  input.setSelectionRange(start, before.length - end)
  // Deprecated, and the one way of typing by script that the browser can undo.
  document.execCommand(words ? "insertText" : "delete", false, words)
  if (input.value === text) return
  input.value = text
  input.dispatchEvent(new Event("input", { bubbles: true }))
}

const buttons = () => [...found.querySelectorAll("button")]

function draw(html, pressed) {
  const number = buttons().indexOf(pressed)
  const before = new Map([...found.querySelectorAll("details")].map((one) => [one.dataset.rule, one.open]))
  found.innerHTML = html
  for (const one of found.querySelectorAll("details")) {
    if (before.has(one.dataset.rule)) one.open = before.get(one.dataset.rule)
  }
  mark()
  if (!pressed) return
  panel.querySelector(".copydesk-left").textContent = found.querySelector(".copydesk-count").textContent
  // The keyboard goes on where it was: at the next finding's button of the same kind.
  const next = buttons().slice(Math.max(number, 0)).find((one) => one.name === pressed.name && one.offsetParent)
  const target = next || panel.querySelector("h2")
  target.focus({ preventScroll: !next })
}

form.addEventListener("input", (event) => {
  const { name } = event.target
  if (!isPutting && (FIELDS.includes(name) || name?.startsWith("published_at_"))) later()
})
found.addEventListener("click", (event) => {
  const button = event.target.closest("button")
  const words = event.target.closest(".copydesk-words")
  if (!button && !words) return
  event.preventDefault()
  if (button) ask(button)
  else goTo(words.closest("li"))
})
for (const kind of ["pointerover", "focusin"]) {
  found.addEventListener(kind, (event) => point(event.target.closest("li")))
}
found.addEventListener("pointerleave", () => point(null))
document.addEventListener("prose-editor:ready", mark)
mark()
// A browser that goes back brings what was typed, not what the page was opened with.
if (FIELDS.some((name) => field(name).value !== field(name).defaultValue)) later()
