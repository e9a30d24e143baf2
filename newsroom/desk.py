"""The desk is Django's admin under our own AdminSite (articles/admin registers into it)."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

# The order in which an editor meets them; Django's is by the alphabet.
_ORDER = [
    *("Article", "FrontSlot", "ReaderReport", "Image", "Correction", "Deed", "Section", "Topic"),
    *("Source", "CapturedPage", "ImportBatch", "WordFamily", "Page"),
    *("Subscription", "Webhook", "WebhookDelivery"),
    *("User", "Group"),
]


class DeskSite(admin.AdminSite):
    """The newsroom's desk: our name on every page, Arabic whatever the browser prefers."""

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("The desk")
    enable_nav_sidebar = False
    empty_value_display = "—"

    # Whether nothing can be saved now, asked by the page's template; articles/admin/morning as well.
    is_read_only: Callable[[], bool] | None = None

    # What the first page shows above the list of models; articles/admin/morning puts it here.
    first_page: Callable[[HttpRequest], dict[str, Any]] | None = None

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"is_read_only": self.is_read_only}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = self.first_page(request) if self.first_page else {}
        return super().index(request, shown | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        """With a door to the site that asks who comes: Django's leads anybody with an account."""
        urls = super().get_urls()
        for pattern in urls:
            if getattr(pattern, "name", "") == "view_on_site":
                pattern.callback = self.admin_view(self.view_on_site)
        return urls

    def view_on_site(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponse:
        """Lead to where readers have it; what they have not, and what one may not see, is nowhere.

        An address is made of a headline.
        """
        try:
            kind = apps.get_model("contenttypes", "ContentType").objects.get(pk=content_type_id)
            shown = self._registry[kind.model_class()]
        except (ObjectDoesNotExist, KeyError, ValueError, OverflowError):
            raise Http404 from None
        row = shown.get_object(request, object_id)
        if row is None or not shown.has_view_permission(request, row):
            raise Http404
        if shown.get_view_on_site_url(row) is None:
            raise Http404
        return HttpResponseRedirect(row.get_absolute_url())

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The stories first, then the accounts, each in the order of the work."""
        apps = super().get_app_list(request, app_label)
        names = {"articles": _("The stories"), "auth": _("Accounts")}
        for app in apps:
            app["name"] = names.get(app["app_label"], app["name"])
            app["models"].sort(
                key=lambda model: (
                    _ORDER.index(model["object_name"])
                    if model["object_name"] in _ORDER
                    else len(_ORDER)
                )
            )
        return sorted(apps, key=lambda app: app["app_label"] != "articles")


class DeskConfig(AdminConfig):
    default_site = "newsroom.desk.DeskSite"
