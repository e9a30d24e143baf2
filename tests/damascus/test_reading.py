from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.damascus import DAMASCUS, PrintedTime, long_date, long_datetime, read_time, stamp
from articles.damascus.months import MONTHS

SEED_DAY = date(2018, 5, 21)


def reading(line: str, text: str | None = None, **fields: Any) -> PrintedTime:
    """The reading of a bare 21 May 2018 in Damascus, where ``fields`` say nothing else."""
    text = line if text is None else text
    start = line.index(text)
    usual: dict[str, Any] = {
        "text": text,
        "span": (start, start + len(text)),
        "day": SEED_DAY,
        "clock": None,
        "zone_key": "Asia/Damascus",
        "instant": None,
        "precision": "day",
        "doubts": (),
        "alternatives": (),
        "rest": "",
    }
    return PrintedTime(**(usual | fields))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


def at(clock: str, instant: str, **fields: Any) -> dict[str, Any]:
    """What a clock adds: the time of day and, on 21 May 2018 in UTC, the instant."""
    return {
        "clock": time.fromisoformat(clock),
        "instant": utc(f"2018-05-{instant}"),
        "precision": "minute",
        **fields,
    }


# --- the two lines of a captured page --------------------------------------------------------


def test_both_lines() -> None:
    published = "تاريخ النشر: 21.05.2018 | 12:25 دمشق"
    updated = "آخر تحديث: 25.05.2018 | 01:21 دمشق"
    assert read_time(published) == PrintedTime(
        text="21.05.2018 | 12:25 دمشق",
        span=(13, 36),
        day=date(2018, 5, 21),
        clock=time(12, 25),
        zone_key="Asia/Damascus",
        instant=utc("2018-05-21T09:25"),
        precision="minute",
        doubts=(),
        alternatives=(),
        rest="تاريخ النشر",
    )
    assert read_time(updated) == PrintedTime(
        text="25.05.2018 | 01:21 دمشق",
        span=(11, 34),
        day=date(2018, 5, 25),
        clock=time(1, 21),
        zone_key="Asia/Damascus",
        instant=utc("2018-05-24T22:21"),
        precision="minute",
        doubts=(),
        alternatives=(),
        rest="آخر تحديث",
    )


def test_year_first_on_the_same_site() -> None:
    assert read_time("2021.09.08 | 08:50 دمشق") == reading(
        "2021.09.08 | 08:50 دمشق",
        day=date(2021, 9, 8),
        clock=time(8, 50),
        instant=utc("2021-09-08T05:50"),
        precision="minute",
    )


