"""An article's content as JSON values, and back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles.editing import changed_fields, read_content
from articles.editing.content import (
    apply_content,
    dump_content,
    load_content,
    lost_relations,
    read_links,
)
from articles.models import Article, RelatedLink
from tests.builders import (
    columns,
    make_article,
    make_image,
    make_section,
    make_source,
    make_translated_article,
    utc,
)

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
    "image_alt_ar": "حديقة فيها أشجار",
    "image_alt_en": "",
    "image_caption_ar": "",
    "image_caption_en": "A caption",
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
        section=make_section(),
        image=make_image(),
        image_alt_ar="حديقة فيها أشجار",
        image_caption_ar="",
        image_caption_en="A caption",
        updated_at=utc(2018, 5, 21, 21),
        updated_precision="day",
        embargo_until=utc(2018, 5, 20),
        tags=["حدائق"],
    )
    RelatedLink.objects.create(article=article, title="خبر آخر", url="https://news.example/1")
    return article


def test_everything_that_an_article_says(whole):
    assert read_content(whole) == WHOLE | {
        "source": whole.source_id,
        "section": whole.section_id,
        "image": whole.image_id,
    }


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


def test_what_is_gone():
    source, section = make_source(), make_section()
    none = {"source": None, "section": None, "image": None}
    here = none | {"source": source.pk, "section": section.pk}
    gone = none | {"source": source.pk + 1, "section": section.pk + 1}
    assert [lost_relations(content) for content in (here, none, gone, here | {"section": 0})] == [
        [],
        [],
        ["source", "section"],
        ["section"],
    ]


def test_a_content_of_format_1_has_no_section(whole):
    content = read_content(whole)
    of_format_1 = {name: value for name, value in content.items() if name != "section"}
    assert load_content(dump_content(of_format_1)) == content | {"section": None}


def test_changed_fields_come_in_the_order_of_a_form(whole):
    before = read_content(whole)
    after = before | {
        "related": [],
        "source": None,
        "section": None,
        "title_ar": "آخر",
        "updated_precision": "minute",
    }
    assert changed_fields(before, after) == [
        *("title_ar", "updated_precision", "source", "section", "related"),
    ]
    assert changed_fields(before, before) == []
