"""Lists of articles and one article, as a program reads them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.damascus import iso
from articles.models import Citation, Correction, Precision, RelatedLink, Section, Status
from tests.api.contract import SITE, ids, read
from tests.builders import make_article, make_image, make_source, make_translated_article, utc
from tests.stories import change_story, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db

ARTICLES = "/api/v1/articles/"


def source_of(pk, slug="euphrates"):
    return {
        "id": pk,
        "uri": f"tag:news.example,2026:source/{pk}",
        "slug": slug,
        "kind": "agency",
        "homepage": None,
        "links": {"self": f"{SITE}/api/v1/sources/{pk}/"},
        "ar": {"name": "وكالة الفرات", "url": f"{SITE}/sources/{slug}/"},
        "en": {"name": "Euphrates", "url": f"{SITE}/en/sources/{slug}/"},
    }


def entry_of(pk, **other):
    return {
        "id": pk,
        "status": "published",
        "version": 0,
        "published": "2018-05-21T11:05:00+03:00",
        "updated": None,
        "source": None,
        "section": None,
        "topics": [],
        "image": None,
        "links": {
            "self": f"{SITE}/api/v1/articles/{pk}/",
            "ninjs": f"{SITE}/api/v1/articles/{pk}/ninjs/",
            "history": f"{SITE}/articles/{pk}/history/",
        },
        "ar": {
            "uri": f"tag:news.example,2026:article/{pk}",
            "url": f"{SITE}/articles/{pk}/park/",
            "headline": "الحديقة",
            "summary": "",
            "byline": "",
        },
        "en": None,
    } | other


class TestList:
    def test_what_it_says_of_an_article(self, client):
        source = make_source(slug="euphrates", kind="agency", name_en="Euphrates")
        make_translated_article(
            "الحديقة",
            pk=12,
            slug="park",
            source=source,
            tags=["حدائق"],
            summary_en="In a word.",
            updated_at=utc(2018, 5, 24, 23, 1),
            published_precision=Precision.DAY,
        )
        page = read(client, ARTICLES)
        english = {
            "uri": "tag:news.example,2026:article/12/en",
            "url": f"{SITE}/en/articles/12/park/",
            "headline": "The park reopens",
            "summary": "In a word.",
            "byline": "",
        }
        assert page == {
            "items": [
                entry_of(
                    12,
                    published="2018-05-21",
                    updated="2018-05-25T02:01:00+03:00",
                    source=source_of(source.pk),
                    topics=["حدائق"],
                    en=english,
                )
            ],
            "next": None,
        }

    def test_its_section_and_its_picture(self, client):
        agency = make_source(slug="euphrates", kind="agency", name_en="Euphrates")
        image = make_image(source=agency)
        section = Section.objects.create(name_ar="المدن", slug="cities")
        make_article(
            pk=12, section=section, image=image, image_alt_ar="أشجار", image_caption_ar="الحديقة"
        )
        [item] = read(client, ARTICLES)["items"]
        assert item["section"] == {
            "slug": "cities",
            "ar": {"name": "المدن", "url": f"{SITE}/sections/cities/"},
            "en": None,
        }
        photo = image.largest_jpeg
        assert item["image"] == {
            "uri": f"tag:news.example,2026:image/{image.pk}",
            "url": f"{SITE}{photo.address}",
            "width": photo.width,
            "height": photo.height,
            "source": source_of(agency.pk),
            "ar": {"alt": "أشجار", "caption": "الحديقة", "credit": "سلمى النموذجية"},
            "en": None,
        }

    def test_arabic_is_not_escaped(self, client):
        make_article("الحديقة")
        assert '"headline":"الحديقة"' in client.get(ARTICLES).content.decode()

    def test_only_what_readers_may_see(self, client, chief):
        now = timezone.now()
        make_article(status=Status.DRAFT)
        make_article(published_at=now + timedelta(days=1))
        make_article(expires_at=now - timedelta(hours=1))
        withdraw_story(publish_story(chief), chief)
        changed = write(publish_story(chief, "كما يُقرأ"), chief, title_ar="ما لم يُنشر")
        found = read(client, ARTICLES)["items"]
        assert [item["id"] for item in found] == [changed.pk]
        assert found[0]["ar"]["headline"] == "كما يُقرأ"

    def test_pages_go_on_where_they_were(self, client):
        """Whatever is published, withdrawn or of the same minute in between."""
        times = [utc(2018, 5, day, 8) for day in (1, 2, 2, 2, 3, 4)]
        stories = [make_article(published_at=time) for time in times]
        newest_first = [story.pk for story in reversed(stories)]
        assert ids(client, f"{ARTICLES}?limit=2") == newest_first
        first = read(client, f"{ARTICLES}?limit=3")
        make_article(published_at=utc(2018, 6, 1))
        stories[3].delete()
        second = read(client, first["next"].removeprefix(SITE))
        assert [item["id"] for item in second["items"]] == newest_first[3:]
        assert second["next"] is None

    def test_the_next_page_is_in_the_header_too(self, client):
        make_article(), make_article()
        response = client.get(f"{ARTICLES}?limit=1")
        assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'
        assert "Link" not in client.get(response.json()["next"])

    def test_twenty_on_a_page_unless_asked_otherwise(self, client):
        for _number in range(21):
            make_article()
        assert len(read(client, ARTICLES)["items"]) == 20
        assert len(read(client, f"{ARTICLES}?limit=100")["items"]) == 21

    def test_the_filters(self, client, chief):
        source = make_source(slug="euphrates")
        first = make_article(published_at=utc(2018, 5, 20, 20, 59), source=source)
        second = make_translated_article(published_at=utc(2018, 5, 20, 21), tags=["مياه"])
        cities = Section.objects.create(name_ar="المدن", slug="cities")
        third = make_article(
            "نبع جاف", section=cities, published_at=utc(2018, 5, 22), tags=["مِيَاه"]
        )
        change_story(third, chief, "correction", summary_ar="ملخص")
        for query, found in [
            ("source=euphrates", [first]),
            ("section=cities", [third]),
            ("section=cities&q=park", []),
            ("since=2018-05-21", [third, second]),
            ("until=2018-05-20", [first]),
            ("since=2018-05-21&until=2018-05-21", [second]),
            ("since=0001-01-01&until=9999-12-31", [third, second, first]),
            ("corrected=true", [third]),
            ("corrected=false", [second, first]),
            ("lang=en", [second]),
            ("lang=ar", [third, second, first]),
            ("topic=مياه", [third, second]),
            ("topic=مياه&corrected=true", [third]),
            ("topic=لا شيء", []),
            ("q=نبع", [third]),
            ("q=نبعٍ&sort=date", [third]),
            ("q=park&lang=en", [second]),
            ("q=", [third, second, first]),
            ("q=source:euphrates", []),
        ]:
            assert ids(client, f"{ARTICLES}?{query}") == [story.pk for story in found], query

    def test_a_search_is_paged_in_its_order(self, client):
        stories = [make_article(f"نبع {number}") for number in range(5)]
        whole = ids(client, f"{ARTICLES}?q=نبع")
        assert sorted(whole) == [story.pk for story in stories]
        assert ids(client, f"{ARTICLES}?q=نبع&limit=2") == whole

    def test_a_page_of_a_search_goes_on_behind_the_last_one(self, client):
        for number in range(4):
            make_article(f"نبع {number}", published_at=utc(2018, 5, 1 + number))
        first = read(client, f"{ARTICLES}?q=نبع&sort=date&limit=2")
        make_article("نبع جديد", published_at=utc(2018, 6, 1))
        second = read(client, first["next"].removeprefix(SITE))
        days = [item["published"][8:10] for item in first["items"] + second["items"]]
        assert days == ["04", "03", "02", "01"]

    def test_the_same_queries_for_one_as_for_many(self, client, chief):
        def queries(address):
            with CaptureQueriesContext(connection) as captured:
                read(client, address)
            return len(captured)

        def make(number):
            agency = make_source(f"وكالة {number}")
            story = make_translated_article(
                "نبع",
                source=make_source(f"مصدر {number}"),
                section=Section.objects.create(name_ar="قسم", slug=f"section-{number}"),
                image=make_image(source=agency),
                image_alt_ar="أشجار",
            )
            change_story(story, chief, "correction", summary_ar=f"ملخص {number}")

        make(0)
        addresses = [
            ARTICLES,
            f"{ARTICLES}?q=نبع",
            "/api/v1/corrections/",
            "/api/v1/sources/",
        ]
        one = [queries(address) for address in addresses]
        for number in range(1, 6):
            make(number)
        assert [queries(address) for address in addresses] == one


class TestBadFilters:
    @pytest.mark.parametrize(
        ("query", "parameter", "english"),
        [
            ("since=21.05.2018", "since", "A day is written like 2018-05-21."),
            ("until=2018-02-30", "until", "A day is written like 2018-05-21."),
            ("since=20180521", "since", "A day is written like 2018-05-21."),
            ("since=2018-05-22&until=2018-05-21", "until", "The last day is before the first."),
            ("source=nobody", "source", "There is no source with this slug."),
            ("section=sport", "section", "There is no section with this slug."),
            ("corrected=1", "corrected", "It is one of: true, false."),
            ("lang=fr", "lang", "It is one of: ar, en."),
            ("sort=relevance", "sort", "It is date, or left out."),
            ("limit=0", "limit", "It is a number from 1 to 100."),
            ("limit=101", "limit", "It is a number from 1 to 100."),
            ("limit=ten", "limit", "It is a number from 1 to 100."),
            ("limit=", "limit", "It is empty: give it a value, or leave it out."),
            ("limt=3", "limt", "There is no such parameter here."),
            ("lang=ar&lang=en", "lang", "It is given more than once."),
            ("source=%00", "source", "It has a character that no text has."),
            (
                "cursor=WzFd.none",
                "cursor",
                "It is not a cursor of this list with these filters; begin without it.",
            ),
        ],
    )
    def test_each_is_named_in_both_languages(self, client, query, parameter, english):
        problem = read(client, f"{ARTICLES}?{query}", 400)
        assert [one["parameter"] for one in problem["errors"]] == [parameter]
        assert problem["errors"][0]["en"] == english
        assert problem["status"] == 400
        assert problem["type"] == f"{SITE}/api/#bad-parameters"
        assert problem["en"]["title"] == "The question cannot be understood"

    def test_all_of_them_at_once(self, client):
        problem = read(client, f"{ARTICLES}?since=x&lang=y&limit=z", 400)
        assert [one["parameter"] for one in problem["errors"]] == ["limit", "since", "lang"]

    def test_a_cursor_belongs_to_its_filters(self, client):
        make_article(), make_article()
        following = read(client, f"{ARTICLES}?limit=1")["next"].removeprefix(SITE)
        assert read(client, following)["items"]
        assert read(client, f"{following}&lang=en", 400)["errors"][0]["parameter"] == "cursor"
        elsewhere = following.replace("/articles/", "/sources/")
        assert read(client, elsewhere, 400)["errors"][0]["parameter"] == "cursor"


class TestOne:
    def test_everything(self, client, chief):
        source = make_source(slug="euphrates", kind="agency", name_en="Euphrates")
        hidden = make_article("ما لا يُرى", pk=10, status=Status.DRAFT)
        other = make_translated_article("النهر", pk=11, slug="river", title_en="The river")
        story = make_translated_article("الحديقة", pk=12, slug="park")
        Citation.objects.create(article=story, source=source, state=Citation.State.CONFIRMED)
        Citation.objects.create(article=story, source=make_source("لم يؤكَّد"))
        for place, (target, url) in enumerate(
            [(other, ""), (hidden, ""), (None, "https://a.example/")]
        ):
            RelatedLink.objects.create(
                article=story, position=place, title=f"عنوان {place}", target=target, url=url
            )
        story = change_story(story, chief, "correction", body_ar="<p>سطر</p><p>آخر</p>")
        notice = Correction.objects.get()
        assert read(client, f"{ARTICLES}12/") == entry_of(12) | {
            "version": story.live_version,
            "updated": iso(story.updated_at),
            "ar": entry_of(12)["ar"]
            | {"body_html": "<p>سطر</p><p>آخر</p>", "body_text": "سطر\nآخر"},
            "en": {
                "uri": "tag:news.example,2026:article/12/en",
                "url": f"{SITE}/en/articles/12/park/",
                "headline": "The park reopens",
                "summary": "",
                "byline": "",
                "body_html": "<p>The town opened it on Monday.</p>",
                "body_text": "The town opened it on Monday.",
            },
            "cited": [source_of(source.pk)],
            "corrections": [
                {
                    "id": notice.pk,
                    "kind": "correction",
                    "serious": False,
                    "issued": iso(notice.issued_at),
                    "ar": {
                        "uri": f"tag:news.example,2026:correction/{notice.pk}",
                        "text": "ورد «17» والصواب «70».",
                    },
                    "en": {
                        "uri": f"tag:news.example,2026:correction/{notice.pk}/en",
                        "text": "It said “17”; it is “70”.",
                    },
                }
            ],
            "related": [
                {
                    "headline": "عنوان 0",
                    "url": f"{SITE}/articles/11/river/",
                    "article": {
                        "id": 11,
                        "links": {"self": f"{SITE}/api/v1/articles/11/"},
                        "ar": {
                            "uri": "tag:news.example,2026:article/11",
                            "url": f"{SITE}/articles/11/river/",
                            "headline": "النهر",
                        },
                        "en": {
                            "uri": "tag:news.example,2026:article/11/en",
                            "url": f"{SITE}/en/articles/11/river/",
                            "headline": "The river",
                        },
                    },
                },
                {"headline": "عنوان 1", "url": None, "article": None},
                {"headline": "عنوان 2", "url": "https://a.example/", "article": None},
            ],
        }

    def test_the_body_goes_through_the_one_policy(self, client):
        story = make_article(body_ar="<p onclick='x()'>سطر</p><script>x()</script>")
        assert read(client, f"{ARTICLES}{story.pk}/")["ar"]["body_html"] == "<p>سطر</p>"

    def test_the_same_queries_with_one_beside_it_as_with_many(self, client, chief):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                read(client, f"{ARTICLES}{story.pk}/")
                read(client, f"{ARTICLES}{story.pk}/ninjs/")
            return len(captured)

        def add(number):
            source = make_source(f"مصدر {number}")
            Citation.objects.create(article=story, source=source, state=Citation.State.CONFIRMED)
            RelatedLink.objects.create(article=story, title="ع", target=make_translated_article())
            change_story(story, chief, "correction", summary_ar=f"ملخص {number}")

        story = make_translated_article()
        add(0)
        one = queries()
        for number in range(1, 5):
            add(number)
        assert queries() == one

    def test_what_was_withdrawn_says_so_and_why(self, client, chief):
        story = publish_story(chief, "كما قُرئ", title_en="As read", body_en="<p>Text</p>")
        withdraw_story(story, chief, "سُحب لأن البيان مزور.")
        notice = Correction.objects.get()
        address = f"{SITE}/articles/{story.pk}/"
        assert read(client, f"{ARTICLES}{story.pk}/", 410) == {
            "id": story.pk,
            "status": "withdrawn",
            "since": iso(notice.issued_at),
            "ar": {
                "uri": f"tag:news.example,2026:article/{story.pk}",
                "url": address,
                "headline": "كما قُرئ",
                "reason": "سُحب لأن البيان مزور.",
            },
            "en": {
                "uri": f"tag:news.example,2026:article/{story.pk}/en",
                "url": address.replace("/articles", "/en/articles"),
                "headline": "As read",
                "reason": "This story was withdrawn.",
            },
        }

    def test_of_what_is_gone_the_headline_is_gone_too(self, client, chief):
        story = withdraw_story(publish_story(chief, "كما قُرئ"), chief, is_gone=True)
        told = read(client, f"{ARTICLES}{story.pk}/", 410)
        assert told["ar"]["headline"] is None
        assert told["en"] is None

    def test_what_has_expired(self, client):
        expired_at = utc(2020, 1, 1)
        story = make_article(expires_at=expired_at)
        told = read(client, f"{ARTICLES}{story.pk}/", 410)
        assert (told["status"], told["since"]) == ("expired", iso(expired_at))
        assert told["ar"]["reason"] is told["ar"]["headline"] is None

    def test_what_was_never_public_is_not_found(self, client):
        draft = make_article(status=Status.DRAFT)
        tomorrow = make_article(published_at=timezone.now() + timedelta(days=1))
        for pk in (draft.pk, tomorrow.pk, 0, 999, 10**30):
            for address in (f"{ARTICLES}{pk}/", f"{ARTICLES}{pk}/ninjs/"):
                problem = read(client, address, 404)
                assert problem["type"] == f"{SITE}/api/#not-found"
