"""Import batches on the desk: what a run was given and what became of it."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import ImportBatch

from .evidence import EvidenceAdmin
from .labels import REFUSALS
from .marks import damascus_time


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

    @admin.display(description=_("name"), ordering="name")
    def name_shown(self, batch: ImportBatch) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', batch.name)

    @admin.display(description=_("state"))
    def state_shown(self, batch: ImportBatch) -> str:
        if batch.undone_at:
            return gettext("taken back")
        return gettext("finished") if batch.finished_at else gettext("not finished")

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
