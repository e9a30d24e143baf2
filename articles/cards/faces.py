"""The typeface of cards, and whether this machine can set Arabic with it at all."""

from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont, features

_PACKAGE, _FILE = "fontpkg_amiri", "Amiri-Bold.ttf"


def find_face(named: str = "") -> Path | None:
    """Return the file of the face: the one that is named, or else the packaged Amiri; None without."""
    if named:
        return Path(named) if Path(named).is_file() else None
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        return None
    return Path(package.origin).with_name("files") / _FILE


def why_not(face: Path | None) -> str:
    """Say why no card can be drawn here; empty where one can.

    Without raqm and FriBiDi Arabic comes out in single letters from left to right: better no picture.
    """
    if face is None:
        return "there is no typeface"
    if not (features.check("raqm") and features.check("fribidi")):
        return "Pillow has no raqm or finds no FriBiDi"
    try:
        ImageFont.truetype(str(face), 10)
    except OSError:
        return f"{face} is no typeface"
    return ""
