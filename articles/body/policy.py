"""What an article's body may contain: one list for the editor, the importer and the renderer.

Anything else is taken out, its text kept. Tags that mean the same as an allowed one become it first
(``b`` is ``strong``), and block tags that are not allowed become paragraphs, because a sanitiser
that merely drops ``<div>`` glues the last word of one to the first of the next.
"""

import re

import nh3

TAGS = {"p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "strong", "em", "br"}
URL_SCHEMES = {"http", "https", "mailto"}

# django-prose-editor's names for the same list.
EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {"enableTarget": False, "protocols": sorted(URL_SCHEMES)},
    "HardBreak": True,
    "NodeClass": {"cssClasses": {"blockquote": ["pull"]}},
}

_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math", "title"},
    attributes={"a": {"href"}},
    allowed_classes={"blockquote": {"pull"}},
    url_schemes=URL_SCHEMES,
    link_rel="noopener",
)

_SAME_MEANING = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_BLOCKS = (
    "div|section|article|header|footer|main|aside|nav|figure|figcaption|table|caption|tr|td|th|"
    "address|pre|center|dl|dt|dd|form|fieldset"
)
_OTHER_TAG = re.compile(
    rf"<(/?)(b|i|h1|h4|h5|h6|{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE | re.ASCII
)
_EMPTY_BLOCK = re.compile(r"<(p|h2|h3|blockquote)(?: class=\"pull\")?>(?:\s|&nbsp;|<br>)*</\1>")


def sanitize(html: str) -> str:
    """Return ``html`` with only what the policy allows; safe to print as it is. Idempotent.

    ``sanitize('<div onclick="x()">أ</div><b>ب</b><script>…</script>')`` -> ``"<p>أ</p><strong>ب</strong>"``.
    """
    if "<" in html:
        html = _OTHER_TAG.sub(_rename, html)
    html, emptied = _EMPTY_BLOCK.subn("", _CLEANER.clean(html))
    while emptied:  # a quote whose only paragraph was empty is empty now
        html, emptied = _EMPTY_BLOCK.subn("", html)
    return html.strip()


def _rename(tag: re.Match[str]) -> str:
    closing, name = tag[1], tag[2].lower()
    return f"<{closing}{_SAME_MEANING.get(name, 'p')}>"
