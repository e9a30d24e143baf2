"""All proposals of newer pages on one page, and all related headlines that lead nowhere on another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles.editing import (
    can,
    decide_proposals,
    find_candidates,
    latest_contents,
    resolve_link,
    waiting_proposals,
)
from articles.exceptions import Refused
from articles.models import RelatedLink

from .evidence_decisions import OUTCOMES, key_of, report, say_resolved
from .labels import FIELDS
from .related import show_proposal

_LISTED = 20  # proposals of a page of them
_LINKS_LISTED = 10  # unresolved related headlines of a page of them: each is a search


class EvidenceLists:
    """For ArticleAdmin: what waits to be decided in all articles, twenty or ten of it at a time."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("proposals/", view(self.proposals_view), name="articles_article_proposals"),
            path("unresolved/", view(self.unresolved_view), name="articles_article_unresolved"),
            *super().get_urls(),
        ]

    def proposals_view(self, request: HttpRequest) -> HttpResponse:
        """Every proposal that waits; those that are ticked are decided together."""
        self._require_view(request)
        if request.method == "POST":
            outcome = OUTCOMES.get(request.POST.get("decide", ""))
            ticked = [key for text in request.POST.getlist("proposal") if (key := key_of(text))]
            if outcome is None:
                raise Http404
            if ticked:
                waiting = waiting_proposals().filter(pk__in=ticked[:1000])
                said = report(decide_proposals(waiting, outcome, by=request.user))
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
            article = self._asked(request, key_of(pk))
            try:
                resolved = resolve_link(article, key_of(link), key_of(target), by=request.user)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, say_resolved(resolved), messages.SUCCESS)
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

    def _list(
        self, request: HttpRequest, name: str, context: dict[str, Any], page: Any
    ) -> HttpResponse:
        shared = {"page_obj": page, "paginator": page.paginator}
        return self._desk_page(request, name, shared | context)

    def _desk_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """``templates/admin/desk/<name>.html``."""
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/desk/{name}.html", shared | context)