# --- dates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "21.05.2018",
        "21.5.2018",
        "21/5/2018",
        "21-05-2018",
        "21\\5\\2018",
        "21 / 5 / 2018",
        "21 . 05 . 2018",
        "2018.05.21",
        "2018-05-21",
        "2018/05/21",
        "2018 / 5 / 21",
        "21 أيار 2018",
        "21 ايار 2018",
        "21 أيّار 2018",
        "21 أَيَّار، 2018",
        "21 أيـــار 2018",
        "21أيار2018",
        "21-أيار-2018",
        "21/أيار/2018",
        "21 أيار/مايو 2018",
        "21 أيار/ مايو 2018",
        "21 مايو/أيار 2018",
        "21 مايو / أيار، 2018",
        "21 أيار (مايو) 2018",
        "أيار 21, 2018",
        "أيار 21، 2018",
        "مايو 21 2018",
        "أيار/مايو 21, 2018",
        "21 من أيار 2018",
        "21 من أيار عام 2018",
        "21 من شهر أيار من العام 2018",
        "21 أيار لعام 2018",
        "21 ماي 2018",
        "21 May 2018",
        "May 21, 2018",
        "21st, May 2018",
        "May 21st, 2018",
        "٢١ أيار ٢٠١٨",
        "٢١/٥/٢٠١٨",
        "۲۱/۵/۲۰۱۸",
        "21\u00a0أيار\u00a02018",
        "21\u200f/\u200f5\u200f/\u200f2018",
        "21 ـ 5 ـ 2018",
        "21–5–2018",
    ],
)
def test_dates(line: str) -> None:
    assert read_time(line) == reading(line)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("الإثنين 21 أيار 2018", "21 أيار 2018"),
        ("الاثنين، 21/5/2018", "21/5/2018"),
        ("يوم الاثنين 21/5/2018", "21/5/2018"),
        ("21/5/2018 - الاثنين", "21/5/2018"),
        ("Monday, 21 May 2018", "21 May 2018"),
        ("بتاريخ 21/5/2018", "21/5/2018"),
        ("بتاريخ21/5/2018", "21/5/2018"),
        ("(21/5/2018)", "21/5/2018"),
        ("[ 21/5/2018 ]", "21/5/2018"),
        ("- 21/5/2018 |", "21/5/2018"),
        ("21/5/2018م", "21/5/2018"),
        ("21 أيار 2018 ميلادي", "21 أيار 2018"),
        ("21/5/2018 الموافق 6 رمضان 1439 هـ", "21/5/2018"),
        ("21/5/2018 الموافق لـ 6 رمضان 1439هـ", "21/5/2018"),
        ("21 أيار 2018 (6 رمضان 1439)", "21 أيار 2018"),
        ("6 رمضان 1439 هـ الموافق 21 أيار 2018 م", "21 أيار 2018"),
        ("الاثنين 6 رمضان 1439 هجرية - 21 أيار 2018", "21 أيار 2018"),
        ("21/5/2018 - 1439/9/6هـ", "21/5/2018"),
        ("1439/9/6هـ - 21/5/2018م", "21/5/2018"),
        ("6/9/1439 هـ | 21/5/2018", "21/5/2018"),
        ("٦ رمضان ١٤٣٩ هـ ـ ٢١ أيار ٢٠١٨ م", "٢١ أيار ٢٠١٨"),
        ("\u202bالاثنين\u202c \u200f21/5/2018\u200f", "21/5/2018"),
    ],
)
def test_what_belongs_to_a_date(line: str, text: str) -> None:
    found = read_time(line)
    assert found == reading(line, text)
    assert found is not None
    assert found.is_whole_line


@pytest.mark.parametrize(
    ("line", "text", "rest"),
    [
        ("نشر في 21/5/2018", "21/5/2018", "نشر"),
        ("تاريخ النشر : 21/5/2018", "21/5/2018", "تاريخ النشر"),
        ("توقيت النشر: 21/5/2018", "21/5/2018", "توقيت النشر"),
        ("دمشق21.05.2018 ـ خاص", "21.05.2018", "دمشق خاص"),
        ("دمشق ـ 21/5/2018 ـ لعام 1440هـ", "21/5/2018", "دمشق لعام 1440هـ"),
        ("دمشق - 21/5/2018 - سانا", "21/5/2018", "دمشق سانا"),
        ("الاثنين | تلفزيون سوريا | 21/5/2018", "21/5/2018", "الاثنين | تلفزيون سوريا"),
        ("تلفزيون سوريا (21/5/2018) إسطنبول", "21/5/2018", "تلفزيون سوريا إسطنبول"),
        ("21/5/2018 رويترز (خاص)", "21/5/2018", "رويترز (خاص)"),
        ("قُتل 9 مدنيين في 21 أيار 2018، جداً", "21 أيار 2018", "قُتل 9 مدنيين جداً"),
        ("21/5/2018 آخر تحديث: 25/5/2018", "21/5/2018", "آخر تحديث: 25/5/2018"),
        ("من 19 إلى 21 أيار 2018", "21 أيار 2018", "من 19 إلى"),
        ("21/5/2018 الساعة 11 مساءً", "21/5/2018", "11 مساءً"),
        ("قال (خاص) - 21/5/2018", "21/5/2018", "قال (خاص)"),
        ("21 أيار 2018 - 2018/05/20", "21 أيار 2018", "2018/05/20"),
        ("2018/05/21 - 20 أيار 2018", "2018/05/21", "20 أيار 2018"),
        ("21.05.2018 | 22.05.2018", "21.05.2018", "22.05.2018"),
        ("21.05.2018 | 3.2018", "21.05.2018", "3.2018"),
    ],
)
def test_what_is_left_of_a_line(line: str, text: str, rest: str) -> None:
    found = read_time(line)
    assert found == reading(line, text, rest=rest)
    assert found is not None
    assert not found.is_whole_line


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *(("كانون الثاني", 1), ("كانون2", 1), ("كانون 2", 1), ("ك2", 1), ("يناير", 1)),
        *(("جانفي", 1), ("شباط", 2), ("فيفري", 2), ("آذار", 3), ("اذار", 3), ("مارس", 3)),
        *(("نيسان", 4), ("إبريل", 4), ("أفريل", 4), ("أيار", 5), ("ماي", 5), ("حزيران", 6)),
        *(("يونيو", 6), ("يونية", 6), ("جوان", 6), ("تموز", 7), ("يوليو", 7), ("يوليوز", 7)),
        *(("جويلية", 7), ("آب", 8), ("أغسطس", 8), ("أوت", 8), ("غشت", 8), ("هانيبال", 8)),
        *(("أيلول", 9), ("شتنبر", 9), ("الفاتح", 9), ("تشرين الأول", 10), ("تشرين اﻷول", 10)),
        *(("تشرين 1", 10), ("تشرين الأوّل/ أكتوبر", 10), ("أكتوبر / تشرين الأول", 10)),
        *(("تشرين الثاني", 11), ("تشرين ثاني", 11), ("نونبر", 11), ("كانون الأول", 12)),
        *(("كانون أول", 12), ("دجنبر", 12), ("ديسمبر/كانون الأول", 12)),
    ],
)
def test_months(name: str, month: int) -> None:
    line = f"15 {name} 2009"
    assert read_time(line) == reading(line, day=date(2009, month, 15))


