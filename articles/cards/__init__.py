"""The picture of a headline, for networks that show one beside a link. Pure Python and Pillow."""

from .drawing import HEIGHT, WIDTH, draw_card
from .faces import find_face, why_not
from .lines import Fitted, fit

__all__ = ["HEIGHT", "WIDTH", "Fitted", "draw_card", "find_face", "fit", "why_not"]
