"""Which lines of the captured page a field came from, and which of them editors have changed since."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext

from articles.body import text_of
from articles.editing import Content

from .evidence import PageShown, lines_of_fields, show_page


def mark_changed(pages: list[PageShown], edited: set[str], content: Content) -> list[PageShown]:
    """Mark, in the newest page of each kind, the lines that editors have changed since."""
    body = {
        line.strip()
        for name in ("body_ar", "body_en")
        for line in text_of(content[name]).splitlines()
    }
    marked: list[PageShown] = []
    for shown in pages:
        is_newest = all(one.is_translation != shown.is_translation for one in marked)
        marked.append(show_page(shown.page, edited, body) if is_newest and edited else shown)
    return marked


def say_where_from(form: Any, pages: list[PageShown], edited: set[str]) -> None:
    """Say below each field which lines of the captured page it came from, and whether it still has them.

    static/desk/evidence.js lights those lines up while one is in the field.
    """
    for name, lines in lines_of_fields(pages).items():
        if name not in form.fields:
            continue
        (page, first), (_last_page, last) = lines[0], lines[-1]
        if first == last:
            where = format_html(gettext("line {} of the page"), format_html("<bdi>{}</bdi>", first))
        else:
            where = format_html(
                gettext("lines {} to {} of the page"),
                format_html("<bdi>{}</bdi>", first),
                format_html("<bdi>{}</bdi>", last),
            )
        changed = (
            format_html(
                ' <span class="desk-changed-mark">{}</span>', gettext("changed by an editor")
            )
            if name in edited
            else ""
        )
        # Of the bound field, which another part of the page may have made already.
        form[name].help_text = format_html(
            '{} <span class="desk-origin" data-field="{}"><a href="#page-{}-line-{}">{}</a>{}</span>',
            form[name].help_text,
            name,
            page,
            first,
            where,
            changed,
        )
