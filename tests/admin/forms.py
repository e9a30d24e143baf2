"""What a browser sends from the desk's forms."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from articles.admin.fields import DamascusTimeField
from articles.models import Article


class Inputs(HTMLParser):
    """What a browser would send of the dispute's form, ``mine`` being checked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = "desk-dispute" in (given.get("class") or "")
        if not self.inside:
            return
        if tag == "input" and given.get("type") in {"hidden", "radio"}:
            if given["type"] == "hidden" or "checked" in given:
                self.sent[given["name"]] = given.get("value") or ""
        elif tag == "textarea":
            self.sent[given["name"]] = ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def save(client: Client, article: Article, **changes: Any) -> Any:
    """Open an article's form, change some of it, save it; the page that follows."""
    url = change_url(article)
    return client.post(url, article_data(client.get(url), **changes), follow=True)


def decisions(sent: dict[str, Any], **by_name: str) -> dict[str, Any]:
    """What decides the disputes of a page: ``choice_body_ar="both"`` under the name that it has there.

    A dispute is named by its field and by what it is about: ``choice-body_ar:5b2f60c19ad4``.
    """
    decided = {}
    for name, value in by_name.items():
        what, field = name.split("_", maxsplit=1)
        (named,) = [one for one in sent if one.startswith(f"{what}-{field}:")]
        decided[named] = value
    return decided


def said(response: Any) -> list[str]:
    """The levels of the messages on a page: ``["info", "success"]``."""
    return [message.level_tag for message in response.context["messages"]]


def article_data(response: Any, **changes: Any) -> dict[str, Any]:
    """The form on a page as the browser would send it back, with ``changes``."""
    data: dict[str, Any] = {}
    context = response.context
    for bound in context["adminform"].form:
        value = bound.value()
        if isinstance(bound.field, DamascusTimeField):
            written = bound.field.widget.get_context(bound.html_name, value, {})["widget"][
                "written"
            ]
            parts = zip(("day", "clock", "occurrence"), written, strict=True)
            data |= {f"{bound.html_name}_{part}": text for part, text in parts}
        else:
            data[bound.html_name] = "" if value is None else value
    for inline in context["inline_admin_formsets"]:
        for form in [inline.formset.management_form, *inline.formset.initial_forms]:
            values = {bound.html_name: bound.value() for bound in form}
            data |= {name: "" if value is None else value for name, value in values.items()}
    return data | changes
