"""What search engines are told, whole; and that nothing in it ends its element."""

import json

import pytest
from django.utils import translation

from articles.arabic import isolate
from articles.models import Article, Citation, Correction, Page, Precision, Source
from articles.sharing import article_graph, directed, dump_linked_data, site_graph
from articles.views.article import load_beside, with_what_is_beside
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.forging import forging
from tests.stories import change_story, publish_story

ROOT = "https://news.example"


def absolute(address):
    return address if address.startswith("https:") else f"{ROOT}{address}"


@pytest.fixture(autouse=True)
def _cards(monkeypatch):
    monkeypatch.setattr("articles.sharing.pictures.has_cards", lambda: True)


def graph_of(article, language="ar"):
    with translation.override(language):
        found = with_what_is_beside(Article.objects.all(), language).get(pk=article.pk)
        load_beside(found, language)
        return article_graph(found, language, absolute)


def news(article, language="ar"):
    return graph_of(article, language)[0]


@pytest.mark.django_db
class TestArticle:
    def test_whole(self, chief, settings):
        settings.PUBLISHER_POLICIES = {"publishingPrinciples": "/principles/"}
        settings.PUBLISHER_SAME_AS = ["https://social.example/newsroom"]
        source = make_source(
            "وكالة الفرات", pk=3, slug="euphrates", homepage="https://euphrates.example/"
        )
        cited = make_source("شبكة الساحل", slug="coast")
        article = publish_story(
            chief,
            "البلدية تفتتح الحديقة",
            pk=12,
            slug="park",
            source=source,
            byline_ar="ليلى الحموي",
            summary_ar="خبر في سطر",
            title_en="The park reopens",
            body_en="<p>The town opened it on Monday.</p>",
            tags=["حدائق"],
            capture_key="x",
            published_at=utc(2018, 5, 21, 8, 5),
        )
        Citation.objects.create(article=article, source=cited, state=Citation.State.CONFIRMED)
        article = change_story(article, chief, "correction", summary_ar="خبر مصحح")
        notice = Correction.objects.get()
        with forging():
            Correction.objects.update(issued_at=utc(2018, 5, 24, 23, 1))
        Article.objects.update(updated_at=utc(2018, 5, 24, 23, 1))
        pixels = {"@type": "QuantitativeValue", "unitCode": "E37"}
        agency = {
            "@type": "Organization",
            "name": "وكالة الفرات",
            "url": "https://euphrates.example/",
        }
        assert graph_of(article) == [
            {
                "@type": "NewsArticle",
                "@id": f"{ROOT}/articles/12/park/#article",
                "identifier": "tag:news.example,2026:article/12",
                "url": f"{ROOT}/articles/12/park/",
                "mainEntityOfPage": f"{ROOT}/articles/12/park/",
                "headline": "البلدية تفتتح الحديقة",
                "description": "خبر مصحح",
                "inLanguage": "ar",
                "datePublished": "2018-05-21T11:05:00+03:00",
                "dateModified": "2018-05-25T02:01:00+03:00",
                "isAccessibleForFree": True,
                "image": {
                    "@type": "ImageObject",
                    "url": f"{ROOT}/articles/12/card/{article.live_version}.png",
                    "width": {**pixels, "value": 1200},
                    "height": {**pixels, "value": 630},
                    "caption": "البلدية تفتتح الحديقة",
                },
                "author": {"@type": "Person", "name": "ليلى الحموي"},
                "publisher": {"@id": f"{ROOT}/#publisher"},
                "keywords": ["حدائق"],
                "workTranslation": {
                    "@type": "NewsArticle",
                    "@id": f"{ROOT}/en/articles/12/park/#article",
                    "url": f"{ROOT}/en/articles/12/park/",
                    "headline": "The park reopens",
                    "inLanguage": "en",
                },
                "sourceOrganization": agency,
                "isBasedOn": {"@type": "CreativeWork", "inLanguage": "ar", "publisher": agency},
                "citation": [
                    {
                        "@type": "CreativeWork",
                        "publisher": {
                            "@type": "Organization",
                            "name": "شبكة الساحل",
                            "url": f"{ROOT}/sources/coast/",
                        },
                    }
                ],
                "correction": [
                    {
                        "@type": "CorrectionComment",
                        "identifier": f"tag:news.example,2026:correction/{notice.pk}",
                        "url": f"{ROOT}/articles/12/history/#correction-{notice.pk}",
                        "text": "ورد «17» والصواب «70».",
                        "inLanguage": "ar",
                        "datePublished": "2018-05-25T02:01:00+03:00",
                    }
                ],
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    step(1, "غرفة الأخبار", "/"),
                    step(2, "الأرشيف", "/archive/"),
                    step(3, "21 أيار 2018", "/archive/2018/05/21/"),
                    step(4, "البلدية تفتتح الحديقة", "/articles/12/park/"),
                ],
            },
            {
                "@type": "NewsMediaOrganization",
                "@id": f"{ROOT}/#publisher",
                "name": "غرفة الأخبار",
                "url": f"{ROOT}/",
                "logo": f"{ROOT}/static/img/card-ar.png",
                "sameAs": ["https://social.example/newsroom"],
                "publishingPrinciples": f"{ROOT}/principles/",
            },
        ]

    def test_the_english_is_a_translation(self):
        article = make_translated_article(
            "الحديقة", slug="park", tags=["حدائق"], source=make_source(), byline_ar="ليلى"
        )
        found = news(article, "en")
        assert found["translationOfWork"]["headline"] == "الحديقة"
        assert found["translationOfWork"]["url"] == f"{ROOT}/articles/{article.pk}/park/"
        assert "workTranslation" not in found
        assert "keywords" not in found
        assert found["identifier"].endswith("/en")
        assert found["description"] == "The town opened it on Monday."

    def test_the_least(self):
        article = make_article()
        found = news(article)
        for name in (
            "dateModified", "keywords", "workTranslation", "sourceOrganization", "isBasedOn",
            "citation", "correction",
        ):  # fmt: skip
            assert name not in found
        assert found["author"] == {"@id": f"{ROOT}/#publisher"}

    def test_where_only_the_day_is_known_no_time_is_made_up(self):
        article = make_article(published_at=utc(2018, 5, 20, 21), published_precision=Precision.DAY)
        assert news(article)["datePublished"] == "2018-05-21"

    def test_our_own_desk_is_no_source_of_ours(self):
        desk = make_source("المكتب", kind=Source.Kind.OWN_DESK)
        found = news(make_article(source=desk, capture_key="x"))
        assert "sourceOrganization" not in found
        assert "isBasedOn" not in found
        assert found["author"] == {"@id": f"{ROOT}/#publisher"}

    def test_without_a_byline_whose_story_it_is(self):
        article = make_article(source=make_source("وكالة الفرات"))
        assert news(article)["author"]["name"] == "وكالة الفرات"


