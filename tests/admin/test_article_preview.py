import re

import pytest
from django.urls import reverse

from articles.editing import read_preview, save_article
from articles.models import Article, Status
from tests.admin.forms import change_url
from tests.builders import make_article, make_translated_article

pytestmark = pytest.mark.django_db


def address(article, language=""):
    query = f"?language={language}" if language else ""
    return reverse("admin:articles_article_preview", args=[article.pk]) + query


def frames(html):
    return re.findall(r'<iframe class="preview-(\w+)" src="([^"]+)"', html)


def test_two_frames_of_what_was_last_written(desk, account):
    article = make_article("المنشور")
    client = desk("editor")
    article.title_ar = "ينتظر"
    save_article(article, by=account("chief editor"))
    response = client.get(address(article))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"  # what it frames may be framed, it may not
    (phone, source), (desktop, same) = frames(response.content.decode())
    assert (phone, desktop) == ("phone", "desktop")
    assert source == same
    assert "<h1>ينتظر</h1>" in client.get(source).content.decode()


def test_in_english_where_there_is_english(desk):
    client = desk("editor")
    article = make_translated_article(status=Status.DRAFT)
    html = client.get(address(article, "en")).content.decode()
    assert '<a href="?language=en" lang="en" dir="ltr" aria-current="page">' in html
    assert frames(html)[0][1].startswith("/en/preview/")
    assert "The park reopens" in client.get(frames(html)[0][1]).content.decode()
    in_arabic = make_article()
    html = client.get(address(in_arabic, "en")).content.decode()
    assert "?language=en" not in html
    assert frames(html)[0][1].startswith("/preview/")


def test_a_link_for_a_colleague_without_an_account(desk, client):
    article = make_article("مسودة", status=Status.DRAFT)
    editor = desk("editor")
    assert "link" not in editor.get(address(article)).context
    response = editor.post(address(article))
    link, until = response.context["link"], response.context["until"]
    assert link in response.content.decode()
    assert link.startswith("http://testserver/preview/")
    assert f'<time datetime="{until.astimezone().isoformat()[:10]}' in response.content.decode()
    page = client.get(link.removeprefix("http://testserver"))
    assert page.status_code == 200
    assert "<h1>مسودة</h1>" in page.content.decode()
    assert read_preview(link.split("/")[-2]).until == until


def test_the_frames_hold_for_minutes_and_the_link_for_days(desk):
    response = desk("editor").post(address(make_article()))
    frame = read_preview(response.context["frame"].split("/")[-2])
    link = read_preview(response.context["link"].split("/")[-2])
    assert (link.until - frame.until).total_seconds() > 47 * 3600


def test_the_form_leads_to_it(desk):
    article = make_article(status=Status.DRAFT)
    html = desk("reporter").get(change_url(article)).content.decode()
    assert f'<a href="{address(article)}">' in html


def test_who_may_not_see_the_desk_sees_no_preview(client, desk):
    article = make_article(status=Status.DRAFT)
    response = client.get(address(article))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
    assert client.post(address(article)).status_code == 302
    gone = address(article)
    Article.objects.all().delete()
    assert desk("editor").get(gone).status_code == 404
