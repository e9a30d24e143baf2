"""Captured pages: bytes -> lines -> roles -> a parsed article and its problems. Pure Python."""

from .decode import decode, split_lines
from .exceptions import PageRefused
from .news_page import PARSER, PARSER_VERSION, parse_page
from .page import PageReading, ParsedArticle, Problem, PullQuote, Role
from .translation import ParsedTranslation, parse_translation

__all__ = [
    "PARSER",
    "PARSER_VERSION",
    "PageReading",
    "PageRefused",
    "ParsedArticle",
    "ParsedTranslation",
    "Problem",
    "PullQuote",
    "Role",
    "decode",
    "parse_page",
    "parse_translation",
    "split_lines",
]
