"""The addresses of the API: the same for both languages, as every document has both."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.root, name="api_root"),
    path("openapi.json", views.openapi, name="api_openapi"),
    path("articles/", views.articles, name="api_articles"),
    path("articles/<int:pk>/", views.article, name="api_article"),
    path("articles/<int:pk>/ninjs/", views.ninjs, name="api_ninjs"),
    path("corrections/", views.corrections, name="api_corrections"),
    path("corrections/<int:pk>/", views.correction, name="api_correction"),
    path("sources/", views.sources, name="api_sources"),
    path("sources/<int:pk>/", views.source, name="api_source"),
    # An address without its last slash is put right before this one is asked.
    re_path(r"^[\s\S]*/$", views.nothing),
]