def step(position, name, address):
    return {"@type": "ListItem", "position": position, "name": name, "item": f"{ROOT}{address}"}


def test_the_site():
    with translation.override("en"):
        website, publisher = site_graph("en", absolute)
    assert website == {
        "@type": "WebSite",
        "@id": f"{ROOT}/en/#website",
        "url": f"{ROOT}/en/",
        "name": "Newsroom",
        "inLanguage": "en",
        "publisher": {"@id": f"{ROOT}/#publisher"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{ROOT}/en/search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    assert publisher["@id"] == website["publisher"]["@id"]


def test_nothing_ends_the_element_or_the_line():
    hard = "</script><!--<script>&amp;\u2028\u2029 \"'\\ «نص»"
    written = dump_linked_data([{"name": hard}])
    for forbidden in "<>&\u2028\u2029":
        assert forbidden not in written
    assert "«نص»" in written
    assert json.loads(written) == {"@context": "https://schema.org", "@graph": [{"name": hard}]}


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("خبر", "ar", "خبر"),
        ("«خبر»", "ar", "«خبر»"),
        ("NASA تعلن", "ar", "\u200fNASA تعلن"),
        ("10-8: NASA", "ar", "\u200f\u206810\u2069-\u20688\u2069: NASA"),
        ("لغة C++", "ar", "لغة \u2068C++\u2069"),
        ("C++ & لغة", "ar", "\u200f\u2068C++\u2069 & لغة"),
        ("C++ لغة", "en", "C++ لغة"),
        ("The park", "en", "The park"),
        ("خان reopens", "en", "\u200eخان reopens"),
        ("2026", "ar", "2026"),
        ("", "ar", ""),
    ],
)
def test_the_first_letter_tells_the_direction(text, language, said):
    assert directed(text, language) == said


def test_a_name_disturbs_nothing_around_it():
    assert isolate("NASA") == "\u2068NASA\u2069"


def test_the_newsrooms_own_pages_say_how_it_works_unless_the_operator_names_others(settings):
    pages = [Page(kind=kind) for kind in Page.Kind.values]
    policies = {
        "publishingPrinciples": f"{ROOT}/principles/",
        "correctionsPolicy": f"{ROOT}/corrections-policy/",
        "ownershipFundingInfo": f"{ROOT}/ownership/",
    }
    _website, publisher = site_graph("ar", absolute, pages)
    assert policies.items() <= publisher.items()
    settings.PUBLISHER_POLICIES = {"correctionsPolicy": "/elsewhere/"}
    _website, publisher = site_graph("ar", absolute, pages)
    assert publisher["correctionsPolicy"] == f"{ROOT}/elsewhere/"
