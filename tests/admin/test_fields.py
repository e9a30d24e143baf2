from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from articles.admin.fields import (
    DamascusTimeField,
    LineField,
    LinesField,
    Moment,
    PlainTextField,
    Written,
    read_key,
    write,
)

FIELD = DamascusTimeField(label="وقت النشر")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def error(*written: str) -> ValidationError:
    with pytest.raises(ValidationError) as raised:
        FIELD.clean(Written(*written))
    return raised.value


@pytest.mark.parametrize(
    "day",
    [
        "21.05.2018",
        "21/5/2018",
        "21-5-2018",
        "2018-05-21",
        "٢١/٥/٢٠١٨",
        "۲۱.۰۵.۲۰۱۸",
        "\u200f21.05.2018 ",
    ],
)
def test_a_day_however_it_is_written(day):
    assert FIELD.clean(Written(day, "11:05")) == Moment(at(2018, 5, 21, 8, 5), "minute")


def test_the_day_comes_first():
    assert FIELD.clean(Written("05/06/2018", "12:00")) == Moment(at(2018, 6, 5, 9), "minute")


@pytest.mark.parametrize("day", ["02.01.1900", "31.12.2100"])
def test_the_years_that_are_ours(day):
    assert FIELD.clean(Written(day, "23:59"))


def test_a_clock_in_arabic_digits_after_midnight():
    moment = FIELD.clean(Written("25.05.2018", "٠٢:٠١"))
    assert moment == Moment(at(2018, 5, 24, 23, 1), "minute")


def test_a_day_without_a_clock_is_its_first_instant():
    assert FIELD.clean(Written("21.05.2018")) == Moment(at(2018, 5, 20, 21), "day")


def test_the_first_instant_of_a_day_whose_midnight_was_skipped():
    assert FIELD.clean(Written("30.03.2018")) == Moment(at(2018, 3, 29, 22), "day")


def test_nothing_is_no_moment():
    assert FIELD.clean(Written(" ", "", "1")) is None


def test_nothing_is_refused_where_a_moment_is_required():
    with pytest.raises(ValidationError):
        DamascusTimeField(label="وقت النشر", required=True).clean(Written())


def test_a_skipped_clock_time_is_refused_with_the_gap():
    skipped = error("30.03.2018", "00:30")
    assert skipped.code == "skipped"
    assert skipped.params == {
        "day": "30.03.2018",
        "clock": "00:30",
        "before": "00:00",
        "after": "01:00",
    }


def test_a_doubled_clock_time_is_asked_about():
    assert error("25.10.2018", "23:30").code == "ambiguous"
    assert error("25.10.2018", "23:30", "5").code == "ambiguous"


def test_a_doubled_clock_time_with_an_answer():
    first = FIELD.clean(Written("25.10.2018", "23:30", "0"))
    second = FIELD.clean(Written("25.10.2018", "23:30", "1"))
    assert first == Moment(at(2018, 10, 25, 20, 30), "minute")
    assert second == Moment(at(2018, 10, 25, 21, 30), "minute")


def test_an_answer_that_was_not_asked_for_changes_nothing():
    assert FIELD.clean(Written("21.05.2018", "11:05", "1")) == Moment(
        at(2018, 5, 21, 8, 5), "minute"
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (("21.05", "11:05"), "invalid_day"),
        (("21.05/2018", "11:05"), "invalid_day"),
        (("امس", "11:05"), "invalid_day"),
        (("31.02.2018", "11:05"), "no_such_day"),
        (("21.13.2018", ""), "no_such_day"),
        (("21.05.0218", "11:05"), "no_such_year"),
        (("31.12.1899", ""), "no_such_year"),
        (("01.01.2101", ""), "no_such_year"),
        (("21.05.2018", "24:00"), "invalid_clock"),
        (("21.05.2018", "11:60"), "invalid_clock"),
        (("21.05.2018", "11"), "invalid_clock"),
        (("21.05.2018", "11:05 م"), "invalid_clock"),
        (("", "11:05"), "no_day"),
    ],
)
def test_mistakes_are_named_in_arabic(written, code):
    mistake = error(*written)
    assert mistake.code == code
    with translation.override("en"):
        english = mistake.messages
    with translation.override("ar"):
        assert mistake.messages != english


