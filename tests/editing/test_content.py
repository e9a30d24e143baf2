"""An article's content as JSON values, and back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles.editing import changed_fields, read_content
from articles.editing.content import (
    apply_content,
    dump_content,
    load_content,
    lost_source,
    read_links,
)
from articles.models import Article, RelatedLink
from tests.builders import columns, make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db

WHOLE = {
    "title_ar": "افتتاح الحديقة",
    "title_en": "The park reopens",
    "summary_ar": "ملخص",
    "summary_en": "",
    "body_ar": "<p>نص.</p>",
    "body_en": "<p>Text.</p>",
    "byline_ar": "سلمى النموذجي",
    "byline_en": "",
    "slug": "افتتاح-الحديقة",
    "published_at": "2018-05-21T08:05:00+00:00",
    "published_precision": "minute",
    "updated_at": "2018-05-21T21:00:00+00:00",
    "updated_precision": "day",
    "expires_at": None,
    "embargo_until": "2018-05-20T00:00:00+00:00",
    "tags": ["حدائق"],
    "related": [["خبر آخر", "https://news.example/1", None]],
}


@pytest.fixture
def whole() -> Article:
    article = make_translated_article(
        "افتتاح الحديقة",
        summary_ar="ملخص",
        body_ar="<p>نص.</p>",
        body_en="<p>Text.</p>",
        byline_ar="سلمى النموذجي",
        source=make_source(),
        updated_at=utc(2018, 5, 21, 21),
        updated_precision="day",
        embargo_until=utc(2018, 5, 20),
        tags=["حدائق"],
    )
    RelatedLink.objects.create(article=article, title="خبر آخر", url="https://news.example/1")
    return article


def test_everything_that_an_article_says(whole):
    assert read_content(whole) == WHOLE | {"source": whole.source_id}


def test_what_is_applied_is_what_was_read(whole):
    content = load_content(dump_content(read_content(whole)))
    other = make_article()
    apply_content(other, content)
    other.save()
    ours = {
        name: value for name, value in columns(whole).items() if name not in {"id", "created_at"}
    }
    # Bare columns are modeltranslation's own; nobody reads them.
    assert {name: columns(other)[name] for name in ours} == ours
    assert read_content(other, content["related"]) == content


def test_an_instant_is_one_text_in_whatever_zone_it_was_typed():
    damascus = Article(published_at=datetime(2018, 5, 21, 11, 5, tzinfo=ZoneInfo("Asia/Damascus")))
    assert not changed_fields(
        read_content(damascus), read_content(Article(published_at=utc(2018, 5, 21, 8, 5)))
    )


def test_one_content_has_one_text():
    content = {"b": "نص", "a": [None, 1]}
    assert (
        dump_content(content)
        == '{"a":[null,1],"b":"نص"}'
        == dump_content(dict(reversed(content.items())))
    )


def test_related_links_by_article_in_their_order(whole):
    target, other = make_article(), make_article()
    RelatedLink.objects.create(article=other, title="ثانٍ", position=2)
    RelatedLink.objects.create(article=other, title="أول", position=1, target=target)
    assert read_links([whole.pk, other.pk, target.pk]) == {
        whole.pk: WHOLE["related"],
        other.pk: [["أول", "", target.pk], ["ثانٍ", "", None]],
    }


def test_a_source_that_is_gone():
    source = make_source()
    contents = [{"source": source.pk}, {"source": None}, {"source": source.pk + 1}]
    assert [lost_source(content) for content in contents] == [False, False, True]


def test_changed_fields_come_in_the_order_of_a_form(whole):
    before = read_content(whole)
    after = before | {
        "related": [],
        "source": None,
        "title_ar": "آخر",
        "updated_precision": "minute",
    }
    assert changed_fields(before, after) == ["title_ar", "updated_precision", "source", "related"]
    assert changed_fields(before, before) == []
