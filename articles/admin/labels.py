"""The words of the desk for what the importer and the database keep as codes."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# code: (label, what it means for the editor)
PROBLEMS = {
    "missing-headline": (_("no headline"), _("The page has no line that reads as a headline.")),
    "missing-published": (
        _("no publication time"),
        _("The page does not say when it was published."),
    ),
    "missing-source": (_("no source"), _("The page does not say where the story comes from.")),
    "missing-body": (_("no text"), _("The page has no paragraphs.")),
    "unreadable-date": (
        _("unreadable date"),
        _("A line that should hold a date could not be read."),
    ),
    "ambiguous-time": (
        _("time shown twice"),
        _(
            "Clocks were put back that night, and the page does not say which of the two hours it means."
        ),
    ),
    "nonexistent-time": (
        _("time that never was"),
        _("Clocks were put forward that night, and never showed the time on the page."),
    ),
    "updated-before-published": (
        _("updated before published"),
        _("The page gives a time of update earlier than its publication."),
    ),
    "future-time": (_("time in the future"), _("The page gives a time later than its import.")),
    "unknown-zone": (
        _("unknown time zone"),
        _("The page names a place whose time is not known here."),
    ),
    "removed-invisible": (
        _("invisible characters removed"),
        _("Characters that no reader sees were taken out of the text; the page still has them."),
    ),
    "repeated-text": (_("repeated text"), _("The page says this twice; it was kept once.")),
    "unrecognised-line": (
        _("unrecognised line"),
        _("A line whose place in the story was not recognised; it is in the page only."),
    ),
    "possible-duplicate": (
        _("possible duplicate"),
        _("Another article here tells at least half of the same story."),
    ),
    "pull-quote-by-position": (
        _("pull quote by position"),
        _("Taken for a pull quote because of where it stands, not of how it is marked."),
    ),
    "kept-edited-text": (
        _("edited text kept"),
        _("A newer page says something else; what an editor wrote here was kept."),
    ),
    "bad-translation": (
        _("unreadable translation"),
        _("The English beside the page could not be read and was left out."),
    ),
}
# Worth knowing, but nothing to put right.
NOTES = {"removed-invisible", "repeated-text", "pull-quote-by-position", "kept-edited-text"}

REFUSALS = {
    "not-found": _("there is nothing at that path"),
    "outside-folder": _("leads out of the folder"),
    "not-a-file": _("not a regular file"),
    "file-too-large": _("larger than 5 MB"),
    "unreadable-file": _("the file cannot be read"),
    "empty-file": _("the file is empty"),
    "binary-file": _("not the text of a page"),
    "unknown-encoding": _("unknown encoding"),
    "not-an-article": _("a listing of articles, not one article"),
    "orphan-translation": _("a translation without its page"),
    "bad-translation": _("the translation has no headline or no text"),
    "database-refused": _("the database refused it"),
}

ROLES = {
    "headline": _("headline"),
    "published": pgettext_lazy("line of a page", "published"),
    "updated": pgettext_lazy("line of a page", "updated"),
    "source": _("source"),
    "byline": _("byline"),
    "paragraph": _("paragraph"),
    "pull quote": _("pull quote"),
    "subheading": _("subheading"),
    "related heading": _("related heading"),
    "related": _("related"),
    "tag": _("tag"),
    "furniture": _("furniture"),
    "unrecognised": _("unrecognised"),
}

FIELDS = {
    "title_ar": _("headline"),
    "title_en": _("headline in English"),
    "summary_ar": _("summary"),
    "summary_en": _("summary in English"),
    "body_ar": _("body"),
    "body_en": _("body in English"),
    "byline_ar": _("byline"),
    "byline_en": _("byline in English"),
    "published_at": pgettext_lazy("time", "published"),
    "updated_at": pgettext_lazy("time", "updated"),
    "expires_at": pgettext_lazy("time", "expires"),
    "embargo_until": _("embargo"),
    "image": _("image"),
    "image_alt_ar": _("alternative text"),
    "image_alt_en": _("alternative text in English"),
    "image_caption_ar": _("caption"),
    "image_caption_en": _("caption in English"),
    "slug": _("address"),
    "source": _("source"),
    "section": _("section"),
    "status": _("status"),
    "tags": _("tags"),
    "related": _("related links"),
}

GROUPS = {"reporter": _("reporter"), "editor": _("editor"), "chief editor": _("chief editor")}


def problem_badge(code: str) -> SafeString:
    """A problem's label in a box, its meaning on pointing at it."""
    label, meaning = PROBLEMS.get(code, (gettext("another problem"), code))
    kind = "note" if code in NOTES else "problem"
    return format_html(
        '<span class="desk-badge desk-{}" title="{}">{}</span>', kind, meaning, label
    )