@pytest.mark.parametrize(
    ("instant", "precision", "written"),
    [
        (at(2018, 5, 21, 8, 5), "minute", ("21.05.2018", "11:05", "")),
        (at(2018, 5, 20, 21), "day", ("21.05.2018", "", "")),
        (at(2018, 3, 29, 22), "day", ("30.03.2018", "", "")),
        (at(2018, 10, 25, 20, 30), "minute", ("25.10.2018", "23:30", "0")),
        (at(2018, 10, 25, 21, 30), "minute", ("25.10.2018", "23:30", "1")),
        (at(987, 1, 1, 12), "minute", ("01.01.0987", "14:25", "")),
    ],
)
def test_a_stored_moment_comes_back_as_it_was(instant, precision, written):
    moment = Moment(instant, precision)
    assert write(moment) == Written(*written)
    assert not FIELD.has_changed(moment, Written(*written))


def test_a_stored_moment_with_seconds_is_unchanged_though_they_are_not_shown():
    moment = Moment(at(2018, 5, 21, 8, 5, 42), "minute")
    assert not FIELD.has_changed(moment, write(moment))
    assert FIELD.has_changed(moment, Written("21.05.2018", "11:06"))
    assert FIELD.has_changed(moment, Written("21.05.2018"))


def test_the_other_occurrence_is_a_change():
    moment = Moment(at(2018, 10, 25, 20, 30), "minute")
    assert FIELD.has_changed(moment, Written("25.10.2018", "23:30", "1"))


def test_the_question_is_only_asked_where_there_is_one():
    doubled = FIELD.widget.render("published_at", Written("25.10.2018", "23:30"))
    plain = FIELD.widget.render("published_at", Written("21.05.2018", "11:05"))
    assert '<option value="0">' in doubled
    assert '<option value="1">' in doubled
    assert "\u2066+03\u2069" in doubled
    assert "\u2066+02\u2069" in doubled
    assert "<select" not in plain


def test_every_input_has_a_name_for_those_who_do_not_see_it():
    html = FIELD.widget.render("published_at", Written("25.10.2018", "23:30"), {"id": "id_x"})
    for part in ("clock", "occurrence"):
        assert f'for="id_x_{part}"' in html
        assert f'id="id_x_{part}"' in html
    assert FIELD.widget.id_for_label("id_x") == "id_x_day"
    assert 'role="group" aria-label="وقت النشر"' in html


def test_hostile_input_is_escaped():
    html = FIELD.widget.render("published_at", Written('"><script>', "<b>"))
    assert "<script>" not in html
    assert "<b>" not in html


def test_lines_are_a_list_without_doubles():
    field = LinesField(required=False)
    assert field.clean("دمشق\r\n\r\n حلب \r\nدمشق") == ["دمشق", "حلب"]
    assert field.prepare_value(["دمشق", "حلب"]) == "دمشق\nحلب"
    assert field.clean("دم\x00شق\n\u202e\u202c\nحلب\u202c") == ["دمشق", "حلب"]
    assert not field.has_changed(["دمشق", "حلب"], "دمشق\r\nحلب\r\n")
    assert field.has_changed(["دمشق"], "حلب")


@pytest.mark.parametrize("nothing", ["\u202e\u202c", "\u200f \u200b", " \ufeff"])
def test_a_line_of_invisible_characters_is_empty(nothing):
    with pytest.raises(ValidationError) as raised:
        LineField().clean(nothing)
    assert raised.value.code == "required"
    assert LineField(required=False, empty_value=None).clean(nothing) is None
    assert PlainTextField(required=False, empty_value=None).clean(f"{nothing}\r\n{nothing}") is None


def test_text_is_cleaned_line_by_line():
    assert LineField().clean("خبر\u202e  عاجل\u202c") == "خبر عاجل"
    assert PlainTextField().clean("سطر\u202e\r\n\r\nسطر\u00a0آخر") == "سطر\n\nسطر آخر"


@pytest.mark.parametrize("field", [LineField(), PlainTextField()])
def test_stored_text_that_comes_back_untouched_is_no_change(field):
    assert not field.has_changed("خبر\u202e عاجل", "خبر\u202e عاجل")
    assert field.has_changed("خبر\u202e عاجل", "خبر آجل")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("12", 12),
        ("١٢", 12),
        ("0", 0),
        (str(2**63 - 1), 2**63 - 1),
        (str(2**63), None),
        ("99999999999999999999999", None),
        ("", None),
        ("abc", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
    ],
)
def test_a_key_is_one_that_a_row_can_have(text, key):
    assert read_key(text) == key


def test_the_line_ends_of_a_browser_are_no_change():
    field = PlainTextField(required=False)
    assert not field.has_changed("سطر\nسطر", "سطر\r\nسطر")
    assert field.clean("سطر\r\nسطر") == "سطر\nسطر"
