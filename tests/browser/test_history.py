"""The history of an article in a real browser: two picked and compared, one restored."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.editing import save_article
from articles.models import Article
from tests.browser.steps import follow, log_in, resize
from tests.builders import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_revisions_are_picked_compared_and_one_restored(live_server, browser):
    root = User.objects.create_superuser("root", password="x")
    article = make_article("العنوان الأول")
    for title in ("العنوان الثاني", "العنوان الثالث"):
        article.title_ar = title
        save_article(article, by=root)
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    history = reverse("admin:articles_article_history", args=[article.pk])
    log_in(page, live_server.url + history, "root")

    page.check("[name=a][value='1']")
    page.check("[name=b][value='3']")
    follow(page.locator(".desk-revisions-bar button"))
    asked = urlsplit(page.url)
    assert parse_qs(asked.query) == {"a": ["1"], "b": ["3"]}
    changed = page.locator(".desk-compared")
    expect(changed).to_have_count(1)
    expect(changed.locator("del")).to_contain_text("الأول")
    expect(changed.locator("ins")).to_contain_text("الثالث")
    # The word that went is drawn as it was: its last letter does not join the word that came.
    beside, alone = changed.locator("del").evaluate(
        """went => {
          const width = (word) => word.getBoundingClientRect().width;
          const copy = went.parentElement.cloneNode(true);
          copy.querySelector("ins").remove();
          went.parentElement.after(copy);
          return [width(went), width(copy.querySelector("del"))];
        }"""
    )
    assert beside == pytest.approx(alone, abs=0.1)

    restore = page.locator(".desk-compared-before button[form=desk-restore]")
    page.once("dialog", lambda dialog: dialog.dismiss())
    restore.click()
    assert Article.objects.get(pk=article.pk).version == 3
    page.once("dialog", lambda dialog: dialog.accept())
    follow(restore)
    assert page.url == live_server.url + history
    rows = page.locator(".desk-revisions tbody tr")
    assert [row.get_attribute("id") for row in rows.all()] == [
        f"revision-{number}" for number in (4, 3, 2, 1)
    ]
    expect(page.locator("#revision-4 .desk-scheduled")).to_have_count(1)  # it waits to be published
    expect(page.locator("#revision-1.desk-live")).to_have_count(1)
    for width in (360, 1280):
        resize(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
