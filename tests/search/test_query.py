from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic import split_words
from articles.search.query import MAX_LENGTH, MAX_WORDS, Query, QueryPhrase, QueryWord, parse_query

MAY = {"since": date(2018, 5, 1), "until": date(2018, 5, 31)}
DAY = {"since": date(2018, 5, 21), "until": date(2018, 5, 21)}
PHRASE = {"words": "جنوب دمشق", "phrases": ["جنوب دمشق"]}


def read(text: str) -> dict[str, Any]:
    """All that a query asks for: folded words between spaces, and nothing that is empty."""
    query = parse_query(text)
    read = {
        "words": " ".join(word.folded for word in query.words),
        "phrases": [" ".join(phrase) for phrase in query.phrases],
        "excluded": [" ".join(phrase.folded) for phrase in query.excluded],
        "sources": list(query.sources),
        "excluded_sources": list(query.excluded_sources),
        "since": query.since,
        "until": query.until,
    }
    return {name: value for name, value in read.items() if value}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        # words
        ("جنوب دمشق", {"words": "جنوب دمشق"}),
        ("  أحمد\n\tالمَدرسة؟ ", {"words": "احمد المدرسه"}),
        ("١٬٧٠٠ و1,800 بـ8", {"words": "1700 1800 8"}),
        ("المـ.ـوت", {"words": "الموت"}),
        ("دمشق دِمشق حلب دمشق", {"words": "دمشق حلب"}),
        ("#حلب @دمشق", {"words": "حلب دمشق"}),
        # phrases in every kind of quotes
        ("«جنوب دمشق»", PHRASE),
        ('"جنوب دمشق"', PHRASE),
        ("“جنوب دمشق”", PHRASE),
        ("„جنوب دمشق“", PHRASE),
        ("„جنوب دمشق”", PHRASE),
        ('حلب"جنوب دمشق"', {"words": "حلب جنوب دمشق", "phrases": ["جنوب دمشق"]}),
        ('دمشق "جنوب دمشق"', {"words": "دمشق جنوب", "phrases": ["جنوب دمشق"]}),
        ('"جنوب دمشق" «شمال حلب»', {"words": "جنوب دمشق شمال حلب", "phrases": ["جنوب دمشق", "شمال حلب"]}),
        ('«جنوب "دمشق» حلب"', {"words": "جنوب دمشق حلب", "phrases": ["جنوب دمشق"]}),
        ('"حلب"', {"words": "حلب"}),  # a word alone is no phrase
        # quotes that are not closed
        ("«جنوب دمشق", {"words": "جنوب دمشق"}),
        ('"جنوب دمشق', {"words": "جنوب دمشق"}),
        ('جنوب دمشق"', {"words": "جنوب دمشق"}),
        ("جنوب» دمشق«", {"words": "جنوب دمشق"}),
        # what is not wanted
        ("-إدلب", {"excluded": ["ادلب"]}),
        ("حلب -إدلب −حمص –حماة", {"words": "حلب", "excluded": ["ادلب", "حمص", "حماه"]}),
        ('حلب -"جنوب دمشق"', {"words": "حلب", "excluded": ["جنوب دمشق"]}),
        ("حلب -«جنوب دمشق»", {"words": "حلب", "excluded": ["جنوب دمشق"]}),
        ("حلب -2018", {"words": "حلب", "excluded": ["2018"]}),
        # a minus that is none
        ("أيار-مايو", {"words": "ايار مايو"}),
        ("حلب - إدلب", {"words": "حلب ادلب"}),
        ("حلب-", {"words": "حلب"}),
        ('"جنوب دمشق"-إدلب', {"words": "جنوب دمشق ادلب", "phrases": ["جنوب دمشق"]}),
        ("C-130", {"words": "130"}),
        # sources
        ("source:الفرات", {"sources": ["الفرات"]}),
        ("مصدر:الفرات حلب", {"words": "حلب", "sources": ["الفرات"]}),
        ("حلب المصدر: الفرات", {"words": "حلب", "sources": ["الفرات"]}),
        ('Source:"صوت العاصمة" حلب', {"words": "حلب", "sources": ["صوت العاصمة"]}),
        ("مصدر:«صوت العاصمة»", {"sources": ["صوت العاصمة"]}),
        ("حلب -مصدر:الفرات", {"words": "حلب", "excluded_sources": ["الفرات"]}),
        ('-source:"صوت العاصمة"', {"excluded_sources": ["صوت العاصمة"]}),
        ("مصدر：الفرات", {"sources": ["الفرات"]}),
        ("مصدر:الفرات المصدر:سانا", {"sources": ["الفرات", "سانا"]}),
        ('source:"أيار 2018" حلب', {"words": "حلب", "sources": ["أيار 2018"]}),
        # words that only look like it
        ("مصدر عسكري", {"words": "مصدر عسكري"}),
        ("مصدر:", {"words": "مصدر"}),
        ('مصدر:""', {}),
        ("resource:water", {"words": "resource water"}),
        ('"مصدر: عسكري"', {"words": "مصدر عسكري", "phrases": ["مصدر عسكري"]}),
        # days and months
        ("حلب أيار 2018", {"words": "حلب", **MAY}),
        ("أيار/مايو 2018", MAY),
        ("حلب 21.05.2018 قصف", {"words": "حلب قصف", **DAY}),
        ("٢١ أيّار ٢٠١٨", DAY),
        ("2018-05-21", DAY),
        ('"جنوب دمشق" أيار 2018 -إدلب', {**PHRASE, "excluded": ["ادلب"], **MAY}),
        ("حلب من 21.05.2018 إلى أيار 2018", {"words": "حلب", "since": DAY["since"], "until": MAY["until"]}),
        # words that are none, or that are quoted
        ("حلب 2018", {"words": "حلب 2018"}),
        ("31.02.2018", {"words": "31 02 2018"}),
        ("«معارك أيار 2018»", {"words": "معارك ايار 2018", "phrases": ["معارك ايار 2018"]}),
        ('"21.05.2018" أيار 2018', {"words": "21 05 2018", "phrases": ["21 05 2018"], **MAY}),
        # the syntax of others
        ("حلب AND دمشق OR NOT حمص", {"words": "حلب and دمشق or not حمص"}),
        ("(حلب* ^دمشق)", {"words": "حلب دمشق"}),
        ("title_ar:حلب", {"words": "title ar حلب"}),
        ("NEAR(حلب دمشق, 3)", {"words": "near حلب دمشق 3"}),
        ("'; DROP TABLE حلب; --", {"words": "drop table حلب"}),
        ("{!func}حلب & دمشق | !حمص <-> ~1", {"words": "func حلب دمشق حمص 1"}),
        # nothing
        *((text, {}) for text in ["", " \n", "\u064e\u0651", "ـــ", '"', '""', '""" """', "«»", "« « »", '-"', "-«»", "-", "--", "\x00", "؟!", "و a", "مصدر:*", "-مصدر:؟", "source:a"]),
    ],
)  # fmt: skip
def test_queries(text: str, asked: dict[str, Any]) -> None:
    assert read(text) == asked


