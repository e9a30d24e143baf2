"""Pictures, by their bytes: what is taken in, what is kept of it, and the renditions readers get."""

from .reading import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    MOST_BYTES,
    MOST_PIXELS,
    BadImage,
    Picture,
    Reason,
    read_image,
)
from .renditions import (
    FORMATS,
    KINDS,
    Frame,
    crop_box,
    encode,
    encode_original,
    frames,
    open_original,
    shrink,
)

__all__ = [
    "FORMATS",
    "KINDS",
    "LEAST_HEIGHT",
    "LEAST_WIDTH",
    "MOST_BYTES",
    "MOST_PIXELS",
    "BadImage",
    "Frame",
    "Picture",
    "Reason",
    "crop_box",
    "encode",
    "encode_original",
    "frames",
    "open_original",
    "read_image",
    "shrink",
]
