"""Corrections and sources, as a program reads them."""

import pytest
from django.utils import timezone

from articles.damascus import iso
from articles.models import Citation, Correction, Source, Status
from tests.api.contract import SITE, ids, read
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.forging import forging
from tests.stories import BOTH, change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db


def correct(story, by, kind="correction", issued_at=None, notice=None):
    change_story(story, by, kind, notice, summary_ar=f"ملخص {timezone.now()}")
    correction = Correction.objects.order_by("pk").last()
    if issued_at:
        with forging():
            Correction.objects.filter(pk=correction.pk).update(issued_at=issued_at)
    return Correction.objects.get(pk=correction.pk)


class TestCorrections:
    def test_what_it_says_of_one(self, client, chief):
        correction = correct(make_translated_article("الحديقة", pk=12, slug="park"), chief)
        pk = correction.pk
        told = {
            "id": pk,
            "kind": "correction",
            "serious": False,
            "issued": iso(correction.issued_at),
            "article": {
                "id": 12,
                "uri": "tag:news.example,2026:article/12",
                "links": {"self": f"{SITE}/api/v1/articles/12/"},
            },
            "links": {"self": f"{SITE}/api/v1/corrections/{pk}/"},
            "ar": {
                "uri": f"tag:news.example,2026:correction/{pk}",
                "text": BOTH.text_ar,
                "headline": "الحديقة",
                "url": f"{SITE}/articles/12/history/#correction-{pk}",
            },
            "en": {
                "uri": f"tag:news.example,2026:correction/{pk}/en",
                "text": BOTH.text_en,
                "headline": "The park reopens",
                "url": f"{SITE}/en/articles/12/history/#correction-{pk}",
            },
        }
        assert read(client, "/api/v1/corrections/") == {"items": [told], "next": None}
        assert read(client, f"/api/v1/corrections/{pk}/") == told

    def test_of_what_is_withdrawn_the_notice(self, client, chief):
        story = withdraw_story(publish_story(chief, "كما قُرئ"), chief, "سُحب.", is_gone=True)
        [told] = read(client, "/api/v1/corrections/")["items"]
        assert told["kind"] == "retraction"
        assert told["ar"] == {
            "uri": f"tag:news.example,2026:correction/{told['id']}",
            "text": "سُحب.",
            "headline": None,
            "url": f"{SITE}/articles/{story.pk}/",
        }
        assert told["en"] is None

    def test_the_filters_and_the_pages(self, client, chief):
        source = make_source(slug="euphrates")
        first = correct(make_article(source=source), chief, issued_at=utc(2026, 5, 1, 20, 59))
        second = correct(
            make_translated_article(), chief, "clarification", issued_at=utc(2026, 5, 1, 21)
        )
        third = correct(make_article(), chief, issued_at=utc(2026, 5, 1, 21))
        for query, found in [
            ("", [third, second, first]),
            ("limit=1", [third, second, first]),
            ("kind=clarification", [second]),
            ("source=euphrates", [first]),
            ("since=2026-05-02", [third, second]),
            ("until=2026-05-01", [first]),
            ("lang=en", [second]),
        ]:
            assert ids(client, f"/api/v1/corrections/?{query}") == [one.pk for one in found], query

    def test_of_what_is_not_public_nothing(self, client, chief):
        story = make_article()
        correction = correct(story, chief)
        type(story).objects.filter(pk=story.pk).update(status=Status.DRAFT)
        assert ids(client, "/api/v1/corrections/") == []
        read(client, f"/api/v1/corrections/{correction.pk}/", 404)

    def test_bad_filters(self, client):
        problem = read(client, "/api/v1/corrections/?kind=slip&since=now&until=2026-05-01", 400)
        assert [one["parameter"] for one in problem["errors"]] == ["kind", "since"]
        assert problem["errors"][0]["en"] == (
            "It is one of: correction, clarification, retraction."
        )


class TestSources:
    def test_what_it_says_of_one(self, client, chief):
        source = make_source(
            "وكالة الفرات", slug="euphrates", kind="agency", homepage="https://euphrates.example/"
        )
        correct(make_article(source=source), chief)
        make_article(source=source, status=Status.DRAFT)
        Citation.objects.create(
            article=make_article(), source=source, state=Citation.State.CONFIRMED
        )
        told = {
            "id": source.pk,
            "uri": f"tag:news.example,2026:source/{source.pk}",
            "slug": "euphrates",
            "kind": "agency",
            "homepage": "https://euphrates.example/",
            "links": {"self": f"{SITE}/api/v1/sources/{source.pk}/"},
            "ar": {"name": "وكالة الفرات", "url": f"{SITE}/sources/euphrates/"},
            "en": None,
        }
        assert read(client, "/api/v1/sources/") == {"items": [told], "next": None}
        assert read(client, f"/api/v1/sources/{source.pk}/") == told | {
            "record": {"articles": 1, "cited": 1, "corrections": 1}
        }

    def test_those_of_public_articles(self, client):
        of_draft, proposed, own, cited = (
            make_source(f"مصدر {n}", kind=kind)
            for n, kind in enumerate(["outlet", "outlet", "agency", "outlet"])
        )
        make_article(source=of_draft, status=Status.DRAFT)
        story = make_article(source=own)
        Citation.objects.create(article=story, source=proposed)
        Citation.objects.create(article=story, source=cited, state=Citation.State.CONFIRMED)
        assert ids(client, "/api/v1/sources/") == [own.pk, cited.pk]
        assert ids(client, "/api/v1/sources/?limit=1") == [own.pk, cited.pk]
        assert ids(client, "/api/v1/sources/?kind=agency") == [own.pk]
        for source in (of_draft, proposed):
            read(client, f"/api/v1/sources/{source.pk}/", 404)

    def test_a_kind_that_there_is_not(self, client):
        problem = read(client, "/api/v1/sources/?kind=paper", 400)
        assert problem["errors"][0]["en"] == f"It is one of: {', '.join(Source.Kind.values)}."
