"""Pages of many stories, told from an article by what they repeat."""

from .line import Line
from .vocabulary import LISTING_LABELS, PAGINATION, READ_MORE


def is_listing(lines: list[Line]) -> bool:
    """Whether the page is a listing, tag or search page and not one article.

    It repeats dates or «اقرأ المزيد», or has headlines and no story. A page with a labelled
    publication time is an article whatever else it holds: a chronology, navigation at its foot.
    """
    if any(line.label and line.label[0] == "published" and line.label[1] for line in lines):
        return False
    own = []  # the lines before the related headlines, whose dates are not the page's
    for line in lines:
        if line.opens_section and line is not lines[0]:
            break
        own.append(line)
    dates = {line.key for line in own if line.is_date_line}
    stories = sum(line.words >= 25 for line in own)
    headlines = sum(
        4 <= line.words < 25 and not line.is_date_line and not line.is_closed for line in own
    )
    has_story = any(line.is_running_text for line in own)
    is_named = bool(lines) and _names_a_listing(lines[0])
    return (
        (len(dates) >= 3 and stories <= len(dates) + 1)
        or sum(line.key in READ_MORE for line in lines) >= 2
        or (is_named and headlines >= 3 and stories <= headlines)
        or (any(line.key in PAGINATION for line in own) and headlines >= 3 and not has_story)
        or (headlines >= 5 and not has_story)
    )


def _names_a_listing(line: Line) -> bool:
    if line.opens_section or line.text.startswith("#"):
        return True
    first = line.key.split(" ")[0]
    return line.key in LISTING_LABELS or (
        (":" in line.text or line.words <= 2)
        and (first in LISTING_LABELS or line.key.startswith("نتائج البحث"))
    )
