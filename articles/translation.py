"""Which fields exist in Arabic and in English (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from .models import Article, Image, Page, Source


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("ar",)


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "byline", "image_alt", "image_caption")
    required_languages = {"ar": ("title",), "default": ()}


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = ("alt", "caption", "credit")
    required_languages = {"default": ()}


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")
    required_languages = {"ar": ("title",), "default": ()}
