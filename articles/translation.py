"""Which fields exist in Arabic and in English (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from .models import Article, Source


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ar",)


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "byline")
    required_languages = {"ar": ("title",), "default": ()}
