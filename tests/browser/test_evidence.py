"""The evidence beside an article's form, in a real browser."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Proposal
from tests.browser.steps import SAVED, follow, log_in, wait_for_editors
from tests.builders import make_article
from tests.importing.pages import PARAGRAPHS, Page, import_folder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(tmp_path: Path) -> Article:
    Page(quote="", english="The water is back\nIt came this morning.").write(tmp_path)
    import_folder(tmp_path)
    return Article.objects.get()


@pytest.fixture
def form(live_server, browser, article):
    """The article's form, at which an editor sits; ``complaints`` stays empty."""
    User.objects.create_superuser("huda", password="x")
    page = browser.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    path = reverse("admin:articles_article_change", args=[article.pk])
    log_in(page, live_server.url + path, "huda")
    wait_for_editors(page)
    page.mouse.move(5, 5)  # away from the fields
    yield page
    assert page.complaints == []


def test_the_lines_of_the_field_one_is_in_are_lit(form):
    lit = expect(form.locator(".desk-line.desk-lit .desk-number"))
    lit.to_have_text([])
    form.focus("#id_title_ar")
    lit.to_have_text(["1"])
    form.focus("#id_published_at_clock")
    lit.to_have_text(["3"])
    form.hover("#id_updated_at_day")
    lit.to_have_text(["5"])
    form.locator(".prose-editor .ProseMirror").first.click()
    lit.to_have_text(["9", "11", "13"])
    form.mouse.move(5, 5)
    form.focus("#id_slug")
    lit.to_have_text([])


def test_without_a_script_each_field_leads_to_its_line(form):
    form.click(".field-published_at .desk-origin a")
    expect(form.locator(":target .desk-number")).to_have_text("3")


def test_what_was_typed_is_asked_about_before_a_decision_leaves_it(form, article):
    evidence = article.captured_pages.filter(kind="page").get()
    proposal = Proposal.objects.create(
        article=article, page=evidence, field="byline_ar", value="سامر"
    )
    make_article("خبر آخر", body_ar=f"<p>{PARAGRAPHS[0]}</p>")
    form.reload()
    form.fill("#id_title_ar", "عنوان لم يحفظ")
    asked = []
    form.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    form.click("button[name=take]")
    assert len(asked) == 1
    expect(form.locator("#id_title_ar")).to_have_value("عنوان لم يحفظ")
    form.once("dialog", lambda dialog: dialog.accept())
    follow(form.locator("button[name=take]"))
    expect(form.locator(SAVED)).to_be_visible()
    proposal.refresh_from_db()
    assert proposal.outcome == "taken"