@pytest.mark.parametrize(
    "line",
    [
        "31.02.2018",
        "05/21/2018",
        "0/5/2018",
        "32 أيار 2018",
        "29 شباط 2018",
        "2018-13-01",
        "2018/21/05",
        "21 أيار/حزيران 2018",
    ],
)
def test_figures_that_name_no_day(line: str) -> None:
    assert read_time(line) == reading(line, day=None, precision=None, doubts=("unreadable-date",))
    assert read_time(f"{line} | 11:05 دمشق") == reading(
        f"{line} | 11:05 دمشق",
        day=None,
        clock=time(11, 5),
        precision=None,
        doubts=("unreadable-date",),
    )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "هل خرج تنظيم الدولة من جنوب دمشق؟",
        "منذ 7 سنوات",
        "قبل ساعتين",
        "2018",
        "عام 2018",
        "أيار 2018",
        "تشرين 2 2018",
        "21 أيار",
        "2017-2018",
        "بين 2011 و2018",
        "موسم 2017/2018",
        "من 2015 - 2018 - 2020",
        "9 إصابات و23 حالة",
        "9 إصابات و23 حالة في 2018",
        "النتيجة 3-2",
        "النتيجة 3 - 2 في 2018",
        "0944 123 2018",
        "+963 11 2018 555",
        "0944-21-05-2018",
        "00963-11-2018-20",
        "21-05-2018-555",
        "10.21.05.2018",
        "2018.05.21.4",
        "21/5/18",
        "21/5/1899",
        "21/5/2101",
        "121/5/2018",
        "21/5/20181",
        "6 رمضان 1439",
        "1439/9/6",
        "شارع الناصر 21, 2018",
        "IMG_2018-05-21.jpg",
        "21-5-2018x600.jpg",
        "2018-05-21t.jpg",
        "photo-2018-05-21-11.jpg",
        "https://example.org/2018/05/21/news",
        "الساعة 20:18",
        "20:18:2018",
    ],
)
def test_no_date(line: str) -> None:
    assert read_time(line) is None


@pytest.mark.parametrize(("year", "is_known"), [(1899, 0), (1900, 1), (2100, 1), (2101, 0)])
def test_years(year: int, is_known: bool) -> None:
    for line in (f"21.5.{year}", f"{year}-05-21", f"21 أيار {year}", f"أيار 21، {year}"):
        expected = reading(line, day=date(year, 5, 21)) if is_known else None
        assert read_time(line) == expected


