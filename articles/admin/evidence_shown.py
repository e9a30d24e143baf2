"""What stands beside an article's form of its evidence: proposals, citations, headlines, kin."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.editing import (
    Candidate,
    Content,
    Told,
    can,
    find_candidates,
    imported_values,
    kin_of,
    story_of,
    waiting_proposals,
    with_value,
)
from articles.models import Article, Citation, Kinship, RelatedLink

from .comparison import Compared, compare
from .labels import FIELDS
from .marks import damascus_time

_LINKS_SHOWN = 5  # unresolved related headlines beside the form: each is a search
_KIN_SHOWN = 10


@dataclass(frozen=True, slots=True)
class KinShown:
    """Another article, much like this one; ``is_older`` where it was there before."""

    kinship: Kinship
    other: Article
    is_older: bool

    @property
    def percent(self) -> int:
        return round(self.kinship.likeness * 100)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What templates/admin/articles/article/_evidence.html shows above the captured pages."""

    may_decide: bool
    may_cite: bool = False
    edited: list[str] = field(default_factory=list)
    comparison: list[Compared] = field(default_factory=list)
    proposals: int = 0
    citations: list[Citation] = field(default_factory=list)
    links: list[tuple[RelatedLink, list[Candidate]]] = field(default_factory=list)
    links_left: int = 0
    kin: list[KinShown] = field(default_factory=list)
    story: list[tuple[Told, SafeString | str]] = field(default_factory=list)

    @property
    def has_citations_to_decide(self) -> bool:
        return any(one.state == Citation.State.PROPOSED for one in self.citations)

    @property
    def has_kin_to_decide(self) -> bool:
        return any(one.kinship.verdict == Kinship.Verdict.PROPOSED for one in self.kin)

    def __bool__(self) -> bool:
        return bool(
            self.edited or self.proposals or self.citations or self.links or self.kin or self.story
        )


def show_evidence(
    request: HttpRequest, article: Article, content: Content, edited: set[str]
) -> Evidence:
    """What stands beside an article's form, from a fixed number of queries and five searches at most."""
    before: Content = dict(content)
    for name, value in imported_values(article, edited).items():
        before = with_value(before, name, value)
    waiting = (
        RelatedLink.objects.unresolved().filter(article=article).prefetch_related("candidates")
    )
    links = list(waiting[: _LINKS_SHOWN + 1])
    candidates = find_candidates(links[:_LINKS_SHOWN])
    kin = (
        kin_of([article.pk])
        .exclude(verdict=Kinship.Verdict.UNRELATED)
        .select_related("older", "newer")
        .defer("older__body", "older__body_ar", "older__body_en")
        .defer("newer__body", "newer__body_ar", "newer__body_en")
    )
    return Evidence(
        may_decide=can(request.user, "edit", article),
        may_cite=can(request.user, "edit", article)
        and request.user.has_perm("articles.publish_article"),
        edited=[str(label) for name, label in FIELDS.items() if name in edited],
        comparison=compare(before, content),
        proposals=waiting_proposals().filter(article=article).count(),
        citations=list(article.citations.select_related("source")),
        links=[(link, candidates[link.pk]) for link in links[:_LINKS_SHOWN]],
        links_left=waiting.count() - _LINKS_SHOWN if len(links) > _LINKS_SHOWN else 0,
        kin=[
            KinShown(one, one.older if is_older else one.newer, is_older)
            for one in kin[:_KIN_SHOWN]
            for is_older in [one.newer_id == article.pk]
        ],
        story=[
            (told, damascus_time(told.article.published_at, told.article.published_precision))
            for told in story_of(article)
        ],
    )
