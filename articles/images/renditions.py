"""A kept picture -> the sizes, shapes and formats in which readers get it."""

from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from .reading import Picture

# A kind: its shape (width to height; None is the picture's own), and its widths in pixels, for the
# places that show it at one, two and three dots a pixel.
KINDS: dict[str, tuple[tuple[int, int] | None, tuple[int, ...]]] = {
    "full": (None, (400, 800, 1200, 1600)),
    "wide": ((16, 9), (400, 800, 1200, 1600)),
    "square": ((1, 1), (120, 240, 360)),
}

# Best first, as a browser chooses: what it is called, the end of the name, how it is written.
# The figures were chosen by eye on photographs of faces and on drawn maps with Arabic letters.
FORMATS: dict[str, tuple[str, dict[str, int | bool]]] = {
    "avif": ("AVIF", {"quality": 58, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}


class Frame(NamedTuple):
    """One rendition's shape: ``Frame("wide", 800, 450)``, in pixels."""

    kind: str
    width: int
    height: int


def frames(width: int, height: int) -> Iterator[Frame]:
    """The renditions of a picture of that size: none is larger than it, and each kind has one."""
    for kind, (shape, widths) in KINDS.items():
        ratio = shape or (width, height)
        widest = min(width, height * ratio[0] // ratio[1])
        chosen = [one for one in widths if one <= widest]
        # The picture's own width where it is well above the last: its own pixels are not thrown away.
        if not chosen or (len(chosen) < len(widths) and widest > chosen[-1] * 1.2):
            chosen.append(widest)
        for one in chosen:
            yield Frame(kind, one, max(1, round(one * ratio[1] / ratio[0])))


def crop_box(
    size: tuple[int, int], shape: tuple[int, int], focus: tuple[int, int]
) -> tuple[int, int, int, int]:
    """The largest part of that shape with the focus as near to its middle as the edges let it be.

    ``focus`` is in percent from the left and from the top: whatever it is, the part lies inside.
    Returned as left, top, right, bottom in pixels.
    """
    width, height = size
    wide = min(width, max(1, height * shape[0] // shape[1]))
    high = min(height, max(1, width * shape[1] // shape[0]))
    left = min(max(0, round(width * focus[0] / 100 - wide / 2)), width - wide)
    top = min(max(0, round(height * focus[1] / 100 - high / 2)), height - high)
    return left, top, left + wide, top + high


def shrink(pixels: Image.Image, frame: Frame, focus: tuple[int, int]) -> Image.Image:
    """The pixels of one rendition: cut to its shape around the focus, in its size."""
    shape = KINDS[frame.kind][0]
    box = crop_box(pixels.size, shape, focus) if shape else None
    return pixels.resize((frame.width, frame.height), Image.Resampling.LANCZOS, box, 3.0)


def encode(pixels: Image.Image, ending: str) -> bytes:
    """The file of a rendition in one of ``FORMATS``. Raises OSError where it cannot be written."""
    name, options = FORMATS[ending]
    written = BytesIO()
    pixels.save(written, name, **options)
    return written.getvalue()


def encode_original(picture: Picture) -> tuple[str, bytes]:
    """What is kept of a picture, written anew: ``("jpg", bytes)``, and what was drawn without loss."""
    written = BytesIO()
    if picture.is_drawn:
        picture.pixels.save(written, "PNG")
        return "png", written.getvalue()
    picture.pixels.save(written, "JPEG", quality=93, subsampling=0, optimize=True)
    return "jpg", written.getvalue()


def open_original(data: bytes) -> Image.Image:
    """The pixels of what ``encode_original()`` wrote. Raises OSError where they are damaged."""
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        return image.convert("RGB")
