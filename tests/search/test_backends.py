"""One class for every backend; the suite runs it on SQLite and on PostgreSQL."""

import random
from itertools import product

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from articles.models import SearchDocument
from articles.search.backends import Entry, get_backend
from articles.search.matching import Match
from articles.search.places import Places, places_of
from tests.builders import make_article
from tests.search.memory import MemoryBackend

EVERYWHERE = places_of(0)


def add(texts: dict[int, str], slot: int = 0) -> None:
    """Entries with these texts, as the doors write them: a document and what the index is given."""
    article = make_article("خبر")
    get_backend().remove(
        slot,
        [Entry(d.place, d.headline_tokens, d.text_tokens) for d in article.search_documents.all()],
    )
    article.search_documents.all().delete()
    documents = [
        SearchDocument(
            place=EVERYWHERE.first + place,
            article=article,
            headline=text,
            headline_tokens=text,
            text_tokens=text,
        )
        for place, text in texts.items()
    ]
    SearchDocument.objects.bulk_create(documents)
    get_backend().add(slot, [Entry(d.place, d.headline_tokens, d.text_tokens) for d in documents])


def found(match: Match, *, within: Places = EVERYWHERE, limit: int = 100) -> list[int]:
    places = get_backend().find(0, "text", match, within, limit)
    assert get_backend().find(0, "headline", match, within, limit) == places
    return [place - EVERYWHERE.first for place in places]


@pytest.mark.usefixtures("backend")
class TestEveryBackend:
    @pytest.mark.parametrize(
        ("match", "places"),
        [
            (Match((("دمشق",),), 1), [4, 3, 1]),
            (Match((("دمشق",), ("مدرسه",)), 2), [3, 1]),
            (Match((("دمشق", "حلب"), ("مدرسه",)), 2), [3, 2, 1]),
            (Match((("دمشق",), ("مدرسه",), ("جنوب",)), 2), [4, 3, 1]),
            (Match((("دمشق",), ("مدرسه",)), 1), [4, 3, 2, 1]),
            (Match((("دمشق",),), 1, required=(("s1", "s2"),)), [4, 3]),
            (Match(required=(("s1",),)), [3]),
            (Match((("دمشق",),), 1, phrases=(("جنوب", "دمشق"),)), [4]),
            (Match(phrases=(("دمشق", "جنوب"),)), [1]),
            (Match((("دمشق",),), 1, excluded=(("جنوب",),)), [3]),
            (Match((("دمشق",),), 1, excluded=(("دمشق", "جنوب"), ("s2",))), [3]),
            (Match((("مدرسه",),), 1, prefix="دم"), [3, 1]),
            (Match(prefix="جن"), [4, 1]),
            (Match((("لا",),), 1), []),
        ],
        ids=str,
    )
    def test_what_matches(self, match, places):
        add(
            {
                1: "مدرسه دمشق جنوب 0x",
                2: "مدرسه حلب 0x",
                3: "مدرسه في دمشق 0x s1",
                4: "جنوب دمشق 0x s2",
            }
        )
        assert found(match) == places

    def test_the_newest_of_a_range_and_no_more(self):
        add(dict.fromkeys(range(1, 9), "خبر"))
        match = Match((("خبر",),), 1)
        first = EVERYWHERE.first
        assert found(match, limit=3) == [8, 7, 6]
        assert found(match, within=Places(first + 2, first + 4)) == [4, 3, 2]
        assert found(match, within=Places(first + 2, first + 6), limit=2) == [6, 5]

    def test_what_was_removed_is_not_found(self):
        add({1: "خبر اول", 2: "خبر ثان"})
        document = SearchDocument.objects.get(place=EVERYWHERE.first + 1)
        get_backend().remove(
            0, [Entry(document.place, document.headline_tokens, document.text_tokens)]
        )
        document.delete()
        assert found(Match((("خبر",),), 1)) == [2]
        assert found(Match((("اول",),), 1)) == []
        assert list(get_backend().places(0)) == [EVERYWHERE.first + 2]

    def test_each_slot_is_an_index_of_its_own(self):
        add({1: "خبر"})
        assert get_backend().find(1, "text", Match((("خبر",),), 1), places_of(1), 10) == []
        assert list(get_backend().places(1)) == []

    def test_what_a_language_has_no_letters_for(self):
        add({1: "café москва 北京 خبر", 2: "ئاسۆ ژن"})
        assert found(Match((("москва",),), 1)) == [1]
        assert found(Match((("北京",),), 1)) == [1]
        assert found(Match((("ئاسۆ",),), 1)) == [2]

    def test_it_can_be_made_small_and_tells_its_size(self):
        add({place: f"خبر رقم {place}" for place in range(1, 50)})
        get_backend().optimize(0)
        assert len(found(Match((("خبر",),), 1))) == 49
        assert get_backend().size(0) > 500


def test_the_database_finds_what_the_dictionary_finds(db):
    """Whatever is asked: three hundred random matches over as many random texts."""
    rng = random.Random(18)
    words = ["دمشق", "حلب", "مدرسه", "جنوب", "ماء", "خبر", "2018", "news"]
    texts = {place: " ".join(rng.choices(words, k=rng.randint(1, 9))) for place in range(1, 300)}
    add(texts)
    memory = MemoryBackend()
    memory.clear(0)
    memory.add(0, [Entry(EVERYWHERE.first + place, text, text) for place, text in texts.items()])

    def some(most: int) -> tuple[str, ...]:
        return tuple(rng.sample(words, rng.randint(1, most)))

    for _ in range(300):
        groups = tuple(some(3) for _ in range(rng.randint(1, 5)))
        match = Match(
            groups,
            rng.randint(1, len(groups)),
            required=tuple(some(2) for _ in range(rng.randint(0, 1))),
            phrases=tuple(some(3) for _ in range(rng.randint(0, 1))),
            excluded=tuple(some(2) for _ in range(rng.randint(0, 1))),
            prefix=rng.choice(["", "", "م", "20"]),
        )
        places = [p - EVERYWHERE.first for p in memory.find(0, "text", match, EVERYWHERE, 50)]
        assert found(match, limit=50) == places, match


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5's own")
def test_what_comes_in_order_of_time_is_written_down_once(db):
    entries = [Entry(EVERYWHERE.first + place, "خبر", "خبر") for place in range(1, 50)]
    get_backend().add(0, entries)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM articles_search_text_0_idx")
        assert cursor.fetchone()[0] <= 1  # in memory still, or in one piece


def test_a_database_without_a_backend_is_refused(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "oracle")
    with pytest.raises(ImproperlyConfigured, match="There is no search for oracle"):
        get_backend()


def test_slots_and_shelves_do_not_touch():
    ranges = [places_of(0), places_of(1)]
    for (_, end), (start, _) in product(ranges[:1], ranges[1:]):
        assert end < start
