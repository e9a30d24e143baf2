"""What a browser sends from the desk's forms."""

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.admin.fields import DamascusTimeField
from articles.models import Article


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def save(client: Client, article: Article, **changes: Any) -> Any:
    """Open an article's form, change some of it, save it; the page that follows."""
    url = change_url(article)
    return client.post(url, article_data(client.get(url), **changes), follow=True)


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
