"""Bytes that somebody sent -> a picture without anything else in it, or the reason why not."""

import re
import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import (
    ExifTags,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    IptcImagePlugin,
    UnidentifiedImageError,
)

from articles.arabic import clean_line

MOST_BYTES = 25_000_000
MOST_PIXELS = 60_000_000  # the largest of today's phones write 50 million
LEAST_WIDTH, LEAST_HEIGHT = 600, 340  # below these a lead picture is a blur
MOST_SIDE = 4096  # pixels that are kept: twice what any page shows

# Pillow's own guard, for what claims twice as much and more: it refuses before anything is decoded.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

# Pillow opens nothing else, whatever the name of the file says.
_TAKEN = ("JPEG", "PNG", "WEBP", "AVIF")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_KNOWN = re.compile(rb"\xff\xd8|\x89PNG\r\n\x1a\n|RIFF....WEBP|....ftypavif", re.DOTALL)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|svg|html)", re.IGNORECASE)
_SVG = re.compile(rb"<svg\b", re.IGNORECASE)
_MOST_CREDIT = 200  # characters
_IPTC_CREDITS = ((2, 80), (2, 110), (2, 116))  # by-line, credit, copyright notice (IPTC IIM 4.2)


class Reason(StrEnum):
    """Why a file is no picture for us."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too-many-bytes"
    SVG = "svg"
    GIF = "gif"
    HEIC = "heic"
    NOT_AN_IMAGE = "not-an-image"
    ANIMATED = "animated"
    TOO_SMALL = "too-small"
    TOO_MANY_PIXELS = "too-many-pixels"
    DAMAGED = "damaged"


class BadImage(Exception):
    """A file that is not taken; ``reason`` says why, ``size`` how large it is where that is why."""

    def __init__(self, reason: Reason, size: tuple[int, int] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.size = size


@dataclass(frozen=True, slots=True)
class Picture:
    """Upright RGB pixels in sRGB, and nothing else of the file but what it says of its maker.

    ``is_drawn`` says that the file was lossless (PNG): a chart, a map, a screen.
    """

    pixels: Image.Image
    is_drawn: bool
    credit: str


def read_image(data: bytes) -> Picture:
    """Return the picture that the bytes of a file hold. Raises BadImage.

    The kind is read from the bytes and never from a name; the size from the header, before anything
    is decoded; and every pixel is decoded, so that a file cut short is refused.
    """
    _refuse_strangers(data)
    try:
        with warnings.catch_warnings():
            # What is between once and twice the limit is refused below, with its size.
            warnings.simplefilter("ignore")
            with _open(data) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadImage(Reason.TOO_MANY_PIXELS, image.size)
                image.verify()  # checksums; an image that was verified has to be opened again
            with _open(data) as image:
                _refuse_moving_and_small(image)
                image.load()
                credit, is_drawn = _credit(image), image.format == "PNG"
                # Smaller first: each step after it makes a copy of every pixel.
                small = _in_colours(image)
                small.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
                pixels = _on_white(_in_srgb(ImageOps.exif_transpose(small)))
    except BadImage:
        raise
    except Image.DecompressionBombError:
        raise BadImage(Reason.TOO_MANY_PIXELS) from None
    # Each of Pillow's decoders fails in its own words, and a hostile file finds the rarest.
    except Exception:
        raise BadImage(Reason.DAMAGED) from None
    return Picture(pixels, is_drawn, credit)


def _refuse_strangers(data: bytes) -> None:
    if not data:
        raise BadImage(Reason.EMPTY)
    if len(data) > MOST_BYTES:
        raise BadImage(Reason.TOO_MANY_BYTES)
    if _XML.match(data[:1024]):
        raise BadImage(Reason.SVG if _SVG.search(data[:65_536]) else Reason.NOT_AN_IMAGE)
    if data[:4] == b"GIF8":
        raise BadImage(Reason.GIF)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC and b"avif" not in data[8:64]:
        raise BadImage(Reason.HEIC)


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=_TAKEN)
    except UnidentifiedImageError:
        begins = bool(_KNOWN.match(data[:16]))
        raise BadImage(Reason.DAMAGED if begins else Reason.NOT_AN_IMAGE) from None


def _refuse_moving_and_small(image: Image.Image) -> None:
    # Telephones write a second picture behind the first, for depth or for a preview (MPO).
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise BadImage(Reason.ANIMATED)
    width, height = image.size
    if image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8):
        width, height = height, width
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        raise BadImage(Reason.TOO_SMALL, (width, height))


def _in_colours(image: Image.Image) -> Image.Image:
    """Colours that can be mixed, 8 bits each: no palette, no 16 bits, no transparent grey."""
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits a pixel: the upper eight
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "LA", "La", "RGBa", "1"):
        return image.convert("RGBA")
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile:
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a profile that is none, or of other colours than the picture's
        if converted is not None:
            return converted
    return image if image.mode == "RGBA" else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """The pixels alone: a new image, which knows nothing of what stood around them in the file."""
    clean = Image.new("RGB", image.size, "white")
    clean.paste(image, mask=image if image.mode == "RGBA" else None)
    return clean


def _credit(image: Image.Image) -> str:
    """Who made it, as the file says: EXIF's artist, IPTC's by-line or credit, then a copyright."""
    exif = image.getexif()
    said: list[object] = [exif.get(ExifTags.Base.Artist)]
    try:
        iptc = (
            IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None
        )
    except Exception:  # a damaged block of text costs the text, not the picture
        iptc = None
    said += [(iptc or {}).get(key) for key in _IPTC_CREDITS]
    said.append(exif.get(ExifTags.Base.Copyright))
    for value in said:
        if isinstance(value, list):
            value = value[0] if value else None
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        if isinstance(text, str):
            line = clean_line(" ".join(_utf8(text).replace("\0", " ").split())).text
            if line and "\ufffd" not in line:
                return line[:_MOST_CREDIT]
    return ""


def _utf8(text: str) -> str:
    """EXIF is ASCII by its standard and UTF-8 in practice; Pillow reads it as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
