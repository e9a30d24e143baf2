"""Path converters: addresses in Arabic letters, days, the newsroom's own pages."""

from articles.models import Page


class SlugConverter:
    """Any text without a slash: the number before it decides, and a wrong slug is put right.

    Django's own ``<slug:>`` takes ASCII only.
    """

    regex = r"[^/\x00]+"  # PostgreSQL has no text with a NUL

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class YearConverter:
    """Four digits; 0-9 only, so that an address has one form."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigitConverter:
    """A month or a day as two digits: ``05``."""

    regex = "[0-3][0-9]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class PageConverter:
    """The kind of one of the newsroom's own pages: ``corrections-policy``."""

    regex = "|".join(Page.Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedFormatConverter:
    """The format of a feed, as its last word: ``/feeds/latest/atom/``."""

    regex = "rss|atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
