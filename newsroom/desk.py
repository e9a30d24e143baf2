"""The desk is Django's admin under our own AdminSite (articles/admin registers into it)."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class DeskSite(admin.AdminSite):
    """The newsroom's desk: our name on every page, Arabic whatever the browser prefers."""

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("The desk")
    enable_nav_sidebar = False


class DeskConfig(AdminConfig):
    default_site = "newsroom.desk.DeskSite"
