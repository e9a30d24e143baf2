"""Articles as ninjs, as a program that takes news reads them."""

import pytest
from jsonschema import Draft202012Validator

from articles.damascus import iso
from articles.models import Article, Citation, Correction, Precision, RelatedLink, Revision
from tests.api.contract import SITE, read
from tests.api.ninjs_shape import SHAPE
from tests.builders import make_article, make_image, make_source, make_translated_article, utc
from tests.stories import change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def item_of(client, article, query=""):
    item = read(client, f"/api/v1/articles/{article.pk}/ninjs/{query}")
    assert [error.message for error in Draft202012Validator(SHAPE).iter_errors(item)] == []
    return item


def plain(role, value):
    return {"role": role, "contentType": "text/plain", "value": value}


def whole(chief):
    """An article with everything that an item has."""
    other = make_translated_article("النهر", pk=11, title_en="The river")
    only_arabic = make_article("بالعربية", pk=9)
    story = make_translated_article(
        "الحديقة",
        pk=12,
        slug="park",
        source=make_source("وكالة الفرات", pk=3),
        summary_ar="خلاصة",
        byline_ar="هالة",
        tags=["حدائق"],
    )
    cited = make_source("شبكة الساحل", pk=4, name_en="Coast")
    Citation.objects.create(article=story, source=cited, state=Citation.State.CONFIRMED)
    for place, target in enumerate((other, only_arabic, None)):
        RelatedLink.objects.create(article=story, position=place, title="عنوان", target=target)
    return change_story(story, chief, "correction", body_ar="<p>سطر أول</p><p>آخر</p>")


def test_a_whole_item(client, chief):
    story = whole(chief)
    revisions = Revision.objects.order_by("number")
    assert item_of(client, story) == {
        "uri": "tag:news.example,2026:article/12",
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "profile": "text-only",
        "pubStatus": "usable",
        "version": str(story.live_version),
        "firstCreated": iso(revisions[0].created_at),
        "versionCreated": iso(revisions.get(number=story.live_version).created_at),
        "contentCreated": "2018-05-21T11:05:00+03:00",
        "language": "ar",
        "headlines": [plain("main", "الحديقة")],
        "descriptions": [
            plain("summary", "خلاصة"),
            plain("correction", "ورد «17» والصواب «70»."),
        ],
        "bodies": [
            plain("main", "سطر أول\nآخر") | {"charCount": 11, "wordCount": 3},
            {
                "role": "richtext",
                "contentType": "text/html",
                "value": "<p>سطر أول</p><p>آخر</p>",
            },
        ],
        "by": "هالة",
        "infoSources": [
            {"name": "وكالة الفرات", "role": "origin", "uri": "tag:news.example,2026:source/3"},
            {"name": "شبكة الساحل", "role": "cited", "uri": "tag:news.example,2026:source/4"},
        ],
        "subjects": [{"name": "حدائق", "rel": "about"}],
        "associations": [
            associated("translation", "article/12/en", "The park reopens", "en"),
            associated("related", "article/11", "النهر", "ar"),
            associated("related", "article/9", "بالعربية", "ar"),
        ],
        "altIds": [
            {"role": "id", "value": "12"},
            {"role": "webpage", "value": f"{SITE}/articles/12/park/"},
        ],
    }


def associated(relation, name, headline, language):
    return {
        "name": headline,
        "rel": relation,
        "uri": f"tag:news.example,2026:{name}",
        "type": "text",
        "representationType": "partial",
        "language": language,
        "headlines": [plain("main", headline)],
    }