# --- clocks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("21.05.2018 | 11:05", at("11:05", "21T08:05")),
        ("21.05.2018 | 11.05", at("11:05", "21T08:05")),
        ("21.05.2018|11:05", at("11:05", "21T08:05")),
        ("21/5/2018 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 - 11:05", at("11:05", "21T08:05")),
        ("21/5/2018-11:05", at("11:05", "21T08:05")),
        ("21/5/2018 – 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 ـ 11:05", at("11:05", "21T08:05")),
        ("21/5/2018، 11:05", at("11:05", "21T08:05")),
        ("21/5/2018, 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 الساعة 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 الساعة 11.05", at("11:05", "21T08:05")),
        ("21/5/2018 الساعة: 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 في الساعة 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 في تمام الساعة 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 في 11:05", at("11:05", "21T08:05")),
        ("21 أيار 2018 الاثنين 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 الموافق 6 رمضان 1439 هـ 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 م 11:05", at("11:05", "21T08:05")),
        ("21/5/2018 11 : 05", at("11:05", "21T08:05")),
        ("21/5/2018 9:05", at("09:05", "21T06:05")),
        ("21/5/2018 11:05:30", at("11:05:30", "21T08:05:30")),
        ("21/5/2018 00:00", at("00:00", "20T21:00")),
        ("٢١/٥/٢٠١٨ ١١:٠٥", at("11:05", "21T08:05")),
        ("21/5/2018\u200f11:05", at("11:05", "21T08:05")),
        ("21/5/2018 11:05 ص", at("11:05", "21T08:05")),
        ("21/5/2018 12:35 صباحاً", at("00:35", "20T21:35")),
        ("21/5/2018 12:35 صباحًا", at("00:35", "20T21:35")),
        ("21/5/2018 12:10 م", at("12:10", "21T09:10")),
        ("21/5/2018 07:13 م", at("19:13", "21T16:13")),
        ("21/5/2018 07:13 (م)", at("19:13", "21T16:13")),
        ("21/5/2018 07:13 مـ", at("19:13", "21T16:13")),
        ("21/5/2018 07:13 مساءً", at("19:13", "21T16:13")),
        ("21/5/2018 07:13:20 PM", at("19:13:20", "21T16:13:20")),
        ("21/5/2018 07:13AM", at("07:13", "21T04:13")),
        ("21/5/2018 1:00 ظهراً", at("13:00", "21T10:00")),
        ("21/5/2018 2:30 بعد  الظهر", at("14:30", "21T11:30")),
        ("21/5/2018 4:00 عصراً", at("16:00", "21T13:00")),
        ("21/5/2018 11:30 ليلاً", at("23:30", "21T20:30")),
        ("21/5/2018 4:10 فجراً", at("04:10", "21T01:10")),
        ("11:05 - 21/5/2018", at("11:05", "21T08:05")),
        ("11:05-21/5/2018", at("11:05", "21T08:05")),
        ("11:05 مساءً، الاثنين 21 أيار 2018", at("23:05", "21T20:05")),
        ("11:05 من يوم الاثنين 21 أيار 2018", at("11:05", "21T08:05")),
        ("2018-05-21 11:05:00", at("11:05", "21T08:05")),
        ("2018-05-21-11:05", at("11:05", "21T08:05")),
        ("2018-05-21T11:05", at("11:05", "21T08:05")),
    ],
)
def test_clocks(line: str, expected: dict[str, Any]) -> None:
    assert read_time(line) == reading(line, **expected)


def test_a_clock_in_front_is_shown_without_its_label() -> None:
    line = "الساعة 11:05 - 21/5/2018"
    assert read_time(line) == reading(line, "11:05 - 21/5/2018", **at("11:05", "21T08:05"))


def test_brackets_around_a_whole_line_stay_out_of_the_text() -> None:
    line = "(21/5/2018 07:13 م)"
    assert read_time(line) == reading(line, line[1:-1], **at("19:13", "21T16:13"))


