"""Import batches on the desk: what a run was given and what became of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.editing import Verb, note
from articles.importing import Undone, undo_batch
from articles.models import Article, CapturedPage, ImportBatch, OpenForm

from .evidence import EvidenceAdmin
from .labels import FIELDS, REFUSALS
from .marks import damascus_time
from .morning import batch_state

_RIGHT = "articles.withdraw_article"  # the chief editor's
_SHOWN = 20  # headlines of each kind, on the page that asks
_REASONS = {
    "edited since": _("edited since"),
    "being edited": _("somebody is writing in it"),
    "a later batch captured it too": _("a later batch captured it too"),
    "an update to it could not be taken back": _("an update to it could not be taken back"),
}
_CHANGED = "changed since: "


@admin.register(ImportBatch)
class ImportBatchAdmin(EvidenceAdmin):
    list_display = [
        "name_shown",
        "started_shown",
        "state_shown",
        "documents",
        "created",
        "updated",
        "unchanged",
        "refused",
    ]
    search_fields = ["name"]
    fields = ["batch_shown"]
    readonly_fields = fields
    names_dir = "ltr"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [
            path("<int:pk>/undo/", view, name="articles_importbatch_undo"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        batch = kwargs.get("obj")
        context["may_undo"] = (
            batch is not None and request.user.has_perm(_RIGHT) and batch.captured_pages.exists()
        )
        return super().render_change_form(request, context, *args, **kwargs)

    # --- taking it back --------------------------------------------------------------------------

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would go and what would stay, for the chief editor; then what went and what stayed."""
        batch = ImportBatch.objects.filter(pk=pk).first()
        if batch is None:
            raise Http404
        if not (request.user.has_perm(_RIGHT) and self.has_view_permission(request, batch)):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "batch": batch,
            "title": gettext("Take the import back"),
        }
        if request.method == "POST":
            undone = undo_batch(batch)
            said = gettext(
                "%(batch)s: articles deleted %(removed)s, put back %(restored)s, left %(left)s"
            )
            note(
                Verb.UNDID,
                None,
                by=request.user,
                text=said
                % {
                    "batch": batch.name,
                    "removed": undone.removed,
                    "restored": undone.restored,
                    "left": len(undone.left),
                },
            )
            if not undone.left:
                self.message_user(request, _taken_back(undone), messages.SUCCESS)
                address = reverse("admin:articles_importbatch_change", args=[batch.pk])
                return HttpResponseRedirect(address)
            context |= {"undone": undone, "left": [_left(*left) for left in undone.left]}
        else:
            context["parts"] = _foresee(batch)
        return TemplateResponse(request, "admin/articles/importbatch/undo.html", context)

    @admin.display(description=_("name"), ordering="name")
    def name_shown(self, batch: ImportBatch) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', batch.name)

    @admin.display(description=_("state"))
    def state_shown(self, batch: ImportBatch) -> str:
        return batch_state(batch)

    @admin.display(description=_("started (Damascus)"), ordering="started_at")
    def started_shown(self, batch: ImportBatch) -> SafeString | str:
        return damascus_time(batch.started_at)

    @admin.display(description=_("import batch"))
    def batch_shown(self, batch: ImportBatch) -> str:
        counts = [
            (self.opts.get_field(name).verbose_name, getattr(batch, name))
            for name in ("documents", "created", "updated", "unchanged", "refused")
        ]
        facts = [
            (gettext("state"), self.state_shown(batch)),
            (gettext("started (Damascus)"), damascus_time(batch.started_at)),
            (gettext("finished (Damascus)"), damascus_time(batch.finished_at)),
            (gettext("taken back (Damascus)"), damascus_time(batch.undone_at)),
            *counts,
        ]
        refusals = [
            {"file": refusal["file"], "reason": REFUSALS.get(refusal["code"], refusal["code"])}
            for refusal in batch.refusals
        ]
        return render_to_string(
            "admin/desk/import_batch.html", {"batch": batch, "facts": facts, "refusals": refusals}
        )


def _foresee(batch: ImportBatch) -> list[dict[str, Any]]:
    """What would become of the batch's articles: how many, and the headlines of some."""
    pages = CapturedPage.objects.filter(batch=batch)
    made = Article.objects.filter(
        pk__in=pages.filter(outcome=CapturedPage.Outcome.CREATED).values("article")
    )
    updated = Article.objects.filter(
        pk__in=pages.filter(outcome=CapturedPage.Outcome.UPDATED).values("article")
    ).exclude(pk__in=made.order_by().values("pk"))
    captured_again = Q(
        pk__in=CapturedPage.objects.filter(article__in=made.order_by().values("pk"))
        .exclude(batch=batch)
        .values("article")
    )
    typed_into = OpenForm.objects.filter(article=OuterRef("pk"), typed__isnull=False)
    stays = Q(edited_at__isnull=False) | captured_again | Exists(typed_into)
    parts = [
        (_("Will be deleted"), made.exclude(stays)),
        (
            _("Will stay: edited since, being edited, or captured by another batch too"),
            made.filter(stays),
        ),
        (_("Will be put back as it was, where nobody has changed it since"), updated),
    ]
    return [
        {"heading": heading, "count": articles.count(), "articles": _some(articles)}
        for heading, articles in parts
    ]


def _some(articles: QuerySet) -> list[Article]:
    return list(articles.for_lists().order_by("pk")[:_SHOWN])


def _taken_back(undone: Undone) -> str:
    return gettext("Taken back: articles deleted %(removed)s, put back %(restored)s.") % {
        "removed": undone.removed,
        "restored": undone.restored,
    }


def _left(pk: int, headline: str, reason: str) -> dict[str, Any]:
    """An article that stayed, and why, in the words of the desk."""
    shown = str(_REASONS.get(reason, reason))
    if reason.startswith(_CHANGED):
        names = reason.removeprefix(_CHANGED).split(", ")
        fields = gettext(", ").join(str(FIELDS.get(name, name)) for name in names)
        shown = gettext("changed since: %(fields)s") % {"fields": fields}
    return {
        "address": reverse("admin:articles_article_change", args=[pk]),
        "headline": headline,
        "reason": shown,
    }