def test_the_whole_of_a_query() -> None:
    assert parse_query("«جنوب  دِمشق» -إدلب مصدر:الفرات أيار 2018 قصف\u202c") == Query(
        written="«جنوب دِمشق» -إدلب مصدر:الفرات أيار 2018 قصف",
        words=(
            QueryWord("جنوب", "جنوب"),
            QueryWord("دِمشق", "دمشق"),
            QueryWord("قصف", "قصف"),
        ),
        phrases=(("جنوب", "دمشق"),),
        excluded=(QueryPhrase("إدلب", ("ادلب",)),),
        sources=("الفرات",),
        since=date(2018, 5, 1),
        until=date(2018, 5, 31),
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-المَدرسة", "المَدرسة"),
        ("-«ريف دِمشق، الغربي»", "ريف دِمشق، الغربي"),
        ('-"إدلب." حلب', "إدلب"),
        ("-(إدلب)،", "إدلب"),
    ],
)
def test_what_is_not_wanted_is_known_as_it_was_typed(text: str, written: str) -> None:
    assert [phrase.written for phrase in parse_query(text).excluded] == [written]


@pytest.mark.parametrize(
    ("text", "sources", "words"),
    [
        ("مصدر: صوت العاصمة حلب", ["صوت العاصمة"], "حلب"),
        ("حلب source:صَوت العاصمه", ["صَوت العاصمه"], "حلب"),
        ("مصدر:صوت حلب العاصمة", ["صوت"], "حلب العاصمه"),
        ("مصدر:العاصمة صوت", ["العاصمة"], "صوت"),  # not in the order of the name
        ("مصدر:صوت «العاصمة»", ["صوت"], "العاصمه"),
        ("مصدر:صوت -العاصمة", ["صوت"], ""),
    ],
)  # fmt: skip
def test_a_known_source_needs_no_quotes(text: str, sources: list[str], words: str) -> None:
    query = parse_query(text, lambda: {"صوت العاصمه", "وكاله الفرات"})
    assert list(query.sources) == sources
    assert " ".join(word.folded for word in query.words) == words


