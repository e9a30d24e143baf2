"""Pictures for the demo, drawn here: nobody else's, and the same on every machine."""

import math
import random
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1920, 1280

Colour = tuple[int, int, int]


def draw(name: str) -> bytes:
    """The file (JPEG) of one of ``DRAWINGS``."""
    picture = DRAWINGS[name](random.Random(name))  # noqa: S311  a drawing, no secret
    written = BytesIO()
    picture.save(written, "JPEG", quality=92)
    return written.getvalue()


def _rain(chance: random.Random) -> Image.Image:
    picture = _sky((52, 66, 84), (168, 176, 178))
    pen = ImageDraw.Draw(picture)
    for row in range(16):
        y = 760 + row * row * 2
        _wave(pen, y, 8 + row, (44 + row * 2, 78 + row * 3, 92 + row * 3), chance.random() * 6)
    pen.polygon([(0, 820), (430, 640), (760, 770), (980, 800), (0, 1000)], fill=(38, 48, 46))
    for left in range(70, 520, 90):
        top = 640 + chance.randrange(60)
        pen.rectangle((left, top, left + 62, 800), fill=(92, 84, 72))
        pen.rectangle((left + 22, top + 26, left + 38, top + 50), fill=(236, 196, 110))
    streaks = Image.new("L", picture.size)
    ink = ImageDraw.Draw(streaks)
    for _ in range(1500):
        x, y, length = (
            chance.randrange(-200, WIDTH),
            chance.randrange(HEIGHT),
            chance.randrange(30, 90),
        )
        ink.line((x, y, x + length // 3, y + length), fill=chance.randrange(60, 150), width=2)
    picture.paste((225, 232, 236), mask=streaks.filter(ImageFilter.GaussianBlur(1)))
    return picture


def _weaving(chance: random.Random) -> Image.Image:
    colours = [(146, 32, 42), (214, 168, 92), (36, 54, 84), (232, 220, 196), (90, 108, 70)]
    picture = Image.new("RGB", (WIDTH, HEIGHT), (120, 26, 36))
    pen = ImageDraw.Draw(picture)
    for band, top in enumerate(range(-40, HEIGHT, 160)):
        pen.rectangle((0, top, WIDTH, top + 18), fill=colours[(band + 1) % 5])
        for left in range(-80, WIDTH + 80, 160):
            middle, centre = left + 80, top + 90
            for ring, size in enumerate((64, 46, 28, 12)):
                corners = [
                    (middle - size, centre), (middle, centre - size),
                    (middle + size, centre), (middle, centre + size),
                ]  # fmt: skip
                pen.polygon(corners, fill=colours[(band + ring) % 5])
    threads = Image.new("L", picture.size)
    ink = ImageDraw.Draw(threads)
    for x in range(0, WIDTH, 6):
        ink.line((x, 0, x, HEIGHT), fill=30 + chance.randrange(40), width=2)
    for y in range(0, HEIGHT, 8):
        ink.line((0, y, WIDTH, y), fill=chance.randrange(50), width=2)
    picture.paste((30, 10, 12), mask=threads)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _arches(chance: random.Random) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), (92, 74, 52))
    pen = ImageDraw.Draw(picture)
    for depth in range(9):
        share = 1 - depth * 0.1
        wide, high = 820 * share, 1120 * share
        light = 60 + depth * 20
        left, right, top = WIDTH / 2 - wide, WIDTH / 2 + wide, HEIGHT - 90 - high * 0.86
        stone = (min(255, light + 40), min(255, light + 18), light - 10)
        pen.rectangle((left, top + wide * 0.5, right, HEIGHT), fill=stone)
        pen.pieslice((left, top - wide * 0.2, right, top + wide * 1.2), 180, 360, fill=stone)
    pen.polygon([(0, HEIGHT), (880, 830), (1040, 830), (WIDTH, HEIGHT)], fill=(118, 102, 82))
    for side in (-1, 1):
        for place in range(6):
            share = 1 - place * 0.14
            x = WIDTH / 2 + side * 700 * share
            y = 840 + 240 * (share - 0.3)
            size = 54 * share
            tint = (178 + chance.randrange(50), 108 + chance.randrange(50), 48)
            pen.ellipse((x - size, y - size, x + size, y + size * 0.7), fill=tint)
            pen.rectangle(
                (x - size * 1.4, y + size * 0.6, x + size * 1.4, y + size), fill=(64, 44, 30)
            )
    return _glow(picture, (WIDTH // 2, 640), 300, (255, 236, 190))


def _road(chance: random.Random) -> Image.Image:
    picture = _sky((98, 146, 190), (236, 214, 178))
    pen = ImageDraw.Draw(picture)
    for ridge, (y, colour) in enumerate(
        [(560, (140, 152, 168)), (680, (108, 126, 128)), (800, (84, 108, 84)), (930, (62, 88, 58))]
    ):
        points = [(0, HEIGHT)]
        for x in range(0, WIDTH + 61, 60):
            hill = math.sin(x / (260 - ridge * 30) + ridge * 2) * (90 - ridge * 12)
            points.append((x, y + hill + chance.randrange(-14, 14)))
        pen.polygon([*points, (WIDTH, HEIGHT)], fill=colour)
    way = [(1120, 800), (980, 880), (1210, 960), (900, 1070), (1000, HEIGHT)]
    for width, colour in ((92, (52, 52, 54)), (6, (232, 222, 190))):
        for start, end in pairwise(way):
            pen.line((*start, *end), fill=colour, width=width)
            if width > 6:
                pen.ellipse((end[0] - 45, end[1] - 45, end[0] + 45, end[1] + 45), fill=colour)
    return _glow(picture.filter(ImageFilter.GaussianBlur(1.2)), (1500, 330), 240, (255, 238, 196))


def _stars(chance: random.Random) -> Image.Image:
    picture = _sky((10, 14, 38), (62, 52, 84))
    pen = ImageDraw.Draw(picture)
    for _ in range(900):
        x, y, size = chance.randrange(WIDTH), chance.randrange(1000), chance.choice((1, 1, 1, 2, 3))
        pen.ellipse((x - size, y - size, x + size, y + size), fill=(236, 232, 214))
    picture = _glow(picture, (420, 300), 110, (250, 244, 220))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((330, 210, 510, 390), fill=(244, 238, 214))
    pen.polygon(
        [(0, HEIGHT), (0, 1120), (900, 1030), (WIDTH, 1140), (WIDTH, HEIGHT)], fill=(8, 8, 16)
    )
    pen.line((1240, 1060, 1490, 730), fill=(20, 20, 30), width=64)
    pen.line((1180, 1130, 1290, 1000), fill=(20, 20, 30), width=34)
    for foot in (1200, 1330, 1430):
        pen.line((1310, 980, foot, 1160), fill=(14, 14, 24), width=18)
    return picture


DRAWINGS: dict[str, Callable[[random.Random], Image.Image]] = {
    "rain": _rain,
    "weaving": _weaving,
    "arches": _arches,
    "road": _road,
    "stars": _stars,
}


def _sky(above: Colour, below: Colour) -> Image.Image:
    """From one colour at the top to another at the bottom."""
    shades = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    return Image.composite(
        Image.new("RGB", shades.size, below), Image.new("RGB", shades.size, above), shades
    )


def _wave(pen: ImageDraw.ImageDraw, y: float, height: float, colour: Colour, shift: float) -> None:
    crest = [(x, y + math.sin(x / 70 + shift) * height) for x in range(0, WIDTH + 21, 20)]
    pen.polygon([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], fill=colour)


def _glow(
    picture: Image.Image, centre: tuple[int, int], radius: int, colour: Colour
) -> Image.Image:
    light = Image.new("L", picture.size)
    x, y = centre
    ImageDraw.Draw(light).ellipse((x - radius, y - radius, x + radius, y + radius), fill=190)
    picture.paste(colour, mask=light.filter(ImageFilter.GaussianBlur(radius // 2)))
    return picture
