import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import save_article, sign_preview
from articles.models import Article, RelatedLink, Revision, Source, Status
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.forging import forging
from tests.stories import change_story, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db


def address(article, prefix="", **lasts):
    maker, _ = User.objects.get_or_create(username="maker", is_staff=True, is_superuser=True)
    stored = Article.objects.get(pk=article.pk)
    return f"{prefix}/preview/{sign_preview(stored, maker, **lasts)[0]}/"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def is_closed(response):
    """A page that no cache keeps, no search engine takes and no other site frames."""
    return {
        name: response[name]
        for name in ("Cache-Control", "X-Robots-Tag", "X-Frame-Options", "Referrer-Policy")
    } == {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
    }


def test_it_is_the_page_of_the_article_but_for_its_bar_and_its_address(client):
    target = make_article("هدف")
    article = make_translated_article(
        "خبر", source=make_source(), byline_ar="ليلى", summary_ar="ملخص", tags=["سوق"]
    )
    RelatedLink.objects.create(article=article, title="مقترح", target=target)
    shown = client.get(article.get_absolute_url()).content.decode()
    preview = read(client, address(article))

    def story(html):
        found = re.search(r'<article class="story">.*</article>', html, re.DOTALL)[0]
        # What only makes sense at the article's own address.
        tools = (
            r'<(details|section) class="tools".*?</\1>|<p class="on-paper".*?</p>'
            r'|<p class="more"><a href="[^"]*/report/".*?</p>'
        )
        return re.sub(tools, "", found, flags=re.DOTALL).split()

    assert story(preview) == story(shown)
    assert 'class="preview-bar"' in preview
    assert 'class="preview-bar"' not in shown
    assert "canonical" not in preview
    assert "hreflang" in preview  # the switch between the two, not an alternate
    assert "alternate" not in preview
    assert '<meta name="robots" content="noindex, nofollow">' in preview


def test_a_draft_that_has_next_to_nothing(client, chief):
    article = Article.objects.create(status=Status.DRAFT, title_ar="عنوان", slug="")
    html = read(client, address(article))
    assert "<h1>عنوان</h1>" in html
    assert "<time" not in re.search(r"<article.*</article>", html, re.DOTALL)[0]


def test_of_a_published_article_what_waits(client, chief):
    article = publish_story(chief, "المنشور")
    live = read(client, address(article))
    article = write(article, chief, title_ar="ينتظر")
    waiting = read(client, address(article))
    bar = re.compile(r'<p class="preview-bar".*?</p>', re.DOTALL)
    assert "<h1>ينتظر</h1>" in waiting
    assert bar.search(waiting)[0] != bar.search(live)[0]  # readers see the one already
    assert "ينتظر" not in client.get(article.get_absolute_url()).content.decode()


def test_a_link_shows_its_own_revision_and_says_when_there_is_a_newer_one(client, chief):
    article = write(make_article(status=Status.DRAFT), chief, title_ar="كما أُرسل")
    link = address(article)
    bar = re.compile(r'<p class="preview-bar".*?</p>', re.DOTALL)
    before = bar.search(read(client, link))[0]
    write(article, chief, title_ar="بعد الإرسال")
    html = read(client, link)
    assert "<h1>كما أُرسل</h1>" in html
    assert "بعد الإرسال" not in html
    assert bar.search(html)[0] != before


def test_a_link_to_what_had_no_history_yet(client, chief):
    article = make_article("كما كان", status=Status.DRAFT)
    link = address(article)
    assert "<h1>كما كان</h1>" in read(client, link)
    write(article, chief, title_ar="بعد ذلك")
    assert "<h1>كما كان</h1>" in read(client, link)


def test_its_notices_are_there(client, chief):
    article = change_story(publish_story(chief), chief, "correction", body_ar="<p>أ</p>")
    assert 'class="correction"' in read(client, address(article))


def test_in_english_where_it_is_in_english(client):
    article = make_translated_article(status=Status.DRAFT)
    arabic, english = address(article), address(article, "/en")
    assert "<h1>The park reopens</h1>" in read(client, english)
    assert f'href="{arabic}" hreflang="ar"' in read(client, english)
    assert f'href="{english}" hreflang="en"' in read(client, arabic)
    assert client.get(address(make_article(), "/en")).status_code == 404


def test_a_source_that_is_there_no_more(client, chief):
    article = publish_story(chief, "خبر")
    write(article, chief, source=make_source())
    link = address(article)
    Source.objects.all().delete()
    assert "<h1>خبر</h1>" in read(client, link)


class TestClosed:
    def test_every_answer(self, client):
        article = make_article(status=Status.DRAFT)
        assert is_closed(client.get(address(article)))
        assert is_closed(client.head(address(article)))
        assert is_closed(client.get("/preview/x/"))

    @pytest.mark.parametrize("token", ["x", "a.b", "س"])
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_a_forged_link(self, client, prefix, token):
        response = client.get(f"{prefix}/preview/{token}/")
        assert response.status_code == 404
        assert response.templates[0].name == "articles/preview_over.html"
        assert is_closed(response)

    def test_an_expired_link(self, client):
        article = make_article("سر", status=Status.DRAFT)
        response = client.get(address(article, lasts=timedelta(seconds=-1)))
        assert response.status_code == 404
        assert "سر" not in response.content.decode()
        assert is_closed(response)

    def test_a_link_to_what_is_not_there(self, client, chief):
        article = write(make_article(status=Status.DRAFT), chief, title_ar="ثان")
        link = address(article)
        with forging():
            Revision.objects.filter(number=article.version).delete()
        assert client.get(link).status_code == 404
        Article.objects.all().delete()
        assert client.get(link).status_code == 404

    def test_a_link_to_what_must_be_gone(self, client, chief):
        article = publish_story(chief, "سر")
        link = address(article)
        withdraw_story(article, chief, is_gone=True)
        response = client.get(link)
        assert response.status_code == 404
        assert "سر" not in response.content.decode()

    def test_only_reading(self, client):
        assert client.post(address(make_article())).status_code == 405


def test_as_many_queries_for_one_as_for_many(client, chief):
    def queries(count):
        article = publish_story(chief, published_at=utc(2018, 5, 21, 8, 5))
        for number in range(count):
            RelatedLink.objects.create(
                article=article, position=number, title="س", target=make_article()
            )
            article = change_story(article, chief, "correction", title_ar=f"{number}")
        link = address(write(article, chief, title_ar="ينتظر"))
        with CaptureQueriesContext(connection) as captured:
            read(client, link)
        return len(captured)

    assert queries(1) == queries(5)


def test_links_that_wait_are_shown_where_readers_may_go(client, chief):
    article, target, draft = make_article(), make_article("هدف"), make_article(status=Status.DRAFT)
    RelatedLink.objects.create(article=article, title="المنشور")
    links = [["هدف", "", target.pk], ["مسودة", "", draft.pk]]
    save_article(Article.objects.get(pk=article.pk), by=chief, related=links)
    shown = client.get(article.get_absolute_url()).content.decode()
    preview = read(client, address(Article.objects.get(pk=article.pk)))
    related = re.compile(r'<ul class="related">(.*?)</ul>', re.DOTALL)
    assert "المنشور" in related.search(shown)[1]
    assert related.search(preview)[1].split() == [
        "<li><a", f'href="{target.get_absolute_url()}">هدف</a></li>', "<li", 'class="absent"><span',
        'lang="ar"', 'dir="rtl">مسودة</span>', "<small>غير", "متوفر", "هنا</small></li>",
    ]  # fmt: skip