def test_in_english_what_is_english(client, chief):
    item = item_of(client, whole(chief), "?lang=en")
    assert (item["uri"], item["language"]) == ("tag:news.example,2026:article/12/en", "en")
    assert item["headlines"] == [plain("main", "The park reopens")]
    assert item["descriptions"] == [plain("correction", "It said “17”; it is “70”.")]
    assert item["bodies"][0]["value"] == "The town opened it on Monday."
    assert [source["name"] for source in item["infoSources"]] == ["وكالة الفرات", "Coast"]
    assert item["associations"] == [
        associated("translation", "article/12", "الحديقة", "ar"),
        associated("related", "article/11/en", "The river", "en"),
    ]
    assert item["altIds"][1]["value"] == f"{SITE}/en/articles/12/park/"
    assert "subjects" not in item
    assert "by" not in item


def test_its_picture(client):
    image = make_image(source=make_source("وكالة الفرات", pk=3))
    story = make_article(image=image, image_alt_ar="أشجار", image_caption_ar="الحديقة")
    item, photo = item_of(client, story), image.largest_jpeg
    assert item["profile"] == "text-photo"
    assert item["associations"] == [
        {
            "name": "الحديقة",
            "rel": "picture",
            "uri": f"tag:news.example,2026:image/{image.pk}",
            "type": "picture",
            "descriptions": [plain("caption", "الحديقة"), plain("alt", "أشجار")],
            "by": "سلمى النموذجية",
            "infoSources": [
                {"name": "وكالة الفرات", "role": "origin", "uri": "tag:news.example,2026:source/3"}
            ],
            "renditions": [
                {
                    "name": "main",
                    "href": f"{SITE}{photo.address}",
                    "contentType": "image/jpeg",
                    "width": photo.width,
                    "height": photo.height,
                }
            ],
        }
    ]


def test_the_language_is_in_the_header(client):
    story = make_translated_article()
    for query, language in (("", "ar"), ("?lang=en", "en")):
        response = client.get(f"/api/v1/articles/{story.pk}/ninjs/{query}")
        assert response["Content-Language"] == language


def test_what_is_not_translated_is_not_found_in_english(client):
    read(client, f"/api/v1/articles/{make_article().pk}/ninjs/?lang=en", 404)


def test_a_language_that_there_is_not(client):
    problem = read(client, f"/api/v1/articles/{make_article().pk}/ninjs/?lang=fr", 400)
    assert problem["errors"][0]["parameter"] == "lang"


def test_no_time_is_made_up(client):
    story = make_article(published_precision=Precision.DAY, created_at=utc(2020, 1, 1))
    item = item_of(client, story)
    assert "contentCreated" not in item
    assert item["firstCreated"] == item["versionCreated"] == "2020-01-01T02:00:00+02:00"


def test_what_was_withdrawn_is_canceled(client, chief):
    story = withdraw_story(publish_story(chief, "كما قُرئ"), chief, "سُحب.")
    notice = Correction.objects.get()
    assert item_of(client, story) == {
        "uri": f"tag:news.example,2026:article/{story.pk}",
        "standard": STANDARD,
        "type": "text",
        "representationType": "partial",
        "profile": "text-only",
        "pubStatus": "canceled",
        "versionCreated": iso(notice.issued_at),
        "language": "ar",
        "headlines": [plain("main", "كما قُرئ")],
        "descriptions": [plain("retraction", "سُحب.")],
        "edNote": "سُحب.",
        "altIds": [{"role": "id", "value": str(story.pk)}],
    }


def test_what_is_gone_has_no_headline(client, chief):
    story = withdraw_story(publish_story(chief, "كما قُرئ"), chief, is_gone=True)
    assert "headlines" not in item_of(client, story)


def test_what_has_expired_is_withheld(client):
    story = make_article(expires_at=utc(2020, 1, 1))
    item = item_of(client, story)
    assert (item["pubStatus"], item["versionCreated"]) == ("withheld", "2020-01-01T02:00:00+02:00")
    assert not {"headlines", "bodies", "descriptions"} & set(item)


def test_what_will_expire_says_when(client):
    story = make_article(expires_at=utc(2090, 1, 1))
    assert item_of(client, Article.objects.get(pk=story.pk))["expires"] == (
        "2090-01-01T03:00:00+03:00"
    )
