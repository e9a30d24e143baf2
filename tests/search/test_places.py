from datetime import UTC, datetime, timedelta
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from articles.models import FIRST_TIME
from articles.search.places import (
    LANGUAGES,
    Places,
    article_at,
    minute_of,
    place_of,
    places_between,
    places_of,
)

NOON = datetime(2018, 5, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

IDS = st.integers(1, 2**31 - 1)
TIMES = st.timedeltas(timedelta(0), timedelta(days=201 * 365)).map(lambda later: FIRST_TIME + later)
# Near one another, so that minutes coincide.
CLOSE = st.timedeltas(timedelta(0), timedelta(minutes=3)).map(lambda later: NOON + later)
ENTRIES = st.tuples(st.none() | CLOSE | TIMES, st.integers(1, 5) | IDS)
SHELVES = list(product((0, 1), (True, False), LANGUAGES))


def place(published_at: datetime | None, id_: int = 7) -> int:
    return place_of(id_, "ar", slot=0, public=True, published_at=published_at)


def within(places: Places, number: int) -> bool:
    return places.first <= number <= places.last


def minute(time: datetime | None) -> datetime:
    return time.replace(second=0, microsecond=0) if time else FIRST_TIME


def test_places_are_ordered_by_minute_and_id() -> None:
    entries = [(None, 9), (NOON, 1), (NOON.replace(second=59), 2), (NOON, 3), (NOON + MINUTE, 1)]
    places = [place(time, id_) for time, id_ in entries]
    assert places == sorted(set(places))


def test_a_range_has_its_beginning_and_not_its_end() -> None:
    hour = places_between("ar", slot=0, since=NOON, until=NOON + timedelta(hours=1))
    moments = [NOON - MINUTE / 60, NOON, NOON + 60 * MINUTE - MINUTE / 60, NOON + 60 * MINUTE]
    assert [within(hour, place(moment)) for moment in moments] == [False, True, True, False]


def test_an_open_range_has_all_on_its_side() -> None:
    before, after = (
        places_between("ar", slot=0, until=NOON),
        places_between("ar", slot=0, since=NOON),
    )
    assert [within(before, place(time)) for time in (None, NOON - MINUTE, NOON)] == [True, True, False]  # fmt: skip
    assert [within(after, place(time)) for time in (None, NOON - MINUTE, NOON)] == [False, False, True]  # fmt: skip


def test_a_range_may_be_empty() -> None:
    for since, until in ((NOON, NOON), (NOON + MINUTE, NOON), (None, FIRST_TIME)):
        empty = places_between("ar", slot=0, since=since, until=until)
        assert empty.last < empty.first


def test_shelves_stand_apart() -> None:
    ranges = [
        places_between(language, slot=slot, public=public) for slot, public, language in SHELVES
    ]
    assert [
        pair
        for pair in combinations(ranges, 2)
        if pair[0].first <= pair[1].last and pair[1].first <= pair[0].last
    ] == []
    for (slot, _, _), shelf in zip(SHELVES, ranges, strict=True):
        assert [
            places_of(other).first <= shelf.first and shelf.last <= places_of(other).last
            for other in (0, 1)
        ] == [slot == 0, slot == 1]


def test_a_place_fits_a_signed_column_of_eight_bytes() -> None:
    assert 0 <= places_of(0).first < places_of(0).last < places_of(1).first
    assert places_of(1).last < 2**63


@given(st.sampled_from(SHELVES), ENTRIES)
def test_a_place_gives_back_its_article_and_minute(
    shelf: tuple[int, bool, str], entry: tuple[datetime | None, int]
) -> None:
    (slot, public, language), (published_at, id_) = shelf, entry
    number = place_of(id_, language, slot=slot, public=public, published_at=published_at)
    assert article_at(number) == id_
    assert minute_of(number) == minute(published_at)
    assert within(places_between(language, slot=slot, public=public), number)
    assert within(places_of(slot), number)


@given(st.sampled_from(SHELVES), st.lists(ENTRIES, max_size=8))
def test_order(shelf: tuple[int, bool, str], entries: list[tuple[datetime | None, int]]) -> None:
    slot, public, language = shelf

    def number(entry: tuple[datetime | None, int]) -> int:
        return place_of(entry[1], language, slot=slot, public=public, published_at=entry[0])

    by_time = sorted(entries, key=lambda entry: (minute(entry[0]), entry[1]))
    assert sorted(map(number, entries)) == [number(entry) for entry in by_time]


@given(CLOSE | TIMES, (CLOSE | TIMES).map(minute), (CLOSE | TIMES).map(minute))
def test_ranges(published_at: datetime, since: datetime, until: datetime) -> None:
    bounds = places_between("ar", slot=0, since=since, until=until)
    assert within(bounds, place(published_at)) == (since <= published_at < until)
