"""The shapes and sizes that readers get of a picture."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.images import (
    FORMATS,
    KINDS,
    Frame,
    crop_box,
    encode,
    encode_original,
    frames,
    open_original,
    read_image,
    shrink,
)
from tests.images.pictures import as_file, halves

percent = st.integers(0, 100)
side = st.integers(1, 5000)


def test_the_frames_of_a_large_picture():
    assert list(frames(2400, 1600)) == [
        *(("full", 400, 267), ("full", 800, 533), ("full", 1200, 800), ("full", 1600, 1067)),
        *(("wide", 400, 225), ("wide", 800, 450), ("wide", 1200, 675), ("wide", 1600, 900)),
        *(("square", 120, 120), ("square", 240, 240), ("square", 360, 360)),
    ]  # fmt: skip


def test_no_frame_is_larger_than_the_picture():
    assert list(frames(600, 340)) == [
        *(("full", 400, 227), ("full", 600, 340)),
        *(("wide", 400, 225), ("wide", 600, 338)),
        *(("square", 120, 120), ("square", 240, 240), ("square", 340, 340)),
    ]  # fmt: skip


@given(side, side, percent, percent)
def test_a_part_lies_inside_the_picture_and_is_as_large_as_it_can_be(width, height, x, y):
    for shape, _widths in KINDS.values():
        if shape is None:
            continue
        left, top, right, bottom = crop_box((width, height), shape, (x, y))
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        assert right - left == width or bottom - top == height


@pytest.mark.parametrize(
    ("focus", "box"),
    [
        ((50, 50), (400, 0, 800, 400)),
        ((0, 0), (0, 0, 400, 400)),
        ((100, 90), (800, 0, 1200, 400)),
        ((25, 50), (100, 0, 500, 400)),
    ],
)
def test_the_focus_is_in_the_middle_where_the_edges_let_it(focus, box):
    assert crop_box((1200, 400), (1, 1), focus) == box


@pytest.mark.parametrize(("focus", "channel"), [((0, 50), 0), ((100, 50), 2)])
def test_every_format_shows_the_focus(focus, channel):
    small = shrink(halves((1200, 400)), Frame("square", 120, 120), focus)
    assert list(FORMATS) == ["avif", "webp", "jpg"]
    for ending in FORMATS:
        image = Image.open(BytesIO(encode(small, ending))).convert("RGB")
        assert image.size == (120, 120)
        assert image.getpixel((60, 60))[channel] > 230


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("WEBP", "jpg"), ("PNG", "png")])
def test_what_is_kept_is_read_again(kind, ending):
    picture = read_image(as_file(kind=kind))
    kept, data = encode_original(picture)
    assert kept == ending
    assert open_original(data).size == (600, 400)
    assert (open_original(data).tobytes() == picture.pixels.tobytes()) == (ending == "png")


def test_what_was_kept_and_is_damaged():
    with pytest.raises(OSError, match="identify"):
        open_original(b"nothing")