def test_of_two_clocks_the_one_behind_the_date_counts() -> None:
    line = "09:00 | 21/5/2018 | 11:05 | 12:00"
    assert read_time(line) == reading(
        line, "21/5/2018 | 11:05", **at("11:05", "21T08:05", rest="09:00 12:00")
    )


@pytest.mark.parametrize(
    "line", ["21/5/2018 00:00:00", "2018-05-21T00:00:00+03:00", "21/5/2018 12:00:00 AM"]
)
def test_midnight_to_the_second_is_no_time(line: str) -> None:
    zone = "Etc/GMT-3" if "T" in line else "Asia/Damascus"
    assert read_time(line) == reading(line, zone_key=zone)


@pytest.mark.parametrize(
    "line",
    [
        "21/5/2018 24:00",
        "21/5/2018 | 25:61",
        "21/5/2018 11:60",
        "21/5/2018 13:05 صباحاً",
        "21/5/2018 00:10 م",
    ],
)
def test_an_unreadable_clock(line: str) -> None:
    assert read_time(line) == reading(line, doubts=("unreadable-date",))


def test_a_clock_without_a_cue_wants_a_colon() -> None:
    line = "21/5/2018 11.05"
    assert read_time(line) == reading(line, "21/5/2018", rest="11.05")


# --- zones ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "key", "instant"),
    [
        ("21/5/2018 11:05 دمشق", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05 بتوقيت دمشق", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05 بتوقيت مدينة دمشق", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05 (بتوقيت دمشق)", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05 بتوقيت (دمشق)", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05، بتوقيت دمشق", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05 - بتوقيت دمشق", "Asia/Damascus", "08:05"),
        ("21/5/2018 11:05 م بتوقيت بيروت", "Asia/Beirut", "20:05"),
        ("11:05 بتوقيت بيروت - 21/5/2018", "Asia/Beirut", "08:05"),
        ("11:05 بيروت - 21/5/2018", "Asia/Beirut", "08:05"),
        ("11:05 - 21/5/2018 بتوقيت بيروت", "Asia/Beirut", "08:05"),
        ("21/5/2018 11:05 توقيت غرينتش", "UTC", "11:05"),
        ("21/5/2018 11:05 غرينتش", "UTC", "11:05"),
        ("21/5/2018 11:05 ت.غ", "UTC", "11:05"),
        ("21/5/2018 11:05 بالتوقيت العالمي", "UTC", "11:05"),
        ("21 مايو/أيار 2018، 11:05 GMT", "UTC", "11:05"),
        ("21/5/2018 11:05, GMT+3", "Etc/GMT-3", "08:05"),
        ("21/5/2018 11:05 GMT+3", "Etc/GMT-3", "08:05"),
        ("21/5/2018 11:05 (GMT +03:00)", "Etc/GMT-3", "08:05"),
        ("21/5/2018 11:05 غرينتش+3", "Etc/GMT-3", "08:05"),
        ("21/5/2018 11:05 بتوقيت غرينتش +3", "Etc/GMT-3", "08:05"),
        ("21/5/2018 11:05 +3 بتوقيت غرينتش", "Etc/GMT-3", "08:05"),
        ("21/5/2018 11:05 UTC", "UTC", "11:05"),
        ("21/5/2018 11:05 UTC-4", "Etc/GMT+4", "15:05"),
        ("2018-05-21 11:05:00+03", "Etc/GMT-3", "08:05"),
        ("2018-05-21T11:05:00+03:00", "Etc/GMT-3", "08:05"),
        ("2018-05-21T11:05:00.000+0300", "Etc/GMT-3", "08:05"),
        ("2018-05-21T11:05:00-05:00", "Etc/GMT+5", "16:05"),
        ("2018-05-21T08:05:00Z", "UTC", "08:05"),
        ("21/5/2018 11:05 (مكة المكرمة)", "Asia/Riyadh", "08:05"),
        ("21/5/2018 الساعة 11:05 (مكّة  المكرّمة)", "Asia/Riyadh", "08:05"),
        ("21/5/2018 11:05 بتوقيت القاهرة", "Africa/Cairo", "09:05"),
        ("21/5/2018 11:05 لندن", "Europe/London", "10:05"),
        ("21/5/2018 11:05 دمشق بتوقيت سوريا", "Asia/Damascus", "08:05"),
    ],
)
def test_zones(line: str, key: str, instant: str) -> None:
    found = read_time(line)
    assert found is not None
    assert found.clock is not None
    expected = at(found.clock.isoformat(), f"21T{instant}", zone_key=key)
    assert found == reading(line, **expected)


