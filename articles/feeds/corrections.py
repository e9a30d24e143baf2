"""The log of corrections as a feed."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.arabic import isolate
from articles.editing import Logged, log_of, public_corrections
from articles.sharing import correction_id, moment

from .newsroom_feed import MOST_ITEMS, NewsroomFeed, Shown, page_number, site_of


class CorrectionsFeed(NewsroomFeed):
    """Every correction, clarification and retraction that readers may see, the newest first."""

    def get_object(self, request: HttpRequest, format: str) -> Shown:
        language, number = get_language() or "ar", page_number(request)
        start = (number - 1) * MOST_ITEMS
        found = list(public_corrections(language)[start : start + MOST_ITEMS + 1])
        has_more, corrections = len(found) > MOST_ITEMS, found[:MOST_ITEMS]
        return Shown(
            "corrections",
            _("Newsroom: %(words)s") % {"words": isolate(_("Corrections"))},
            _(
                "What we got wrong, and what is right: every correction, clarification and withdrawal."
            ),
            reverse("corrections"),
            reverse("feed_corrections", args=[format]),
            format,
            log_of(corrections, language),
            number,
            has_more,
            site=site_of(request),
        )

    def item_title(self, entry: Logged) -> str:
        kind = capfirst(entry.correction.get_kind_display())
        return f"{kind}: {isolate(entry.headline)}" if entry.headline else kind

    def item_description(self, entry: Logged) -> str:
        return getattr(entry.correction, f"text_{get_language() or 'ar'}")

    def item_link(self, entry: Logged) -> str:
        if entry.history:
            return f"{entry.history}#correction-{entry.correction.pk}"
        return entry.address

    def item_guid(self, entry: Logged) -> str:
        return correction_id(entry.correction.pk, get_language() or "ar")

    def item_pubdate(self, entry: Logged) -> datetime:
        return moment(entry.correction.issued_at)

    item_updateddate = item_pubdate
