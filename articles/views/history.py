"""How a public article has changed: what readers read, never what they did not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.generic import ListView

from articles.body import BlockChange, Segment, diff_bodies, diff_texts
from articles.editing import Change, Content, SeenChange, read_content, seen_changes
from articles.models import Article, Correction, Precision, Source, State

from .article import ArticleView
from .untranslated import find_untranslated, show_untranslated
from .withdrawn import find_withdrawn, show_withdrawn


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that reads differently: a text by ``segments``, a body by ``blocks``, others whole.

    Among the blocks a number stands for so many that stayed as they were.
    """

    label: str | Promise
    segments: Sequence[Segment] = ()
    blocks: Sequence[BlockChange | int] = ()
    before: object = None
    after: object = None


@dataclass(slots=True)
class ShownChange:
    """A change as readers are told of it: when, what, the notice, the difference."""

    seen: SeenChange
    language: str
    is_again: bool
    notice: Correction | None = None
    sources: dict[int, Source] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.seen.revision.number

    @property
    def kind(self) -> str:
        return self.seen.revision.change

    @property
    def label(self) -> str:
        return self.seen.revision.get_change_display()

    @property
    def is_minor(self) -> bool:
        return self.kind == Change.MINOR

    @property
    def is_first(self) -> bool:
        """Whether there was nothing to read in this language before."""
        return self.seen.before is None or not _is_in(self.seen.before, self.language)

    @property
    def happened(self) -> dict[str, Any]:
        """When readers saw it: a story, from the time that it says; a change, when it was made."""
        if self.kind == Change.FIRST and not self.is_again:
            return _published(self.seen.after)
        return {"at": self.seen.revision.created_at, "precision": Precision.MINUTE}

    def differences(self) -> Iterator[Difference]:
        """What reads differently in the language of the page; nothing for what is new in it."""
        before, after = self.seen.before, self.seen.after
        if before is None or self.is_first:
            return
        for name in ("title", "summary", "body", "byline", "image_caption"):
            old, new = (content[f"{name}_{self.language}"] for content in (before, after))
            if old == new:
                continue
            label = Article._meta.get_field(name).verbose_name
            if name == "body":
                yield Difference(label, blocks=_folded(diff_bodies(old, new)))
            else:
                yield Difference(label, segments=diff_texts(old, new))
        if before["source"] != after["source"]:
            sources = (self.sources.get(content["source"]) for content in (before, after))
            yield Difference(Article._meta.get_field("source").verbose_name, (), (), *sources)


def _published(content: Content) -> dict[str, Any]:
    at = datetime.fromisoformat(content["published_at"])
    return {"at": at, "precision": content["published_precision"]}


def _is_in(content: Content, language: str) -> bool:
    return bool(content[f"title_{language}"] and content[f"body_{language}"])


def _folded(blocks: list[BlockChange]) -> list[BlockChange | int]:
    """The blocks that changed; a number for each run of those that did not."""
    shown: list[BlockChange | int] = []
    for is_kept, run in groupby(blocks, lambda block: block.status == "kept"):
        found = list(run)
        shown += [len(found)] if is_kept else found
    return shown


class HistoryView(ListView):
    """The changes that readers saw, the newest first; minor ones are folded together.

    Of a withdrawn article too, while its text may stay. Nothing is compared that is not shown.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "articles/article_history.html"
    context_object_name = "changes"
    paginate_by = 20

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.language = get_language() or "ar"
        pk = self.kwargs["pk"]
        readable = Article.objects.published().in_language(self.language)
        self.article = readable.filter(pk=pk).first()
        self.withdrawn = None
        if self.article is None and (untranslated := find_untranslated(pk)):
            return show_untranslated(request, untranslated)
        if self.article is None:
            self.withdrawn = find_withdrawn(pk)
            self.article = self.withdrawn.article
            if not self.withdrawn.names_it:
                if self.article.state not in {State.WITHDRAWN, State.EXPIRED}:
                    raise Http404
                return show_withdrawn(request, self.withdrawn)
        elif self.article.slug == "history":  # its own address, whatever else is asked for here
            return ArticleView.as_view()(request, pk=pk, slug=self.article.slug)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> list[SeenChange]:
        seen = seen_changes(self.article.pk)
        self.first = seen[0].revision.number if seen else 0
        shown = [change for change in reversed(seen) if _is_in(change.after, self.language)]
        # Where readers could read it before its first change, its publication is told at the end.
        self.began = shown[-1].before if shown else read_content(self.article, related=[])
        if self.began is not None and not _is_in(self.began, self.language):
            self.began = None
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        seen = list(context["changes"])
        notices = Correction.objects.in_language(self.language).in_bulk(
            [change.revision.pk for change in seen], field_name="revision_id"
        )
        contents = [one for change in seen for one in (change.before, change.after) if one]
        sources = Source.objects.in_bulk({one["source"] for one in contents} - {None})
        changes = [
            ShownChange(
                change,
                self.language,
                change.revision.number != self.first,
                notices.get(change.revision.pk),
                sources,
            )
            for change in seen
        ]
        grouped = groupby(changes, lambda change: change.is_minor)
        if self.withdrawn is None:
            headline = getattr(self.article, f"title_{self.language}")
            has_english = self.article.has_english
        else:
            headline = self.withdrawn.headline
            has_english = bool(self.withdrawn.retraction and self.withdrawn.retraction.text_en)
        return context | {
            "first_published": self.began and _published(self.began),
            "story": self.article,
            "withdrawn": self.withdrawn,
            "headline": headline,
            "has_english": has_english,
            "groups": [(is_minor, list(group)) for is_minor, group in grouped],
        }
