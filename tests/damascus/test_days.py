from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.damascus import damascus_date, day_range, month_range, year_range

TICK = timedelta(microseconds=1)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (date(2018, 5, 21), "2018-05-20T21:00", 24),
        (date(2018, 5, 25), "2018-05-24T21:00", 24),
        (date(2018, 1, 1), "2017-12-31T22:00", 24),
        (date(2018, 3, 29), "2018-03-28T22:00", 24),
        (date(2018, 3, 30), "2018-03-29T22:00", 23),  # began at 01:00
        (date(2018, 3, 31), "2018-03-30T21:00", 24),
        (date(2018, 10, 25), "2018-10-24T21:00", 25),  # 23:00-23:59 twice
        (date(2018, 10, 26), "2018-10-25T22:00", 24),
        (date(2022, 10, 28), "2022-10-27T21:00", 24),
    ],
)
def test_day_range(day: date, start: str, hours: int) -> None:
    assert day_range(day) == (utc(start), utc(start) + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("year", "month", "start", "end"),
    [
        (2018, 5, "2018-04-30T21:00", "2018-05-31T21:00"),
        (2018, 3, "2018-02-28T22:00", "2018-03-31T21:00"),
        (2018, 12, "2018-11-30T22:00", "2018-12-31T22:00"),
        (2024, 2, "2024-01-31T21:00", "2024-02-29T21:00"),
        (2011, 4, "2011-03-31T22:00", "2011-04-30T21:00"),  # 1 April 2011 began at 01:00
    ],
)
def test_month_range(year: int, month: int, start: str, end: str) -> None:
    assert month_range(year, month) == (utc(start), utc(end))


def test_year_range() -> None:
    assert year_range(2018) == (utc("2017-12-31T22:00"), utc("2018-12-31T22:00"))
    assert year_range(2022) == (utc("2021-12-31T22:00"), utc("2022-12-31T21:00"))


def test_the_ends_of_the_calendar() -> None:
    assert day_range(date.min)[0] == FIRST
    assert month_range(1, 1)[0] == FIRST
    assert year_range(1)[0] == FIRST
    assert day_range(date.max)[1] == LAST
    assert month_range(9999, 12)[1] == LAST
    assert year_range(9999)[1] == LAST
    assert damascus_date(FIRST) == date.min
    assert damascus_date(LAST) == date.max


@pytest.mark.parametrize(("year", "month"), [(2018, 0), (2018, 13), (0, 1), (10000, 1)])
def test_there_is_no_such_month(year: int, month: int) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        month_range(year, month)


@pytest.mark.parametrize("year", [0, 10000])
def test_there_is_no_such_year(year: int) -> None:
    with pytest.raises(ValueError, match="year"):
        year_range(year)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2018-05-21T08:05", date(2018, 5, 21)),
        ("2018-05-24T23:01", date(2018, 5, 25)),
        ("2018-03-29T21:59", date(2018, 3, 29)),
        ("2018-03-29T22:00", date(2018, 3, 30)),
        ("2018-10-25T21:30", date(2018, 10, 25)),
    ],
)
def test_damascus_date(instant: str, day: date) -> None:
    assert damascus_date(utc(instant)) == day


def test_a_naive_time_has_no_damascus_date() -> None:
    with pytest.raises(ValueError, match="an instant needs a zone"):
        damascus_date(datetime.fromisoformat("2018-05-21T08:05"))


@given(st.dates())
def test_days_tile_time(day: date) -> None:
    start, end = day_range(day)
    assert damascus_date(start) == damascus_date(end - TICK) == day
    if day < date.max:
        assert day_range(day + timedelta(days=1))[0] == end


def test_every_day_since_1900_begins_where_the_last_one_ended() -> None:
    day, previous_end = date(1900, 1, 1), day_range(date(1899, 12, 31))[1]
    lengths = set()
    while day.year < 2031:
        start, end = day_range(day)
        assert start == previous_end
        assert damascus_date(start) == damascus_date(end - TICK) == day
        assert damascus_date(start - TICK) == day - timedelta(days=1)
        if day.year > 1920:
            lengths.add(end - start)
        day, previous_end = day + timedelta(days=1), end
    assert lengths == {timedelta(hours=hours) for hours in (23, 24, 25)}


@given(st.integers(1, 9998), st.integers(1, 12))
def test_months_and_years_tile_time(year: int, month: int) -> None:
    starts = [month_range(year, n)[0] for n in range(1, 13)]
    ends = [month_range(year, n)[1] for n in range(1, 13)]
    assert starts[1:] == ends[:-1]
    assert year_range(year) == (starts[0], ends[-1])
    assert year_range(year + 1)[0] == ends[-1]
    assert month_range(year, month)[0] == day_range(date(year, month, 1))[0]
