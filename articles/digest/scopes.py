"""What a digest can be of: everything, a section, a source. A further kind is one more ``Kind``."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from articles.models import ALL, Article, ArticleQuerySet, Section, Source


class Scope(NamedTuple):
    """``name`` is what a subscription keeps, from a primary key; ``articles`` need not be public."""

    name: str
    title: str
    articles: ArticleQuerySet


class Kind(NamedTuple):
    """Rows that a digest can be of, by the name of an article's relation to them."""

    relation: str
    label: Promise
    rows: QuerySet

    def scope(self, row: Section | Source) -> Scope:
        title = getattr(row, f"name_{get_language() or 'ar'}") or row.name_ar
        articles = Article.objects.filter(**{self.relation: row})
        return Scope(f"{self.relation}/{row.pk}", title, articles)


_KINDS = [
    Kind("section", _("By section"), Section.objects.all()),
    Kind("source", _("By source"), Source.objects.all()),
]


def list_scopes(language: str) -> list[tuple[str, list[Scope]]]:
    """Return what a reader can choose: everything, and each kind's that can be read under its label."""
    readable = Article.objects.published().in_language(language)
    found = [("", [_everything()])]
    for kind in _KINDS:
        rows = kind.rows.filter(Exists(readable.filter(**{kind.relation: OuterRef("pk")})))
        if scopes := [kind.scope(row) for row in rows]:
            found.append((str(kind.label), scopes))
    return found


def find_scope(name: str) -> Scope | None:
    """Return the scope of that name; None where it is none, or is not there any more."""
    if name == ALL:
        return _everything()
    relation, _slash, key = name.partition("/")
    kind = next((kind for kind in _KINDS if kind.relation == relation), None)
    if kind is None or not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    row = kind.rows.filter(pk=int(key)).first()
    return kind.scope(row) if row else None


def _everything() -> Scope:
    return Scope(ALL, gettext("The whole paper"), Article.objects.all())
