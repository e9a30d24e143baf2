"""Addresses: Arabic at ``/``, English at ``/en/``; the desk and the maps are in neither."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.sitemaps.urls")),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
]

handler404 = "articles.views.page_not_found"
handler500 = "articles.views.server_error"
