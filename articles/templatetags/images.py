"""Pictures in templates: every format and width of one, in the shape of its place."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django import template

from articles.images import FORMATS
from articles.models import Image, Rendition

register = template.Library()

# place: (kind, how wide it is shown there). A browser counts 16 pixels a rem here, whatever the page says.
_PLACES = {
    "article": ("full", "(min-width: 42rem) 38rem, calc(100vw - 2rem)"),
    "lead": (
        "wide",
        "(min-width: 82rem) 48rem, (min-width: 64rem) calc(88vw - 24rem), calc(100vw - 2rem)",
    ),
    "section": ("wide", "(min-width: 50rem) 46rem, calc(100vw - 2rem)"),
    # Beside the latest two columns, then one; above the latest two again, and on a phone one.
    "prominent": (
        "wide",
        "(min-width: 77rem) 23rem, (min-width: 64rem) 32rem, (min-width: 42rem) 24rem, calc(100vw - 2rem)",
    ),
    "teaser": ("square", "(min-width: 27rem) 7.5rem, 30vw"),
    "share": ("wide", ""),
}
_PLAIN = 800  # pixels: what a browser gets that chooses for itself neither format nor width
_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


class Shown(NamedTuple):
    """A picture at a place: ``sources`` are ``(type, srcset)``, the best first; the rest is of a JPEG."""

    sources: Sequence[tuple[str, str]]
    sizes: str
    address: str
    srcset: str
    width: int
    height: int


@register.simple_tag
def renditions(image: Image | None, place: str) -> Shown | None:
    """What there is of a picture for a place: one of ``_PLACES``; ``share`` is Open Graph's.

    ``address`` is a JPEG of about 800 pixels, for sharing the largest. None where there is none.
    """
    kind, sizes = _PLACES[place]
    made = image.renditions(kind) if image is not None else []
    jpegs = [one for one in made if one.ending == "jpg"]
    if not jpegs:
        return None
    plain = [one for one in jpegs if one.width <= _PLAIN] if place != "share" else jpegs
    chosen = (plain or jpegs[:1])[-1]
    sources = [
        (_TYPES[ending], srcset)
        for ending in FORMATS
        if ending != "jpg" and (srcset := _srcset(one for one in made if one.ending == ending))
    ]
    return Shown(sources, sizes, chosen.address, _srcset(jpegs), chosen.width, chosen.height)


def _srcset(renditions: Iterable[Rendition]) -> str:
    return ", ".join(f"{one.address} {one.width}w" for one in renditions)
