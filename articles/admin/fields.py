"""Fields of the desk's forms: a moment on the Damascus clock, words one a line, plain text, keys."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import BigAutoField
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.arabic import clean_line, clean_text, to_ascii_digits
from articles.damascus import DAMASCUS, day_range, in_damascus, occurrences
from articles.models import Precision

_DAY = re.compile(
    r"(?P<d>\d{1,2})(?P<mark>[./-])(?P<m>\d{1,2})(?P=mark)(?P<y>\d{4})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2})",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
# What a keyboard or a paste puts around digits in right-to-left text, and no one sees.
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
YEARS = range(1900, 2101)  # what the database takes
_PARTS = ("day", "clock", "occurrence")
_LTR, _END = "\u2066", "\u2069"  # without an isolate, +03 becomes 03+ between Arabic words


class Moment(NamedTuple):
    """An aware UTC instant and how exactly it is known; a day is its first instant in Damascus."""

    instant: datetime
    precision: str


class Written(NamedTuple):
    """What stands in the inputs: ``("21.05.2018", "11:05", "")``."""

    day: str = ""
    clock: str = ""
    occurrence: str = ""


def write(moment: Moment | None) -> Written:
    """Return a moment as the inputs show it; of a clock time shown twice, also which (0 or 1)."""
    if moment is None:
        return Written()
    local = in_damascus(moment.instant)
    day = f"{local.day:02d}.{local.month:02d}.{local.year:04d}"
    if moment.precision == Precision.DAY:
        return Written(day)
    shown_at = occurrences(local.replace(tzinfo=None, fold=0))
    return Written(day, f"{local:%H:%M}", str(local.fold) if len(shown_at) == 2 else "")


def _tidy(text: str | None) -> str:
    return _INVISIBLE.sub("", to_ascii_digits(text or "")).strip()


def _read_day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValidationError(
            _("Write the day as day.month.year, like 21.05.2018."), code="invalid_day"
        )
    year, month, day = (int(found[name] or found[f"{name}2"]) for name in "ymd")
    try:
        on = date(year, month, day)
    except ValueError:
        raise ValidationError(_("The calendar has no such day."), code="no_such_day") from None
    if year not in YEARS:
        raise ValidationError(_("The year must be between 1900 and 2100."), code="no_such_year")
    return on


def _read_clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    try:
        return time(*(int(part or 0) for part in found.groups()) if found else (99,))
    except ValueError:
        raise ValidationError(
            _("Write the time on the 24-hour clock, hours and minutes, like 23:05."),
            code="invalid_clock",
        ) from None


def _choices(written: Written) -> list[tuple[str, str]]:
    """The two meanings of a clock time that was shown twice; none of any other."""
    try:
        local = datetime.combine(_read_day(_tidy(written.day)), _read_clock(_tidy(written.clock)))
    except ValidationError:
        return []
    instants = occurrences(local)
    if len(instants) < 2:
        return []
    first, second = (f"{_LTR}{in_damascus(instant):%z}"[:4] + _END for instant in instants)
    return [
        ("0", gettext("The first time: summer time, %s") % first),
        ("1", gettext("The second time: winter time, %s") % second),
    ]


def _around_gap(local: datetime) -> tuple[str, str]:
    """What clocks showed before and after they skipped ``local``: ``("00:00", "01:00")``."""
    before, after = (local.replace(tzinfo=DAMASCUS, fold=fold) for fold in (0, 1))
    jump = before.utcoffset() - after.utcoffset()  # negative: the offset grew
    instant = after.astimezone(UTC).replace(second=0)
    while in_damascus(instant).utcoffset() != after.utcoffset():
        instant += timedelta(minutes=1)
    resumed = in_damascus(instant)
    return f"{resumed.replace(tzinfo=None) + jump:%H:%M}", f"{resumed:%H:%M}"


class DamascusTimeWidget(forms.Widget):
    """A day, a clock time, and, where the clock showed it twice, which of the two."""

    template_name = "admin/desk/damascus_time.html"

    def __init__(self, label: str = "", attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.label = label

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Written:
        return Written(*(data.get(f"{name}_{part}", "") for part in _PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_day" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        id_ = given.pop("id", f"id_{name}")
        if described := given.get("aria-describedby"):
            # Django names the help after the label's input, and points to it by the field's own id.
            help_id = f"{self.id_for_label(id_)}_helptext"
            given["aria-describedby"] = described.replace(f"{id_}_helptext", help_id)
        written = value if isinstance(value, Written) else write(value)
        context["widget"] |= {
            "label": self.label,
            "written": written,
            "choices": _choices(written),
            "id": id_,
        }
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> str:
        # Through the project's templates: Django's form renderer does not look there.
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class DamascusTimeField(forms.Field):
    """A moment as Damascus clocks showed it; no clock time means that only the day is known.

    ``clean()`` gives a Moment or None. A clock time that was skipped is refused, one that was shown
    twice is asked about. A stored moment goes through unchanged: see ``has_changed()``.
    """

    def __init__(self, *, label: str, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label=label, required=required, widget=DamascusTimeWidget(label), **kwargs)

    def clean(self, value: Written) -> Moment | None:
        day, clock, occurrence = map(_tidy, value)
        if not day and not clock:
            super().clean(None)
            return None
        if not day:
            raise ValidationError(_("Write the day as well."), code="no_day")
        on = _read_day(day)
        if not clock:
            return Moment(day_range(on)[0], Precision.DAY.value)
        local = datetime.combine(on, _read_clock(clock))
        instants = occurrences(local)
        if len(instants) == 2 and occurrence not in {"0", "1"}:
            raise ValidationError(
                _(
                    "On %(day)s Damascus clocks showed %(clock)s twice: they were put back an hour. "
                    "Choose which of the two is meant."
                ),
                code="ambiguous",
                params={"day": f"{local:%d.%m.%Y}", "clock": f"{local:%H:%M}"},
            )
        if not instants:
            before, after = _around_gap(local)
            raise ValidationError(
                _(
                    "On %(day)s Damascus clocks never showed %(clock)s: "
                    "they were put forward from %(before)s to %(after)s."
                ),
                code="skipped",
                params={
                    "day": f"{local:%d.%m.%Y}",
                    "clock": f"{local:%H:%M}",
                    "before": before,
                    "after": after,
                },
            )
        return Moment(
            instants[int(occurrence) if len(instants) == 2 else 0], Precision.MINUTE.value
        )

    def has_changed(self, initial: Moment | None, data: Written) -> bool:
        """Whether the inputs say anything else than the stored moment (its seconds are not shown)."""
        return not self.disabled and write(initial) != Written(*map(_tidy, data))


class LineField(forms.CharField):
    """One line, without the characters that nobody sees: of nothing else, it is empty."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean_line(value).text if isinstance(value, str) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """What was stored uncleaned and comes back untouched is no change."""
        return (initial or "") != (data or "") and super().has_changed(initial, data)


class PlainTextField(forms.CharField):
    """Lines of text, each cleaned; a browser's CRLF is not a change."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        if isinstance(value, str):
            value = clean_text(value)
        return super().to_python(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        untouched = _newlines(initial or "") == _newlines(data or "")
        return not untouched and super().has_changed(initial, data)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n")


class LinesField(forms.CharField):
    """A list of words, one a line: ``["دمشق", "حلب"]``."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        lines = (clean_line(line).text for line in (value or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def validate(self, value: list[str]) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: list[str]) -> None:
        """A list has no length in characters."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def read_key(text: str) -> int | None:
    """The primary key that an address or a form gives, None where no row can have it.

    SQLite and PostgreSQL keep 64 bits; Django asks them about a larger key of another table, and
    the driver's OverflowError would be an error page.
    """
    key = int(text) if text.isdecimal() else None
    return key if key is not None and key <= BigAutoField.MAX_BIGINT else None


class Autocomplete(AutocompleteSelect):
    """The admin's, which looks up what was chosen before the form has said whether it is a key."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        keys = [key for key in map(str, value) if read_key(key) is not None]
        return super().optgroups(name, keys or [""], attr)

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        """The empty choice too has something to read: without a script it is seen."""
        return super().create_option(name, value, label or "—", *args, **kwargs)