@pytest.mark.parametrize("words", ["بالتوقيت المحلي", "توقيت محلي", ""])
def test_the_zone_of_the_page(words: str) -> None:
    line = f"21/5/2018 11:05 {words}".rstrip()
    assert read_time(line, default_zone=ZoneInfo("Africa/Cairo")) == reading(
        line, **at("11:05", "21T09:05", zone_key="Africa/Cairo")
    )
    assert read_time(line) == reading(line, **at("11:05", "21T08:05"))


def test_a_printed_zone_is_not_the_zone_of_the_page() -> None:
    line = "21/5/2018 11:05 دمشق"
    assert read_time(line, default_zone=ZoneInfo("Europe/London")) == reading(
        line, **at("11:05", "21T08:05")
    )


@pytest.mark.parametrize(
    ("line", "text", "rest"),
    [
        ("21/5/2018 11:05 بتوقيت زحلة", None, ""),
        ("21/5/2018 - 11:05 - بتوقيت زحلة", None, ""),
        ("11:05 بتوقيت زحلة - 21/5/2018", None, ""),
        ("21/5/2018 11:05 زحلة", None, ""),
        ("21/5/2018 11:05 (زحلة)", "21/5/2018 11:05 (زحلة", ""),
        ("21/5/2018 11:05 (توقيت شرق كندا)", "21/5/2018 11:05 (توقيت شرق", "كندا)"),
        ("21/5/2018 11:05 بتوقيت زحلة رويترز", "21/5/2018 11:05 بتوقيت زحلة", "رويترز"),
        ("21/5/2018 11:05 UTC+5:30", None, ""),
        ("21/5/2018 11:05 دمشق بتوقيت غرينتش", None, ""),
    ],
)
def test_an_unknown_zone(line: str, text: str | None, rest: str) -> None:
    assert read_time(line) == reading(
        line, text, clock=time(11, 5), zone_key="", doubts=("unknown-zone",), rest=rest
    )


@pytest.mark.parametrize(
    ("line", "text", "rest"),
    [
        ("21/5/2018 11:05 تلفزيون سوريا", "21/5/2018 11:05", "تلفزيون سوريا"),
        ("21/5/2018 | 11:05 | رياضة", "21/5/2018 | 11:05", "رياضة"),
        ("21/5/2018 11:05 الاثنين رويترز", "21/5/2018 11:05", "رويترز"),
        ("11:05 - 21/5/2018 رويترز", "11:05 - 21/5/2018", "رويترز"),
        ("توقيت النشر 21/5/2018 11:05", "21/5/2018 11:05", "توقيت النشر"),
        ("21/5/2018 11:05-12:30", "21/5/2018 11:05", "12:30"),
        (
            "21/5/2018 11:05 - بتوقيت دمشق - بتوقيت زحلة",
            "21/5/2018 11:05 - بتوقيت دمشق",
            "بتوقيت زحلة",
        ),
    ],
)
def test_what_is_no_zone(line: str, text: str, rest: str) -> None:
    assert read_time(line) == reading(line, text, **at("11:05", "21T08:05", rest=rest))


def test_a_control_behind_the_last_letter_is_no_text() -> None:
    line = "21/5/2018 11:05 دمشق\u200f\u200e"
    assert read_time(line) == reading(line, line[:-2], **at("11:05", "21T08:05"))


# --- clocks that changed -------------------------------------------------------------------


def test_a_time_that_was_skipped() -> None:
    line = "30.03.2018 | 00:30 دمشق"
    assert read_time(line) == reading(
        line,
        day=date(2018, 3, 30),
        clock=time(0, 30),
        instant=utc("2018-03-29T22:30"),
        precision="minute",
        doubts=("nonexistent-time",),
    )


