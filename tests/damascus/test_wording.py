from datetime import UTC, date, datetime, timedelta

import pytest

from articles.damascus import (
    DAMASCUS,
    iso,
    long_date,
    long_datetime,
    month_name,
    month_year,
    relative,
    stamp,
    weekday,
)

SEED = datetime(2018, 5, 21, 8, 5, tzinfo=UTC)
LATE = datetime(2018, 5, 24, 23, 1, tzinfo=UTC)  # 25 May in Damascus


def test_stamp() -> None:
    assert stamp(SEED) == "21.05.2018 | 11:05"
    assert stamp(LATE) == "25.05.2018 | 02:01"
    assert stamp(LATE, "day") == "25.05.2018"


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (SEED, "2018-05-21T11:05:00+03:00"),
        (LATE, "2018-05-25T02:01:00+03:00"),
        (datetime(2018, 1, 1, tzinfo=UTC), "2018-01-01T02:00:00+02:00"),
        (datetime(2023, 1, 1, tzinfo=UTC), "2023-01-01T03:00:00+03:00"),
        (datetime(2018, 10, 25, 20, 30, 59, 999, tzinfo=UTC), "2018-10-25T23:30:59+03:00"),
        (datetime(2018, 10, 25, 21, 30, tzinfo=UTC), "2018-10-25T23:30:00+02:00"),
        (datetime(1905, 1, 1, tzinfo=UTC), "1905-01-01T00:00:00+00:00"),
    ],
)
def test_iso(instant: datetime, text: str) -> None:
    assert iso(instant) == text
    assert datetime.fromisoformat(text) == instant.replace(microsecond=0)


def test_long_date() -> None:
    assert long_date(LATE, "ar") == "25 أيار 2018"
    assert long_date(LATE, "en") == "25 May 2018"
    assert long_date(date(2018, 5, 1), "ar") == "1 أيار 2018"


def test_long_datetime() -> None:
    assert long_datetime(SEED, "ar") == "21 أيار 2018، 11:05"
    assert long_datetime(SEED, "en") == "21 May 2018, 11:05"


def test_months() -> None:
    assert [month_name(month, "ar") for month in range(1, 13)] == [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ]
    assert month_name(5, "en") == "May"
    assert month_year(2018, 10, "ar") == "تشرين الأول 2018"
    assert month_year(2018, 10, "en") == "October 2018"


def test_weekday() -> None:
    assert weekday(LATE, "ar") == "الجمعة"
    assert weekday(LATE, "en") == "Friday"
    assert weekday(date(2018, 5, 21), "ar") == "الاثنين"


@pytest.mark.parametrize(
    ("ago", "arabic", "english"),
    [
        ({"seconds": 0}, "الآن", "just now"),
        ({"seconds": 59}, "الآن", "just now"),
        ({"minutes": 1}, "قبل دقيقة واحدة", "1 minute ago"),
        ({"seconds": 119}, "قبل دقيقة واحدة", "1 minute ago"),
        ({"minutes": 2}, "قبل دقيقتين", "2 minutes ago"),
        ({"minutes": 3}, "قبل 3 دقائق", "3 minutes ago"),
        ({"minutes": 11}, "قبل 11 دقيقة", "11 minutes ago"),
        ({"seconds": 3599}, "قبل 59 دقيقة", "59 minutes ago"),
        ({"hours": 1}, "قبل ساعة واحدة", "1 hour ago"),
        ({"hours": 2}, "قبل ساعتين", "2 hours ago"),
        ({"hours": 3}, "قبل 3 ساعات", "3 hours ago"),
        ({"hours": 23, "minutes": 59}, "قبل 23 ساعة", "23 hours ago"),
        ({"hours": 24}, None, None),
        ({"days": 400}, None, None),
        ({"seconds": -1}, None, None),
    ],
)
def test_relative(ago: dict[str, int], arabic: str | None, english: str | None) -> None:
    now = SEED + timedelta(**ago)
    assert relative(SEED, now, "ar") == arabic
    assert relative(SEED, now, "en") == english
    assert relative(SEED, now, "ar", "day") is None


def test_relative_counts_the_hour_that_came_twice() -> None:
    first = datetime(2018, 10, 25, 23, 30, tzinfo=DAMASCUS)
    assert relative(first, first.replace(fold=1), "en") == "1 hour ago"


@pytest.mark.parametrize("wording", [stamp, iso])
def test_an_instant_needs_a_zone(wording: object) -> None:
    assert callable(wording)
    with pytest.raises(ValueError, match="an instant needs a zone"):
        wording(SEED.replace(tzinfo=None))


def test_no_words_in_other_languages() -> None:
    with pytest.raises(KeyError):
        long_date(SEED, "fr")


@pytest.mark.parametrize(
    ("month", "levantine", "roman"),
    [
        (1, "كانون الثاني", "يناير"), (2, "شباط", "فبراير"), (3, "آذار", "مارس"),
        (4, "نيسان", "أبريل"), (5, "أيار", "مايو"), (6, "حزيران", "يونيو"),
        (7, "تموز", "يوليو"), (8, "آب", "أغسطس"), (9, "أيلول", "سبتمبر"),
        (10, "تشرين الأول", "أكتوبر"), (11, "تشرين الثاني", "نوفمبر"),
        (12, "كانون الأول", "ديسمبر"),
    ],
)  # fmt: skip
def test_both_families_of_months(month: int, levantine: str, roman: str) -> None:
    assert month_name(month, "ar") == levantine
    assert month_name(month, "ar", "roman") == roman
    assert month_name(month, "ar", "both") == f"{levantine}/{roman}"
    assert month_name(month, "en", "both") == month_name(month, "en")


def test_dates_in_the_months_that_were_chosen() -> None:
    assert long_date(SEED, "ar", "both") == "21 أيار/مايو 2018"
    assert long_datetime(SEED, "ar", "roman") == "21 مايو 2018، 11:05"
    assert long_datetime(SEED, "en", "roman") == "21 May 2018, 11:05"
