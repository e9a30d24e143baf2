"""What stands at the address of an article that readers can no longer read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.damascus import iso
from articles.editing import Notice, publish, unschedule, withdraw
from articles.models import Article, Correction, RelatedLink
from tests.builders import make_article, make_source, make_translated_article
from tests.stories import NOTICE, publish_story, withdraw_story, write

pytestmark = pytest.mark.django_db


def addresses(article):
    return [
        f"/articles/{article.pk}/",
        f"/articles/{article.pk}/عنوان-قديم/",
        article.get_absolute_url(),
    ]


class TestRetracted:
    def test_every_address_says_what_became_of_it_and_not_what_it_said(self, client, chief):
        article = publish_story(chief, "بلدية تغلق المعهد", body_ar="<p>نص الخبر</p>")
        withdraw_story(article, chief, "سُحب لأن البيان <مزور>")
        retraction = Correction.objects.get()
        for address in addresses(article):
            response = client.get(address)
            html = response.content.decode()
            assert response.status_code == 200
            assert "<h1>بلدية تغلق المعهد</h1>" in html
            assert "سُحب لأن البيان &lt;مزور&gt;" in html
            assert f'<time datetime="{iso(retraction.issued_at)}">' in html
            assert "نص الخبر" not in html
            assert '<meta name="robots" content="noindex">' in html
            assert "canonical" not in html
            assert "hreflang" not in html
            assert f'"/articles/{article.pk}/history/"' in html
            assert '"/corrections/"' in html

    def test_the_headline_is_the_one_that_readers_saw(self, client, chief):
        article = withdraw_story(publish_story(chief, "كما قُرئ"), chief)
        article = write(article, chief, title_ar="مسودة بعد السحب")
        html = client.get(f"/articles/{article.pk}/").content.decode()
        assert "<h1>كما قُرئ</h1>" in html
        assert "مسودة" not in html

    def test_in_english_where_the_notice_is(self, client, chief):
        article = withdraw_story(make_translated_article(), chief)
        html = client.get(f"/en/articles/{article.pk}/").content.decode()
        assert "<h1>The park reopens</h1>" in html
        assert "This story was withdrawn." in html
        assert f'href="/articles/{article.pk}/" hreflang="ar"' in html
        in_arabic = make_article()
        withdraw(in_arabic, by=chief, notice=Notice("سُحب."))
        assert client.get(f"/en/articles/{in_arabic.pk}/").status_code == 404

    def test_only_reading(self, client, chief):
        article = withdraw_story(make_article(), chief)
        assert client.head(f"/articles/{article.pk}/").status_code == 200
        assert client.post(f"/articles/{article.pk}/").status_code == 405

    def test_what_nobody_could_read_was_never_there(self, client, chief):
        tomorrow = timezone.now() + timedelta(days=1)
        article = publish_story(chief, published_at=tomorrow)
        withdraw(article, by=chief, notice=NOTICE)
        assert client.get(f"/articles/{article.pk}/").status_code == 404

    def test_until_it_is_published_again_the_notice_stands_without_the_new_words(
        self, client, chief
    ):
        article = withdraw_story(publish_story(chief, "كما قُرئ"), chief)
        tomorrow = timezone.now() + timedelta(days=1)
        article = write(article, chief, title_ar="العنوان الجديد", published_at=tomorrow)
        publish(article, by=chief)
        self.stands_without_new_words(client, article)
        unschedule(article, by=chief)
        self.stands_without_new_words(client, article)

    @staticmethod
    def stands_without_new_words(client, article):
        response = client.get(f"/articles/{article.pk}/")
        html = response.content.decode()
        assert response.status_code == 200
        assert "سُحب هذا الخبر." in html
        assert "العنوان الجديد" not in html
        assert f"/articles/{article.pk}/history/" not in html
        assert client.get(f"/articles/{article.pk}/history/").status_code == 404

    def test_published_again_it_is_an_article(self, client, chief):
        article = withdraw_story(publish_story(chief), chief)
        publish(article, by=chief)
        html = client.get(article.get_absolute_url()).content.decode()
        assert '<link rel="canonical"' in html


class TestGone:
    def test_410_with_the_notice_and_nothing_of_the_article(self, client, chief):
        article = publish_story(
            chief,
            "عنوان محجوب",
            summary_ar="ملخص محجوب",
            title_en="Hidden",
            body_en="<p>Hidden</p>",
        )
        withdraw_story(article, chief, "سُحب بقرار.", is_gone=True)
        for address in [
            f"/articles/{article.pk}/",
            article.get_absolute_url(),
            f"/articles/{article.pk}/history/",
            f"/en{article.get_absolute_url()}",
        ]:
            response = client.get(address)
            assert response.status_code == 410
            html = response.content.decode()
            assert "سُحب بقرار." in html or "This story was withdrawn." in html
            assert "محجوب" not in html
            assert "Hidden" not in html
            assert '<meta name="robots" content="noindex">' in html
            assert f'"/articles/{article.pk}/history/"' not in html


class TestExpired:
    @pytest.fixture
    def article(self):
        now = timezone.now()
        return make_translated_article(
            "عنوان انقضى",
            title_en="Old title",
            published_at=now - timedelta(days=2),
            expires_at=now - timedelta(hours=1),
        )

    def test_410_and_since_when(self, client, article):
        for address in [*addresses(article), f"/articles/{article.pk}/history/"]:
            response = client.get(address)
            assert response.status_code == 410
            html = response.content.decode()
            assert f'<time datetime="{iso(article.expires_at)}">' in html
            assert "عنوان انقضى" not in html
            assert '<meta name="robots" content="noindex">' in html

    def test_in_english_where_it_was_in_english(self, client, article):
        response = client.get(f"/en/articles/{article.pk}/")
        assert response.status_code == 410
        assert "Old title" not in response.content.decode()
        Article.objects.update(title_en=None)
        assert client.get(f"/en/articles/{article.pk}/").status_code == 404


@pytest.mark.parametrize("is_gone", [False, True])
def test_at_once_it_is_in_no_list_search_or_feed(client, chief, is_gone):
    source = make_source()
    make_translated_article("خبر باق", source=source)
    withdrawn = make_translated_article("خبر مسحوب", source=source, title_en="Taken away")
    pages = [
        "/",
        "/archive/",
        "/archive/2018/",
        "/archive/2018/05/",
        "/archive/2018/05/21/",
        "/search/?q=خبر",
        "/search/?since=1.1.2018",
        "/search/feed/?q=خبر",
        "/search/suggestions/?q=خبر",
        source.get_absolute_url(),
        "/en/",
        "/en/archive/",
        "/en/search/?since=1.1.2018",
    ]

    def reading(page):
        html = client.get(page).content.decode()
        # The front page tells of the withdrawal, as the log does.
        html = html.partition('<div class="front-trust">')[0]
        return html.replace("<mark>", "").replace("</mark>", "")

    for page in pages:
        assert "مسحوب" in reading(page) or "Taken away" in reading(page), page
    withdraw_story(withdrawn, chief, is_gone=is_gone)
    for page in pages:
        html = reading(page)
        assert "مسحوب" not in html, page
        assert "Taken away" not in html, page
        assert "خبر باق" in html or "The park reopens" in html, page


def test_a_related_headline_leads_to_it_no_more(client, chief):
    withdrawn, article = make_article("خبر مسحوب"), make_article()
    RelatedLink.objects.create(article=article, title="عنوان مقترح", target=withdrawn)
    withdraw_story(withdrawn, chief)
    html = client.get(article.get_absolute_url()).content.decode()
    assert '<li class="absent"><span lang="ar" dir="rtl">عنوان مقترح</span>' in html
    assert f"/articles/{withdrawn.pk}/" not in html
