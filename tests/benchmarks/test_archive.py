"""A small archive of the benchmark: as valid as an imported one, and what it says it is."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.arabic import Stemmer, match_key
from articles.body import build_html, plain_text
from articles.capture import Role, decode, parse_page, parse_translation
from articles.editing import SourceNames
from articles.editing.citations import find_citations
from articles.intake import PreparedPage
from articles.intake.prepare import _json_time, _stored_time
from articles.models import Article, Citation, Correction, FrontSlot, RelatedLink, Source, State
from articles.search import Wanted, parse_query, search
from tests.benchmarks.archive import SECTIONS
from tests.benchmarks.conftest import COUNT
from tests.benchmarks.pages import (
    CITING,
    CORRECTED,
    DAY_ONLY,
    LINKING,
    SOURCES,
    TRANSLATED,
    Pages,
    cited_in,
    make_wording,
)

UNTIL = date(2026, 11, 1)


@pytest.fixture(scope="module")
def pages() -> list[PreparedPage]:
    made = Pages(COUNT, UNTIL, make_wording(), Stemmer({}))
    return [made.make(number) for number in range(COUNT)]


def test_pages_say_what_reading_them_says(pages):
    known = frozenset(map(match_key, SOURCES))
    for page in pages:
        reading = parse_page(decode(page.content)[0], known_sources=known)
        article = reading.article
        assert [role.value for role in reading.roles] == page.roles, page.file
        assert Role.UNRECOGNISED not in reading.roles
        said = {
            "title_ar": article.headline,
            "body_ar": build_html(article.blocks),
            "byline_ar": article.byline or "",
            "source": article.source,
            "published_at": _json_time(_stored_time(article.published)),
            "updated_at": _json_time(article.updated and _stored_time(article.updated)),
            "related": list(article.related),
            "tags": list(article.tags),
        }
        assert said == page.values
        if page.translation:
            english = parse_translation(page.translation.content.decode())
            assert english.headline == page.translation.values["title_en"]
            assert build_html(english.blocks) == page.translation.values["body_en"]


def test_a_page_follows_from_its_number_alone(pages):
    other = Pages(COUNT, UNTIL, make_wording(), Stemmer({}))
    assert other.make(177) == pages[177]
    assert len({page.sha256 for page in pages}) == COUNT


def test_a_million_are_published_one_after_another():
    made = Pages(1_000_000, UNTIL, make_wording(), Stemmer({}))
    exact = [number for number in range(0, 1_000_000, 4_999) if not DAY_ONLY.stands_on(number)]
    times = [made._published(number)[0] for number in exact]
    assert times == sorted(times)
    assert (times[-1] - times[0]).days > 18 * 365


def test_what_is_cited_is_what_the_desk_finds(db):
    source, passage = cited_in(CITING.at)
    names = SourceNames([Source(pk=1, name_ar=source)])
    assert [found.source_id for found in find_citations(f"كذا. {passage}.", names)] == [1]


def test_an_archive_is_as_valid_as_an_imported_one(archive, capsys):
    call_command("check_archive")

    now = timezone.now()
    public = Article.objects.published()
    assert public.count() == COUNT - 1
    (scheduled,) = Article.objects.exclude(pk__in=public)
    assert scheduled.state == State.SCHEDULED
    assert Article.objects.filter(expires_at__gt=now).count() == 1
    assert public.in_language("en").count() == COUNT // TRANSLATED.every
    assert Correction.objects.public().count() == COUNT // CORRECTED.every
    assert Citation.objects.count() == COUNT // CITING.every
    linked = RelatedLink.objects.exclude(target=None).values("article").distinct().count()
    assert linked == COUNT // LINKING.every - 1  # before the first there is nothing to lead to
    assert FrontSlot.objects.count() > 2
    assert public.exclude(section=None).values("section").distinct().count() == len(SECTIONS)
    assert now - public.latest_first()[0].published_at < timedelta(days=2)

    article = public.latest_first()[50]
    words = " ".join(plain_text(article.body_ar).split()[:4])
    results = search(Wanted(parse_query(f"«{words}»"), "ar"), now=now)
    assert article.pk in results.article_ids