def test_known_sources_are_asked_for_only_behind_a_name() -> None:
    def never() -> set[str]:
        raise AssertionError

    for text in ("حلب دمشق", "مصدر:الفرات", 'source:"صوت العاصمة" حلب'):
        parse_query(text, never)


def test_a_query_asks_by_its_words() -> None:
    texts = ["حلب", '"جنوب دمشق"', "-حلب", "-مصدر:الفرات", "مصدر:الفرات", "أيار 2018", "…", ""]
    asking = [text for text in texts if parse_query(text).asks]
    assert asking == ["حلب", '"جنوب دمشق"', "-حلب", "-مصدر:الفرات"]


def test_a_long_query_is_read_in_part() -> None:
    assert parse_query("حلب " * 2500) == Query(
        ("حلب " * 250).strip(), words=(QueryWord("حلب", "حلب"),)
    )
    query = parse_query(" ".join(str(number) for number in range(10, 3000)))
    assert [word.folded for word in query.words] == [str(number) for number in range(10, 34)]
    assert len(parse_query("ا" * 10_000).written) == MAX_LENGTH


def test_a_query_has_so_many_parts_at_most() -> None:
    query = parse_query(" ".join(f'"{n} 1" -"{n} 2" مصدر:س{n}' for n in range(10, 40)))
    assert query.phrases == tuple((str(n), "1") for n in range(10, 15))
    assert query.sources == tuple(f"س{n}" for n in range(10, 15))
    assert [phrase.folded for phrase in query.excluded] == [(str(n), "2") for n in range(10, 34)]
    [phrase] = parse_query('"' + "حلب " * 100 + '"').phrases
    assert phrase == ("حلب",) * MAX_WORDS


PIECES = ['"', "«", "»", "“", "”", "„", "-", "–", "−", ":", "：", "*", "^", "(", ")", " ", "\n"]
PIECES += ["source", "مصدر", "المصدر", "حلب", "أحمد", "دِمشق", "ـ", "\u064e", "\u200f", "\x00", "a"]
PIECES += ["AND", "OR", "NOT", "أيار", "2018", "21", ".", "/", "05", "٢٠١٨", "ﷺ", "1,700", "'", "\\"]  # fmt: skip


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_that_can_be_typed_is_an_error(text: str) -> None:
    query = parse_query(text)
    words = [word.folded for word in query.words]
    assert len(words) == len(set(words)) <= MAX_WORDS
    assert all(split_words(word.written).count(word.folded) for word in query.words)
    for phrase in (words, *query.phrases, *(phrase.folded for phrase in query.excluded)):
        assert split_words(" ".join(phrase)) == list(phrase)
    for phrase in query.excluded:
        assert tuple(split_words(phrase.written))[:MAX_WORDS] == phrase.folded
    assert all(1 < len(phrase) <= MAX_WORDS for phrase in query.phrases)
    assert all(0 < len(phrase.folded) <= MAX_WORDS for phrase in query.excluded)
    assert all(split_words(source) for source in query.sources)
    assert (query.since is None) == (query.until is None)
    assert query.since is None or query.until is None or query.since <= query.until


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=80)
    | st.lists(st.sampled_from(PIECES).filter(str.isprintable), max_size=40).map("".join)
)
def test_what_the_box_shows_asks_for_the_same(text: str) -> None:
    query = parse_query(text)
    assert parse_query(query.written) == query