def test_a_time_that_came_twice() -> None:
    line = "25.10.2018 | 23:30 دمشق"
    twice = (utc("2018-10-25T20:30"), utc("2018-10-25T21:30"))
    assert read_time(line) == reading(
        line,
        day=date(2018, 10, 25),
        clock=time(23, 30),
        instant=twice[0],
        precision="minute",
        doubts=("ambiguous-time",),
        alternatives=twice,
    )


# --- any text, any date --------------------------------------------------------------------

PIECES = [
    *("21", "5", "2018", "1439", "00", "11:05", "24:00", "11.05", "+3", "-05:00", "T", "Z"),
    *(" ", "  ", "/", ".", "-", "ـ", "|", "(", ")", "،", ":", "\u200f", "\u00a0", "ً", "ﷺ", "ﻷ"),
    *("أيار", "مايو", "تشرين الأول", "كانون2", "رمضان", "الاثنين", "هـ", "م", "ص", "مساءً"),
    *("بعد الظهر", "بعدالظهر", "الساعة", "بتوقيت", "توقيت", "دمشق", "مكة المكرمة", "مكةالمكرمة"),
    *("غرينتش", "GMT", "المحلي", "الموافق", "من", "عام", "زحلة", "٢٠١٨", "۲۱"),
]


@settings(max_examples=500)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_is_read_or_refused(line: str) -> None:
    found = read_time(line)
    if found is None:
        return
    start, end = found.span
    assert line[start:end] == found.text
    assert (found.day is None) is (found.precision is None)
    assert (found.instant is not None) is (found.precision == "minute")
    assert (found.instant in found.alternatives) is ("ambiguous-time" in found.doubts)
    assert ("unknown-zone" in found.doubts) is (found.zone_key == "")
    if found.instant:
        assert found.instant.utcoffset() == timedelta(0)


dates = st.dates(date(1900, 1, 1), date(2100, 12, 31))

NUMERIC = [
    *(
        "{0.day:02}.{0.month:02}.{0.year}",
        "{0.day}/{0.month}/{0.year}",
        "{0.day}-{0.month}-{0.year}",
    ),
    *(
        "{0.year}.{0.month:02}.{0.day:02}",
        "{0.year}/{0.month}/{0.day}",
        "{0.year} - {0.month} - {0.day}",
    ),
    *("{0.day} / {0.month} / {0.year}", "{0}"),
]
NAMED = [
    *(
        "{0.day} {1} {0.year}",
        "{0.day} {1}، {0.year}",
        "{0.day}/{1}/{0.year}",
        "{1} {0.day}, {0.year}",
    ),
    *(
        "{0.day} من {1} عام {0.year}",
        "تاريخ النشر: {0.day} {1} {0.year} | ",
        "({1} {0.day} {0.year})",
    ),
]


@pytest.mark.parametrize("shape", NUMERIC)
@given(dates)
def test_every_date_in_figures_is_read_back(shape: str, day: date) -> None:
    line = shape.format(day)
    assert read_time(line) == reading(line, day=day)


@pytest.mark.parametrize("shape", NAMED)
@given(dates, st.data())
def test_every_date_in_words_is_read_back(shape: str, day: date, data: st.DataObject) -> None:
    names = [name for name, month in MONTHS.items() if month == day.month]
    found = read_time(shape.format(day, data.draw(st.sampled_from(names))))
    assert found is not None
    assert (found.day, found.precision, found.doubts) == (day, "day", ())


@given(st.integers(0, 80_000_000).map(lambda n: utc("1930-01-01T00:00") + timedelta(minutes=n)))
def test_what_we_print_we_can_read(instant: datetime) -> None:
    local = instant.astimezone(DAMASCUS)
    for line in (stamp(instant), long_datetime(instant, "ar"), long_datetime(instant, "en")):
        found = read_time(line)
        assert found is not None
        assert found.text == line
        assert instant in (found.instant, *found.alternatives)
    for line in (stamp(instant, "day"), long_date(instant, "ar"), long_date(instant, "en")):
        found = read_time(line)
        assert found == reading(line, day=local.date())
    exact = read_time(local.isoformat(timespec="minutes"))
    assert exact is not None
    assert exact.instant == instant
