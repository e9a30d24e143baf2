"""Addresses: Arabic at ``/``, English at ``/en/``; the desk, the maps and the API are in neither."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from articles.models import PUBLIC_FOLDER
from articles.views import PictureView

urlpatterns = [
    # Before the desk's own, which have no second step.
    path(settings.ADMIN_PATH, include("articles.accounts.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    # Names of ours and nothing else: there is no way out of the folder.
    re_path(
        rf"^{settings.MEDIA_URL.strip('/')}/{PUBLIC_FOLDER}/"
        r"(?P<folder>[0-9a-f]{20})/(?P<name>[a-z0-9-]{1,40}\.(?:avif|webp|jpg))\Z",
        PictureView.as_view(),
        name="picture",
    ),
    path("", include("articles.sitemaps.urls")),
    path("api/v1/", include("articles.api.urls")),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
]

handler400 = "newsroom.errors.bad_request"
handler404 = "articles.views.page_not_found"
handler500 = "newsroom.errors.server_error"
