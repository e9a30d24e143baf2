"""The copy desk: Arabic style, one small class a rule. Pure Python."""

from .article import FIELDS, Copy, Field, check_article, fix_article, fix_finding
from .checking import RULES, check, fix
from .families import Family
from .finding import Finding
from .passage import Context
from .rule import Rule

__all__ = [
    "FIELDS",
    "RULES",
    "Context",
    "Copy",
    "Family",
    "Field",
    "Finding",
    "Rule",
    "check",
    "check_article",
    "fix",
    "fix_article",
    "fix_finding",
]
