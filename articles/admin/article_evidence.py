"""Where an article's words come from: its pages beside the form, and what they propose to editors."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.editing import Disputed, can, edited_fields, kin_of, latest_content
from articles.exceptions import Refused
from articles.models import Article

from .comparison import compare
from .disputes import show_disputes
from .evidence_decisions import decide
from .evidence_lists import EvidenceLists
from .evidence_origins import mark_changed, say_where_from
from .evidence_shown import show_evidence
from .latest import latest_of, stored_of
from .marks import damascus_time, state_badges


class ArticleEvidence(EvidenceLists):
    """For ArticleAdmin: the evidence beside the form, and the buttons on it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
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
            pages = mark_changed(context.get("captured_pages", []), edited, content)
            context["captured_pages"] = pages
            context["evidence"] = show_evidence(request, article, content, edited)
            say_where_from(context["adminform"].form, pages, edited)
        return super().render_change_form(request, context, *args, **kwargs)

    def evidence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What one of the buttons beside the form decides: its name is the verb, its value on what."""
        article = self._asked(request, pk)
        try:
            done = decide(article, request.POST, by=request.user)
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

    def _article_page(
        self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {
            "original": article,
            "article": article,
            "state_badges": state_badges(article),
        }
        return self._desk_page(request, name, shared | context)
