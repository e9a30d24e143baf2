"""What a digest can be of: everything, a section, a topic, a source. A further kind is one more ``Kind``."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from articles.models import ALL, Article, ArticleQuerySet, Section, Source, Topic


class Scope(NamedTuple):
    """``name`` is what a subscription keeps, from a primary key; ``articles`` need not be public."""

    name: str
    title: str
    articles: ArticleQuerySet


class Kind(NamedTuple):
    """Rows that a digest can be of; ``relation`` leads to them from an article.

    Those that are too many for a list are chosen on their own page.
    """

    name: str
    relation: str
    label: Promise
    rows: QuerySet
    is_listed: bool = True

    def named(self, names: Iterable[str]) -> QuerySet:
        """The rows of the scopes of these names, so far as they are names of this kind."""
        keys = [
            int(key)
            for kind, _slash, key in (name.partition("/") for name in names)
            if kind == self.name and key.isascii() and key.isdecimal() and len(key) < 19
        ]
        return self.rows.filter(pk__in=keys)

    def scope(self, row: Section | Source | Topic) -> Scope:
        row = getattr(row, "merged_into", None) or row  # a topic's readers go with it
        title = getattr(row, f"name_{get_language() or 'ar'}") or row.name_ar
        articles = Article.objects.filter(**{self.relation: row})
        return Scope(f"{self.name}/{row.pk}", title, articles)


_TOPICS = Topic.objects.select_related("merged_into")
_KINDS = [
    Kind("section", "section", _("By section"), Section.objects.all()),
    Kind("topic", "topic_links__topic", _("By topic"), _TOPICS, is_listed=False),
    Kind("source", "source", _("By source"), Source.objects.all()),
]


def list_scopes(language: str, asked: str = "") -> list[tuple[str, list[Scope]]]:
    """Return what a reader can choose: everything, and each kind's that can be read under its label.

    ``asked`` is the name of the scope whose page they come from.
    """
    readable = Article.objects.published().in_language(language)
    found = [("", [_everything()])]
    for kind in _KINDS:
        rows = kind.rows if kind.is_listed else kind.named([asked])
        rows = rows.filter(Exists(readable.filter(**{kind.relation: OuterRef("pk")})))
        if scopes := [kind.scope(row) for row in rows]:
            found.append((str(kind.label), scopes))
    return found


def find_scope(name: str) -> Scope | None:
    """Return the scope of that name; None where it is none, or is not there any more."""
    return find_scopes([name]).get(name)


def find_scopes(names: Collection[str]) -> dict[str, Scope]:
    """Return scopes by these names, without those that are not there. A query a kind at most."""
    found = {ALL: _everything()} if ALL in names else {}
    for kind in _KINDS:
        found |= {f"{kind.name}/{row.pk}": kind.scope(row) for row in kind.named(names)}
    return found


def _everything() -> Scope:
    return Scope(ALL, gettext("The whole paper"), Article.objects.all())
