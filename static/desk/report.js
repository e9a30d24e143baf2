// Opened for a reader's report: go to the paragraph it is about, its words chosen. Without this file
// the report above the form quotes both.

const { paragraph, field, quote } = document.querySelector("#desk-report").dataset

function rangeOf(block) {
  const range = document.createRange()
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  for (let node; quote && (node = walker.nextNode()); ) {
    const at = node.data.indexOf(quote)
    if (at < 0) continue
    range.setStart(node, at)
    range.setEnd(node, at + quote.length)
    return range
  }
  range.selectNodeContents(block)
  return range
}

// The editor is there a moment after the page.
function go(tries) {
  const place = document.querySelector(`[name="${field}"]`)
  const editor = place?.closest(".prose-editor")?.querySelector(".ProseMirror")
  const block = editor?.children[paragraph - 1]
  if (block) {
    editor.focus()
    getSelection().removeAllRanges()
    getSelection().addRange(rangeOf(block))
    block.scrollIntoView({ block: "center" })
  } else if (field.startsWith("title")) place.focus()
  else if (tries) setTimeout(go, 100, tries - 1)
}
go(50)
