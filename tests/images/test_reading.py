"""What is taken for a picture, what is kept of it, and what is refused."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from articles.images import BadImage, Reason, encode_original, read_image
from articles.images.reading import MOST_SIDE
from tests.images.pictures import as_file, halves, png_of_size, srgb

RED, BLUE = (254, 0, 0), (0, 0, 254)


def near(pixel: tuple[int, ...], colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def refusal(data: bytes) -> tuple[Reason, tuple[int, int] | None]:
    with pytest.raises(BadImage) as caught:
        read_image(data)
    return caught.value.reason, caught.value.size


class TestTaken:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_the_kinds(self, kind):
        picture = read_image(as_file(kind=kind))
        assert (picture.pixels.size, picture.pixels.mode) == ((600, 400), "RGB")
        assert near(picture.pixels.getpixel((10, 200)), RED)
        assert near(picture.pixels.getpixel((590, 200)), BLUE)
        assert picture.is_drawn == (kind == "PNG")

    @pytest.mark.parametrize(
        ("mode", "kind"),
        [("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("CMYK", "JPEG"), ("L", "JPEG")],
    )
    def test_other_colours_become_rgb(self, mode, kind):
        assert read_image(as_file(halves(mode=mode), kind)).pixels.mode == "RGB"

    def test_sixteen_bits_keep_their_light(self):
        image = Image.new("I;16", (600, 400), 32_768)
        assert read_image(as_file(image, "PNG")).pixels.getpixel((5, 5)) == (128, 128, 128)

    def test_what_is_transparent_is_white(self):
        image = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
        assert read_image(as_file(image, "PNG")).pixels.getpixel((5, 5)) == (255, 255, 255)

    def test_a_telephones_second_picture_is_left_behind(self):
        data = as_file(kind="MPO", save_all=True, append_images=[halves((640, 480))])
        assert Image.open(BytesIO(data)).n_frames == 2
        assert read_image(data).pixels.size == (600, 400)

    def test_it_stands_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was turned: the top is on the right of what is stored
        picture = read_image(as_file(halves((800, 600)), exif=exif))
        assert picture.pixels.size == (600, 800)
        assert near(picture.pixels.getpixel((300, 10)), RED)
        assert near(picture.pixels.getpixel((300, 790)), BLUE)

    def test_colours_of_another_profile_become_srgb(self):
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        for profile in (srgb(), lab, b"no profile at all"):  # one of other colours is passed over
            picture = read_image(as_file(icc_profile=profile))
            assert near(picture.pixels.getpixel((10, 200)), RED)

    def test_the_largest_are_made_smaller(self):
        picture = read_image(as_file(Image.new("RGB", (5000, 2500))))
        assert picture.pixels.size == (MOST_SIDE, MOST_SIDE // 2)


class TestWhatIsLeftBehind:
    def written(self, data: bytes) -> bytes:
        return encode_original(read_image(data))[1]

    def test_nothing_of_the_file_but_its_pixels(self):
        exif = Image.Exif()
        exif[0x013B] = "سلمى النموذجية".encode()
        exif[0x8298] = "SECRET-COPYRIGHT"
        exif.get_ifd(0x8825)[2] = (33.0, 30.0, 0.0)  # where it was taken
        data = as_file(exif=exif, icc_profile=srgb(), comment=b"SECRET-COMMENT")
        kept = self.written(data)
        assert b"SECRET-COMMENT" in data
        assert not any(secret in kept for secret in (b"SECRET", b"Exif", b"ICC_PROFILE"))
        with Image.open(BytesIO(kept)) as image:
            assert (dict(image.getexif()), image.info.get("comment")) == ({}, None)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_what_hangs_behind_a_picture_is_gone(self, kind):
        payload = b"<?php system('id') ?><script>alert(1)</script>PK\x03\x04"
        assert payload[:20] not in self.written(as_file(kind=kind) + payload)

    def test_a_text_inside_a_png_is_gone(self):
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Comment", "<script>alert(1)</script>")
        data = as_file(kind="PNG", pnginfo=info)
        assert b"<script>" in data
        assert b"<script>" not in self.written(data)


class TestCredit:
    def test_exif_first(self):
        exif = Image.Exif()
        exif[0x013B], exif[0x8298] = " Lina  Model\0", "An agency"
        assert read_image(as_file(exif=exif)).credit == "Lina Model"

    def test_arabic_written_as_utf8(self):
        exif = Image.Exif()
        exif[0x013B] = "سلمى النموذجية".encode()
        assert read_image(as_file(exif=exif)).credit == "سلمى النموذجية"

    def test_a_copyright_where_there_is_nothing_else(self):
        exif = Image.Exif()
        exif[0x8298] = "An agency"
        assert read_image(as_file(exif=exif)).credit == "An agency"

    def test_iptc(self):
        name = "وكالة نموذجية".encode()
        block = b"\x1c\x02\x50" + len(name).to_bytes(2, "big") + name
        resource = (
            b"8BIM\x04\x04\0\0" + len(block).to_bytes(4, "big") + block + b"\0" * (len(block) % 2)
        )
        body = b"Photoshop 3.0\0" + resource
        data = as_file()
        data = data[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]
        assert read_image(data).credit == "وكالة نموذجية"

    def test_none(self):
        assert read_image(as_file()).credit == ""


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", Reason.EMPTY),
            (b"\xff\xd8" + b"\0" * 25_000_000, Reason.TOO_MANY_BYTES),
            (b'<svg xmlns="http://www.w3.org/2000/svg"/>', Reason.SVG),
            (b'\xef\xbb\xbf <?xml version="1.0"?><!-- x --><svg/>', Reason.SVG),
            (b"<html><body>hello</body></html>", Reason.NOT_AN_IMAGE),
            (b"%PDF-1.7 " + b"\0" * 100, Reason.NOT_AN_IMAGE),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, Reason.HEIC),
            (b"\xff\xd8\xff\xe0 no more than that", Reason.DAMAGED),
            (b"\x89PNG\r\n\x1a\n", Reason.DAMAGED),
            (as_file(kind="BMP"), Reason.NOT_AN_IMAGE),
            (as_file(kind="TIFF"), Reason.NOT_AN_IMAGE),
            (as_file(kind="GIF"), Reason.GIF),
        ],
        ids=lambda value: str(value) if isinstance(value, Reason) else "",
    )
    def test_what_is_no_picture_for_us(self, data, reason):
        assert refusal(data) == (reason, None)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
    def test_moving_pictures(self, kind):
        other = Image.new("RGB", (600, 400), "green")
        data = as_file(kind=kind, save_all=True, append_images=[other], duration=100)
        assert refusal(data) == (Reason.ANIMATED, None)

    @pytest.mark.parametrize("size", [(599, 400), (600, 339), (1, 1)])
    def test_small_ones_with_their_size(self, size):
        assert refusal(as_file(Image.new("RGB", size), "PNG")) == (Reason.TOO_SMALL, size)

    def test_the_size_is_that_of_the_upright_picture(self):
        exif = Image.Exif()
        exif[0x0112] = 8
        assert refusal(as_file(Image.new("RGB", (800, 400)), exif=exif))[1] == (400, 800)

    def test_bombs_are_refused_by_their_headers(self):
        assert refusal(png_of_size(10_000, 7_000)) == (Reason.TOO_MANY_PIXELS, (10_000, 7_000))
        assert refusal(png_of_size(60_000, 60_000)) == (Reason.TOO_MANY_PIXELS, None)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    @pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
    def test_files_cut_short(self, kind, part):
        noise = Image.effect_noise((640, 400), 90).convert("RGB")
        data = as_file(noise, kind)
        assert refusal(data[: int(len(data) * part)]) == (Reason.DAMAGED, None)

    def test_a_changed_byte_in_a_png(self):
        data = bytearray(as_file(kind="PNG"))
        data[-20] ^= 0xFF
        assert refusal(bytes(data)) == (Reason.DAMAGED, None)
