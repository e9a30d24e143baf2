from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.damascus import DAMASCUS, ZONES_BY_CITY, in_damascus, knows_damascus, occurrences
from articles.damascus import zone as zone_module
from articles.damascus.letters import fold
from articles.damascus.zone import fixed_zone

FIRST, LAST = datetime(2005, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def changes_of_clocks() -> list[datetime]:
    hours = (FIRST + timedelta(hours=n) for n in range((LAST - FIRST) // timedelta(hours=1)))
    offsets = [(hour, hour.astimezone(DAMASCUS).utcoffset()) for hour in hours]
    return [hour for (_, before), (hour, after) in pairwise(offsets) if before != after]


CHANGES = changes_of_clocks()
anywhere = st.integers(0, (LAST - FIRST) // timedelta(seconds=1)).map(
    lambda seconds: FIRST + timedelta(seconds=seconds)
)
near_a_change = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-180, 180),
)


@pytest.mark.parametrize(
    ("local", "instants"),
    [
        ("2018-05-21T11:05", ["2018-05-21T08:05"]),
        ("2018-05-25T02:01", ["2018-05-24T23:01"]),
        ("2018-03-29T23:59", ["2018-03-29T21:59"]),
        ("2018-03-30T00:00", []),
        ("2018-03-30T00:30", []),
        ("2018-03-30T00:59:59", []),
        ("2018-03-30T01:00", ["2018-03-29T22:00"]),
        ("2018-10-25T22:59", ["2018-10-25T19:59"]),
        ("2018-10-25T23:00", ["2018-10-25T20:00", "2018-10-25T21:00"]),
        ("2018-10-25T23:30", ["2018-10-25T20:30", "2018-10-25T21:30"]),
        ("2018-10-26T00:00", ["2018-10-25T22:00"]),
        ("2022-10-27T23:30", ["2022-10-27T20:30"]),
        ("2025-01-01T00:00", ["2024-12-31T21:00"]),
    ],
)
@pytest.mark.parametrize("side", [0, 1])
def test_occurrences_in_damascus(local: str, instants: list[str], side: int) -> None:
    assert occurrences(wall(local).replace(fold=side)) == tuple(map(utc, instants))


def test_occurrences_elsewhere() -> None:
    london = ZoneInfo("Europe/London")
    assert occurrences(wall("2018-03-25T01:30"), london) == ()
    assert occurrences(wall("2018-10-28T01:30"), london) == (
        utc("2018-10-28T00:30"),
        utc("2018-10-28T01:30"),
    )


def test_a_wall_clock_before_the_calendar_shows_no_instant() -> None:
    assert occurrences(wall("0001-01-01T00:00")) == ()


def test_a_wall_clock_has_no_zone() -> None:
    with pytest.raises(ValueError, match="a wall clock has no zone of its own"):
        occurrences(utc("2018-05-21T11:05"))


def test_clocks_changed_35_times() -> None:
    # Each spring and autumn from 2005 to 2021, and in the spring of 2022 for the last time.
    assert len(CHANGES) == 35
    assert CHANGES[-1] == utc("2022-03-24T22:00")


@given(anywhere | near_a_change)
def test_every_instant_is_an_occurrence_of_what_its_clock_shows(instant: datetime) -> None:
    found = occurrences(instant.astimezone(DAMASCUS).replace(tzinfo=None))
    assert instant in found
    assert found == tuple(sorted(set(found)))
    assert len(found) in (1, 2)


@given(anywhere | near_a_change)
def test_every_occurrence_shows_the_wall_clock(instant: datetime) -> None:
    local = instant.replace(tzinfo=None)  # any wall clock, skipped and repeated ones as well
    shown = [found.astimezone(DAMASCUS).replace(tzinfo=None) for found in occurrences(local)]
    assert shown == [local] * len(shown)


def test_in_damascus() -> None:
    assert in_damascus(utc("2018-05-21T08:05")).isoformat() == "2018-05-21T11:05:00+03:00"
    with pytest.raises(ValueError, match="an instant needs a zone"):
        in_damascus(wall("2018-05-21T08:05"))


def test_in_damascus_at_the_ends_of_the_calendar() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    assert in_damascus(last) == datetime.max.replace(tzinfo=DAMASCUS)
    assert in_damascus(first).replace(tzinfo=None) == wall("0001-01-01T00:00")


def test_this_machine_knows_damascus() -> None:
    assert knows_damascus()


@pytest.mark.parametrize("key", ["Asia/Beirut", "Asia/Riyadh", "UTC"])
def test_a_table_without_the_change_is_noticed(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_module, "DAMASCUS", ZoneInfo(key))
    assert not knows_damascus()


@pytest.mark.parametrize(
    ("city", "key"),
    [
        ("دمشق", "Asia/Damascus"),
        ("سوريا", "Asia/Damascus"),
        ("غرينتش", "UTC"),
        ("جرينتش", "UTC"),
        ("GMT", "UTC"),
        ("مكة المكرمة", "Asia/Riyadh"),
        ("الرياض", "Asia/Riyadh"),
        ("القدس", "Asia/Jerusalem"),
        ("بيروت", "Asia/Beirut"),
        ("بغداد", "Asia/Baghdad"),
        ("عمّان", "Asia/Amman"),
        ("إسطنبول", "Europe/Istanbul"),
        ("أنقرة", "Europe/Istanbul"),
        ("القاهرة", "Africa/Cairo"),
        ("الدوحة", "Asia/Qatar"),
        ("أبو ظبي", "Asia/Dubai"),
        ("الكويت", "Asia/Kuwait"),
        ("تونس", "Africa/Tunis"),
        ("الجزائر", "Africa/Algiers"),
        ("الرباط", "Africa/Casablanca"),
        ("طرابلس", "Africa/Tripoli"),
        ("الخرطوم", "Africa/Khartoum"),
        ("صنعاء", "Asia/Aden"),
        ("لندن", "Europe/London"),
        ("باريس", "Europe/Paris"),
        ("موسكو", "Europe/Moscow"),
    ],
)
def test_zones_by_city(city: str, key: str) -> None:
    assert ZONES_BY_CITY[fold(city)] == key


def test_every_city_is_folded_and_has_a_zone() -> None:
    assert [city for city in ZONES_BY_CITY if fold(city) != city] == []
    assert {ZoneInfo(key).key for key in ZONES_BY_CITY.values()} == set(ZONES_BY_CITY.values())


@pytest.mark.parametrize(
    ("offset", "key"),
    [
        (("+", 3), "Etc/GMT-3"),
        (("-", 5), "Etc/GMT+5"),
        (("+", 0), "UTC"),
        (("-", 0), "UTC"),
        (("+", 14), "Etc/GMT-14"),
        (("+", 15), ""),
        (("-", 13), ""),
        (("+", 5, 30), ""),
    ],
)
def test_fixed_zone(offset: tuple[str, int], key: str) -> None:
    assert fixed_zone(*offset) == key


@pytest.mark.parametrize("hours", range(-12, 15))
def test_a_fixed_zone_is_as_far_from_greenwich_as_printed(hours: int) -> None:
    key = fixed_zone("-" if hours < 0 else "+", abs(hours))
    assert datetime(2018, 5, 21, tzinfo=ZoneInfo(key)).utcoffset() == timedelta(hours=hours)
