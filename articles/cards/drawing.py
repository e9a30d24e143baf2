"""The drawing itself: a sheet of the paper, its name at the head, the headline, the day."""

import unicodedata
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .lines import fit

WIDTH, HEIGHT = 1200, 630  # pixels: what Open Graph's readers show uncut

# The readers' pages' own colours (static/css/site.css).
_PAPER, _INK, _MUTED, _ACCENT = "#fbf9f4", "#1c1a17", "#5b554b", "#8f1d2c"
_MARGIN = 72
_HEADLINE_TOP, _HEADLINE_BOTTOM = 172, 532
_SIZES = range(88, 35, -4)
_NAME_SIZE, _DAY_SIZE = 56, 34
_COLOURS = 32  # of the palette: two colours and the shades between them
# Arabic's marks reach higher and lower than a Latin line.
_LEADING = {"ar": 1.55, "en": 1.2}
_DIRECTION = {"ar": "rtl", "en": "ltr"}


def draw_card(headline: str, *, name: str, day: str, language: str, face: Path) -> bytes:
    """Return a PNG of a headline: shaped, in the direction of its language, never over the edge.

    ``name`` is the paper's, ``day`` the day in words. Without a headline the name fills the sheet.
    """
    sheet = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = _Pen(ImageDraw.Draw(sheet), language, face)
    if headline := drawable(headline):
        pen.write(name, 78, _NAME_SIZE, _ACCENT)
        pen.rule(136)
        pen.headline(headline)
        pen.write(day, HEIGHT - 58, _DAY_SIZE, _MUTED)
    else:
        pen.rule(150)
        pen.write(name, HEIGHT // 2, 150, _INK, centred=True)
        pen.rule(HEIGHT - 150)
    file = BytesIO()
    # Two colours and what is between them: a palette is a quarter of the bytes.
    sheet.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def drawable(text: str) -> str:
    """The text without what no face of letters draws: pictures, controls, unassigned characters."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"So", "Cc", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


class _Pen:
    """Writes lines of one language onto a sheet."""

    def __init__(self, draw: ImageDraw.ImageDraw, language: str, face: Path) -> None:
        self.draw, self.language, self.face = draw, language, face
        self.fonts: dict[int, ImageFont.FreeTypeFont] = {}

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self.fonts:
            self.fonts[size] = ImageFont.truetype(
                str(self.face), size, layout_engine=ImageFont.Layout.RAQM
            )
        return self.fonts[size]

    def width(self, text: str, size: int) -> float:
        """How wide a text is with everything that sticks out of it, in pixels."""
        font, direction = self.font(size), _DIRECTION[self.language]
        left, _, right, _ = font.getbbox(text, direction=direction, language=self.language)
        length = font.getlength(text, direction=direction, language=self.language)
        return max(right - min(left, 0), length)

    def write(
        self, text: str, middle: float, size: int, colour: str, *, centred: bool = False
    ) -> None:
        """Write one line at the edge where reading begins, its middle at that height."""
        x, anchor = (
            (WIDTH / 2, "mm")
            if centred
            else (WIDTH - _MARGIN, "rm")
            if self.language == "ar"
            else (_MARGIN, "lm")
        )
        self.draw.text(
            (x, middle),
            text,
            colour,
            self.font(size),
            anchor=anchor,
            direction=_DIRECTION[self.language],
            language=self.language,
        )

    def rule(self, y: int) -> None:
        """The double rule under the paper's name."""
        self.draw.line((_MARGIN, y, WIDTH - _MARGIN, y), _INK, 2)
        self.draw.line((_MARGIN, y + 6, WIDTH - _MARGIN, y + 6), _INK, 1)

    def headline(self, text: str) -> None:
        leading = _LEADING[self.language]
        lines, size = fit(
            text,
            self.width,
            width=WIDTH - 2 * _MARGIN,
            height=_HEADLINE_BOTTOM - _HEADLINE_TOP,
            sizes=_SIZES,
            leading=leading,
        )
        step = size * leading
        first = (_HEADLINE_TOP + _HEADLINE_BOTTOM - step * (len(lines) - 1)) / 2
        for number, line in enumerate(lines):
            self.write(line, first + number * step, size, _INK)
