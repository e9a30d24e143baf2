// The body editor's menu, in the words of the desk, and the field's own language and direction.
// django-prose-editor loads this module and configures `Desk` (articles/admin/body.py).

import { Extension, Plugin, updateAttrsDialog } from "django-prose-editor/editor"

const editLink = (editor, words) => {
  if (editor.state.selection.empty && !editor.isActive("link")) return true
  const dialog = updateAttrsDialog(
    { href: { type: "string", title: words.address } },
    { title: words.link, submitText: words.apply },
  )
  dialog(editor, editor.getAttributes("link")).then((attrs) => {
    if (!attrs) return
    const chain = editor.chain().focus().extendMarkRange("link")
    if (attrs.href) chain.setLink({ href: attrs.href }).run()
    else chain.unsetLink().run()
  })
  return true
}

const isPull = (editor) => editor.isActive("blockquote", { class: "pull" })
const isQuote = (editor) => editor.isActive("blockquote") && !isPull(editor)

// One kind of quotation becomes the other; the same again takes the quotation off.
const quote = (editor, css, isOn) => {
  const chain = editor.chain().focus()
  if (isOn(editor)) chain.lift("blockquote").run()
  else if (editor.isActive("blockquote")) chain.updateAttributes("blockquote", { class: css }).run()
  else chain.wrapIn("blockquote", { class: css }).run()
}

export const Desk = Extension.create({
  name: "desk",
  priority: 1000,

  addOptions() {
    return { lang: "ar", dir: "rtl", label: "", words: {} }
  },

  onBeforeCreate() {
    // Its stylesheet would be an inline one, which a strict CSP refuses; desk.css has the rules.
    this.editor.options.injectCSS = false
  },

  addProseMirrorPlugins() {
    const { lang, dir, label } = this.options
    const attributes = { lang, dir, role: "textbox", "aria-multiline": "true", "aria-label": label }
    return [new Plugin({ props: { attributes } })]
  },

  addKeyboardShortcuts() {
    return { "Mod-k": () => editLink(this.editor, this.options.words) }
  },

  addMenuItems({ menu, buttons }) {
    const { lang, words } = this.options
    const define = (group, name, button, item) => {
      button.setAttribute("aria-pressed", "false")
      menu.defineItem({
        name: `desk:${name}`,
        groups: `desk-${group}`,
        button,
        active: () => false,
        update: (editor) => button.setAttribute("aria-pressed", String(!!(item.active || (() => false))(editor))),
        ...item,
      })
    }
    const text = (name) => buttons.text(words[name])
    const icon = (name, glyph) => {
      // The text of the button is the glyph's English name, for the font alone: its title names it,
      // and no label that would not say what is written there.
      const button = buttons.material(glyph, words[name])
      button.removeAttribute("aria-label")
      const drawn = document.createElement("span")
      drawn.ariaHidden = "true"
      drawn.append(...button.childNodes)
      button.append(drawn)
      return button
    }

    define("blocks", "paragraph", text("paragraph"), {
      active: (editor) => editor.isActive("paragraph") && !editor.isActive("blockquote"),
      command: (editor) => editor.chain().focus().setParagraph().run(),
    })
    for (const level of [2, 3]) {
      define("blocks", `heading${level}`, text(`heading${level}`), {
        active: (editor) => editor.isActive("heading", { level }),
        command: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
      })
    }
    define("blocks", "quote", text("quote"), {
      active: isQuote,
      command: (editor) => quote(editor, null, isQuote),
    })
    define("blocks", "pull", text("pull"), {
      active: isPull,
      command: (editor) => quote(editor, "pull", isPull),
    })
    define("lists", "bulletList", icon("bulletList", "format_list_bulleted"), {
      active: (editor) => editor.isActive("bulletList"),
      command: (editor) => editor.chain().focus().toggleBulletList().run(),
    })
    define("lists", "orderedList", icon("orderedList", "format_list_numbered"), {
      active: (editor) => editor.isActive("orderedList"),
      command: (editor) => editor.chain().focus().toggleOrderedList().run(),
    })
    define("marks", "bold", icon("bold", "format_bold"), {
      active: (editor) => editor.isActive("bold"),
      command: (editor) => editor.chain().focus().toggleMark("bold").run(),
    })
    // Arabic letters have no italics.
    if (lang !== "ar") {
      define("marks", "italic", icon("italic", "format_italic"), {
        active: (editor) => editor.isActive("italic"),
        command: (editor) => editor.chain().focus().toggleMark("italic").run(),
      })
    }
    define("link", "link", icon("link", "insert_link"), {
      active: (editor) => editor.isActive("link"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("link"),
      command: (editor) => editLink(editor, words),
    })
    define("link", "unlink", icon("unlink", "link_off"), {
      hidden: (editor) => !editor.isActive("link"),
      command: (editor) => editor.chain().focus().extendMarkRange("link").unsetLink().run(),
    })
    define("history", "undo", icon("undo", "undo"), {
      enabled: (editor) => editor.can().undo(),
      command: (editor) => editor.chain().focus().undo().run(),
    })
    define("history", "redo", icon("redo", "redo"), {
      enabled: (editor) => editor.can().redo(),
      command: (editor) => editor.chain().focus().redo().run(),
    })
  },
})
