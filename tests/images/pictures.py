"""Small pictures made here, friendly and hostile, as the bytes of their files."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

SIZE = (600, 400)


def halves(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image.convert(mode)


def as_file(image: Image.Image | None = None, kind: str = "JPEG", **options: Any) -> bytes:
    written = BytesIO()
    (image or halves()).save(written, kind, **options)
    return written.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it is that large, and has one row of pixels."""
    rows = zlib.compress(b"\0" * (width // 8 + 1))
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
