"""The picture that stands beside a link to a page of this site."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.cards import HEIGHT, WIDTH
from articles.models import Article

from .cards import has_cards


@dataclass(frozen=True, slots=True)
class Picture:
    """An address on this site (or whole), what it shows, its size in pixels."""

    address: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(article: Article) -> Picture:
    """The picture of an article; where it has none, its headline as an image."""
    photo = article.image and article.image.largest_jpeg
    if not photo:
        return headline_of(article)
    language = get_language() or "ar"
    alt = getattr(article, f"image_alt_{language}") or getattr(article, f"title_{language}")
    return Picture(photo.address, alt, photo.width, photo.height)


def headline_of(article: Article) -> Picture:
    """The headline of an article as an image; where none can be drawn here, the paper's name.

    Its address is another for every version that readers see, so that it can be kept for ever.
    """
    if not has_cards():
        return picture_of_site()
    language = get_language() or "ar"
    address = reverse("article_card", args=[article.pk, article.live_version])
    return Picture(address, getattr(article, f"title_{language}"))


def picture_of_site() -> Picture:
    """The paper's name on a sheet."""
    return Picture(static(f"img/card-{get_language() or 'ar'}.png"), _("Newsroom"))
