"""Who gets the digest, on the desk: read by the chief editor, and deleted where a reader asks for it.

Nobody is entered here: an address is its reader's to give, and to confirm.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from articles.damascus import day_range
from articles.digest import find_scopes
from articles.models import Precision, Subscription

from .evidence import EvidenceAdmin
from .marks import damascus_time


class SubscriptionChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """With what each is of: a scope is a name, and no row to join."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        scopes = find_scopes([one.scope for one in self.result_list])
        for one in self.result_list:
            one.of = scopes.get(one.scope)


@admin.register(Subscription)
class SubscriptionAdmin(EvidenceAdmin):
    never_asked = ("token",)
    list_display = ["email_shown", "of_shown", "language_shown", "asked_shown", "confirmed_shown"]
    fields = [*list_display, "done_shown"]
    readonly_fields = fields
    ordering = ["-asked_at", "-pk"]
    search_fields = ["email_key"]
    search_help_text = _("An e-mail address, or a part of it")

    def has_delete_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        """A reader may ask to be forgotten. Django's own log keeps who did it, without the address."""
        return ModelAdmin.has_delete_permission(self, request, obj)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SubscriptionChangeList

    def get_object(self, *args: Any, **kwargs: Any) -> Subscription | None:
        found = super().get_object(*args, **kwargs)
        if found is not None:
            found.of = find_scopes([found.scope]).get(found.scope)
        return found

    @admin.display(description=_("e-mail address"), ordering="email_key")
    def email_shown(self, subscription: Subscription) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', subscription.email)

    @admin.display(description=_("digest of"))
    def of_shown(self, subscription: Subscription) -> SafeString | str:
        return format_html("<bdi>{}</bdi>", subscription.of.title) if subscription.of else "—"

    @admin.display(description=_("language"), ordering="language")
    def language_shown(self, subscription: Subscription) -> str:
        return get_language_info(subscription.language)["name_translated"]

    @admin.display(description=_("asked (Damascus)"), ordering="asked_at")
    def asked_shown(self, subscription: Subscription) -> SafeString | str:
        return damascus_time(subscription.asked_at)

    @admin.display(description=_("confirmed (Damascus)"), ordering="confirmed_at")
    def confirmed_shown(self, subscription: Subscription) -> SafeString | str:
        return damascus_time(subscription.confirmed_at)

    @admin.display(description=_("last digest"))
    def done_shown(self, subscription: Subscription) -> SafeString | str:
        day = subscription.done_on
        return damascus_time(day_range(day)[0], Precision.DAY) if day else "—"
