"""Whole outputs kept in files, one element a line; ``[[The latest news.]]`` stands for its translation."""

import re
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext


def golden(path: Path, language: str = "ar", **values: Any) -> str:
    """The text of a file with the words of the interface and ``{pk}`` and the like put in."""
    text = path.read_text(encoding="utf-8").strip()
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    with translation.override(language):
        return re.sub(r"\[\[(.*?)\]\]", lambda words: gettext(words[1]), text)


def by_element(markup: bytes) -> str:
    """Markup as golden files have it."""
    return markup.decode().replace("><", ">\n<").strip()
