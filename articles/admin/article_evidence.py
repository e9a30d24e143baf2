"""Where an article's words come from: its pages beside the form, and what they propose to editors."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.body import text_of
from articles.editing import Content, Disputed, can, latest_content
from articles.editing.candidates import Candidate, find_candidates, resolve_link
from articles.editing.citations import decide_citation
from articles.editing.kin import Told, judge_kin, kin_of, story_of
from articles.editing.proposals import (
    decide_proposal,
    decide_proposals,
    edited_fields,
    imported_values,
    latest_contents,
    waiting_proposals,
    with_value,
)
from articles.exceptions import Refused
from articles.models import Article, Citation, Kinship, Proposal, RelatedLink

from .comparison import Compared, compare
from .disputes import read_decisions, show_disputes
from .evidence import PageShown, lines_of_fields, show_page
from .fields import read_key
from .labels import FIELDS
from .latest import latest_of, stored_of
from .marks import damascus_time, state_badges
from .related import show_proposal

_LINKS_SHOWN = 5  # unresolved related headlines beside the form: each is a search
_KIN_SHOWN = 10
_LISTED = 20  # proposals of a page of them
_LINKS_LISTED = 10  # unresolved related headlines of a page of them: each is a search


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


class ArticleEvidence:
    """For ArticleAdmin: the evidence beside the form, the buttons on it, and the lists of all of it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("proposals/", view(self.proposals_view), name="articles_article_proposals"),
            path("unresolved/", view(self.unresolved_view), name="articles_article_unresolved"),
            path(
                "<int:pk>/evidence/",
                view(require_POST(self.evidence_view)),
                name="articles_article_evidence",
            ),
            path("<int:pk>/kin/<int:kinship>/", view(self.kin_view), name="articles_article_kin"),
            *super().get_urls(),
        ]

    # --- beside the form -------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        shown = kwargs.get("obj")
        # As it is stored: a form that comes back with an error has left what was typed on its own.
        article = stored_of(shown) if shown else None
        if article:
            content = latest_of(article)
            edited = edited_fields(article, content)
            pages = _mark(context.get("captured_pages", []), edited, content)
            context["captured_pages"] = pages
            context["evidence"] = show_evidence(request, article, content, edited)
            _say_where_from(context["adminform"].form, pages, edited)
        return super().render_change_form(request, context, *args, **kwargs)

    def evidence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What one of the buttons beside the form decides: its name is the verb, its value on what."""
        article = self._asked(request, pk)
        try:
            done = self._decide(request, article)
        except Disputed as disputed:
            return self._article_page(
                request,
                article,
                "proposal_dispute",
                {
                    "title": _("The page and an editor changed the same text"),
                    "disputes": show_disputes(disputed.disputes),
                    "proposal": request.POST.get("merge", ""),
                    "version": disputed.version,
                },
            )
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            for level, text in done:
                self.message_user(request, text, level)
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[pk]) + "#desk-evidence"
        )

    def _decide(self, request: HttpRequest, article: Article) -> list[tuple[int, Any]]:
        """Do what was asked; return what is said then."""
        posted, by = request.POST, request.user
        for verb, outcome in _OUTCOMES.items():
            if f"{verb}_all" in posted:
                waiting = waiting_proposals().filter(article=article)
                return _report(decide_proposals(waiting, outcome, by=by))
            if verb in posted:
                proposal = article.proposals.filter(pk=_key(posted[verb])).first()
                if proposal is None:
                    raise Refused(gettext("This article has no such proposal any more."))
                try:
                    decide_proposal(proposal, outcome, by=by)
                except Disputed as disputed:
                    # What was chosen was chosen between the texts of that revision.
                    if posted.get("version") != str(disputed.version):
                        raise
                    choices = read_decisions(posted, disputed.disputes)
                    decide_proposal(
                        proposal, outcome, by=by, choices=choices, version=disputed.version
                    )
                return [(messages.SUCCESS, _SAID[outcome])]
        for verb, is_right in (("confirm", True), ("dismiss", False)):
            if verb in posted:
                decide_citation(article, _key(posted[verb]), is_right=is_right, by=by)
                said = _("Readers are told of this source.") if is_right else _("Dismissed.")
                return [(messages.SUCCESS, said)]
        if "resolve" in posted:
            link, _colon, target = posted["resolve"].partition(":")
            resolved = resolve_link(article, _key(link), _key(target), by=by)
            return [(messages.SUCCESS, _resolved(resolved))]
        for verdict in ("same", "update", "unrelated"):
            if verdict in posted:
                judge_kin(article, _key(posted[verdict]), verdict, by=by)
                return [(messages.SUCCESS, _("Noted."))]
        raise Http404

    def kin_view(self, request: HttpRequest, pk: int, kinship: int) -> HttpResponse:
        """Two articles side by side, the older one first, and how their words differ."""
        article = self._asked(request, pk)
        asked = kin_of([pk]).select_related("older__source", "newer__source").filter(pk=kinship)
        if (found := asked.first()) is None:
            raise Http404
        pair = [found.older, found.newer]
        contents = [latest_content(one) for one in pair]
        names = ("title_ar", "body_ar")
        before, after = contents
        sides = [
            (one, damascus_time(one.published_at, one.published_precision), state_badges(one))
            for one in pair
        ]
        return self._article_page(
            request,
            article,
            "kin",
            {
                "title": _("Two articles that are much alike"),
                "kinship": found,
                "percent": round(found.likeness * 100),
                "sides": sides,
                "may_decide": can(request.user, "edit", article),
                "comparison": [
                    one
                    for one in compare(before, before | {name: after[name] for name in names})
                    if one.name in names
                ],
            },
        )

    # --- lists of all of it ------------------------------------------------------------------------

    def proposals_view(self, request: HttpRequest) -> HttpResponse:
        """Every proposal that waits; those that are ticked are decided together."""
        self._require_view(request)
        if request.method == "POST":
            outcome = _OUTCOMES.get(request.POST.get("decide", ""))
            ticked = [key for text in request.POST.getlist("proposal") if (key := _key(text))]
            if outcome is None:
                raise Http404
            if ticked:
                waiting = waiting_proposals().filter(pk__in=ticked[:1000])
                said = _report(decide_proposals(waiting, outcome, by=request.user))
            else:
                said = [(messages.WARNING, _("Nothing was ticked."))]
            for level, text in said:
                self.message_user(request, text, level)
            return HttpResponseRedirect(request.get_full_path())
        waiting = (
            waiting_proposals()
            .select_related("article", "page")
            .defer("page__content", "page__roles", "page__problems", "page__replaced")
            .order_by("-pk")
        )
        page = Paginator(waiting, _LISTED).get_page(request.GET.get("page"))
        contents = latest_contents(proposal.article for proposal in page)
        rows = [
            {
                "proposal": proposal,
                "field": FIELDS.get(proposal.field, proposal.field),
                "value": show_proposal(proposal, contents[proposal.article_id]),
                "may_decide": can(request.user, "edit", proposal.article),
            }
            for proposal in page
        ]
        context = {
            "title": _("Proposals of newer pages"),
            "rows": rows,
            "may_decide": any(row["may_decide"] for row in rows),
        }
        return self._list(request, "proposals", context, page)

    def unresolved_view(self, request: HttpRequest) -> HttpResponse:
        """Every related headline that names no article yet, with those it may mean."""
        self._require_view(request)
        if request.method == "POST":
            pk, link, target = (*request.POST.get("resolve", "").split(":"), "", "", "")[:3]
            article = self._asked(request, _key(pk))
            try:
                resolved = resolve_link(article, _key(link), _key(target), by=request.user)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, _resolved(resolved), messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        waiting = (
            RelatedLink.objects.unresolved()
            .select_related("article")
            .defer("article__body", "article__body_ar", "article__body_en")
            .prefetch_related("candidates")
            .order_by("-pk")
        )
        page = Paginator(waiting, _LINKS_LISTED).get_page(request.GET.get("page"))
        candidates = find_candidates(page)
        rows = [
            (link, candidates[link.pk], can(request.user, "edit", link.article)) for link in page
        ]
        return self._list(
            request,
            "unresolved",
            {"title": _("Related headlines that lead nowhere yet"), "rows": rows},
            page,
        )

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _article_page(
        self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {
            "original": article,
            "article": article,
            "state_badges": state_badges(article),
        }
        return self._desk_page(request, name, shared | context)

    def _list(
        self, request: HttpRequest, name: str, context: dict[str, Any], page: Any
    ) -> HttpResponse:
        shared = {"page_obj": page, "paginator": page.paginator}
        return self._desk_page(request, name, shared | context)

    def _desk_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """``templates/admin/desk/<name>.html``."""
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/desk/{name}.html", shared | context)


_OUTCOMES = {
    "take": Proposal.Outcome.TAKEN,
    "keep": Proposal.Outcome.KEPT,
    "merge": Proposal.Outcome.MERGED,
}
_SAID = {
    Proposal.Outcome.TAKEN: _("The page's text was taken."),
    Proposal.Outcome.KEPT: _("Ours was kept."),
    Proposal.Outcome.MERGED: _("Both were kept: the page's text was merged with ours."),
}


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


def _mark(pages: list[PageShown], edited: set[str], content: Content) -> list[PageShown]:
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


def _say_where_from(form: Any, pages: list[PageShown], edited: set[str]) -> None:
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
            form.fields[name].help_text,
            name,
            page,
            first,
            where,
            changed,
        )


def _key(text: str) -> int:
    """A key that a form sends; 0, which no row has, for what is none."""
    return read_key(text) or 0


def _resolved(link: RelatedLink) -> SafeString:
    return format_html(gettext("«{}» leads to its article now."), link.title)


def _report(decided: Any) -> list[tuple[int, Any]]:
    said: list[tuple[int, Any]] = []
    if decided.done:
        text = ngettext(
            "%(count)s proposal was decided.", "%(count)s proposals were decided.", decided.done
        )
        said.append((messages.SUCCESS, text % {"count": decided.done}))
    for proposal, why in decided.refused[:10]:
        label = FIELDS.get(proposal.field, proposal.field)
        said.append((messages.WARNING, format_html("{} ({}): {}", proposal.article, label, why)))
    if not said:
        said.append((messages.INFO, _("There was nothing to decide.")))
    return said
