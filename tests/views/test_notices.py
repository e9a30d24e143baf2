"""Corrections and clarifications on the page of their article."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.damascus import iso
from articles.editing import Notice, publish
from articles.models import Correction
from tests.builders import make_article, make_translated_article, utc
from tests.forging import forging
from tests.stories import change_story, publish_story, withdraw_story

pytestmark = pytest.mark.django_db

BODY = '<div class="body">'


def read(client, article, prefix=""):
    response = client.get(f"{prefix}{article.get_absolute_url()}")
    assert response.status_code == 200
    return response.content.decode()


def notices(html):
    """The notices as ``(their place, their text)``."""
    return [
        ("above" if match.start() < html.index(BODY) else "below", match[1])
        for match in re.finditer(
            r'<aside class="correction.*?</p>\s*<p>(.*?)</p>.*?</aside>', html, re.DOTALL
        )
    ]


def test_serious_ones_stand_above_the_text_and_others_below(client, chief):
    article = publish_story(chief)
    serious = Notice("خطأ <كبير>", is_serious=True)
    article = change_story(article, chief, "correction", serious, body_ar="<p>أ</p>")
    article = change_story(article, chief, "clarification", Notice("غموض"), body_ar="<p>ب</p>")
    article = change_story(article, chief, "correction", Notice("خطأ صغير"), body_ar="<p>ج</p>")
    assert notices(read(client, article)) == [
        ("above", "خطأ &lt;كبير&gt;"),
        ("below", "خطأ صغير"),
        ("below", "غموض"),
    ]


def test_a_notice_says_when_in_damascus_and_leads_to_what_changed(client, chief):
    article = change_story(publish_story(chief), chief, "correction", body_ar="<p>أ</p>")
    with forging():
        Correction.objects.update(issued_at=utc(2018, 5, 24, 23, 1))
    html = read(client, article)
    assert '<time datetime="2018-05-25T02:01:00+03:00">25.05.2018 | 02:01 دمشق</time>' in html
    notice = Correction.objects.get()
    address = f"/articles/{article.pk}/history/"
    assert f'<a href="{address}#correction-{notice.pk}">' in html
    assert f'id="correction-{notice.pk}"' in client.get(address).content.decode()


def test_in_english_only_what_is_in_english(client, chief):
    article = make_translated_article()
    article = change_story(
        article, chief, "correction", Notice("الأول", "The first"), body_ar="<p>أ</p>"
    )
    article = change_story(
        article, chief, "correction", Notice("الثاني", "The second"), body_ar="<p>ب</p>"
    )
    with forging():
        Correction.objects.filter(text_ar="الأول").update(text_en="")
    assert notices(read(client, article)) == [("below", "الثاني"), ("below", "الأول")]
    english = read(client, article, "/en")
    assert notices(english) == [("below", "The second")]
    assert f"/en/articles/{article.pk}/history/" in english


def test_the_line_of_the_update_is_the_time_of_the_correction(client, chief):
    article = change_story(publish_story(chief), chief, "correction", body_ar="<p>أ</p>")
    assert f'<time datetime="{iso(article.updated_at)}">آخر تحديث: ' in read(client, article)


@pytest.mark.parametrize(
    ("change", "leads"), [("minor", False), ("update", True), ("correction", True)]
)
def test_a_page_leads_to_its_history_when_there_is_something_to_tell(client, chief, change, leads):
    article = publish_story(chief)
    address = f'"/articles/{article.pk}/history/"'
    assert address not in read(client, article)
    article = change_story(article, chief, change, body_ar="<p>أ</p>")
    assert (address in read(client, article)) == leads


def test_a_retraction_is_no_notice_on_an_article_that_is_back(client, chief):
    article = withdraw_story(publish_story(chief), chief)
    publish(article, by=chief)
    html = read(client, article)
    assert notices(html) == []
    assert f'"/articles/{article.pk}/history/"' in html


def test_an_article_without_notices_has_none_of_it(client):
    html = read(client, make_article())
    assert "correction" not in html.replace("/corrections/", "")
    assert "/history/" not in html


def test_every_page_leads_to_the_log(client):
    make_translated_article()
    assert '<a href="/corrections/">' in client.get("/").content.decode()
    assert '<a href="/en/corrections/">' in client.get("/en/").content.decode()


def test_as_many_queries_for_one_as_for_many(client, chief):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            read(client, article)
        return len(captured)

    article = change_story(publish_story(chief), chief, "correction", body_ar="<p>أ</p>")
    one = queries(article)
    for number in range(5):
        article = change_story(article, chief, "correction", body_ar=f"<p>{number}</p>")
    assert queries(article) == one
