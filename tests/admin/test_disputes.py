"""Two people in one article: what does not overlap is merged, what does is put to the second."""

import pytest
from django.urls import reverse

from articles.editing import latest_content, load_latest, save_article
from articles.editing.open_forms import typed_before
from articles.models import Article, RelatedLink, Revision, Status
from tests.admin.forms import Inputs, article_data, change_url, decisions, said, save
from tests.builders import make_article, make_source, utc

pytestmark = pytest.mark.django_db

BODY = (
    "<p>الفقرة الأولى كما كانت.</p><p>الفقرة الثانية كما كانت.</p><p>الفقرة الثالثة كما كانت.</p>"
)


@pytest.fixture
def published(db) -> Article:
    article = make_article("عنوان الخبر", body_ar=BODY, source=make_source())
    article.tags = ["دمشق"]
    article.published_at = utc(2018, 10, 25, 21, 30).replace(second=42)
    article.save()
    return article


def colleague(account, article: Article, **changes) -> None:
    """Somebody else saves the newest content with ``changes``."""
    save_article(opened(article, **changes), by=account)


def opened(article: Article, **changes) -> Article:
    """What was last written of an article, with ``changes``."""
    newest = Article.objects.get(pk=article.pk)
    load_latest(newest)
    for name, value in changes.items():
        setattr(newest, name, value)
    return newest


def edited(body: str, **words: str) -> str:
    """``edited(BODY, الأولى="…")``: each named paragraph's ``كما كانت`` becomes something else."""
    for name, text in words.items():
        body = body.replace(f"{name} كما كانت", f"{name} {text}")
    return body


def newest(article: Article) -> Article:
    article = Article.objects.get(pk=article.pk)
    load_latest(article)
    return article


@pytest.fixture
def two(desk, account, published):
    """``two(mine, theirs)``: an editor opens the form, a colleague saves ``theirs``, the editor ``mine``."""
    client, other = desk("editor"), account()

    def meet(mine: dict, theirs: dict):
        url = change_url(published)
        form = article_data(client.get(url), **mine)
        colleague(other, published, **theirs)
        return client.post(url, form | {"_continue": "1"}, follow=True)

    meet.client, meet.other = client, other
    return meet


@pytest.mark.parametrize("base", ["", "-1"])
def test_a_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing(desk, base):
    article, client = make_article(), desk("editor")
    form = article_data(client.get(change_url(article)), body_ar="<p>من استمارة ناقصة.</p>")
    save(client, article, body_ar="<p>ما حُفظ في هذه الأثناء.</p>")
    response = client.post(change_url(article), form | {"base_version": base})
    assert list(response.context["adminform"].form.errors) == ["base_version"]
    assert "من استمارة ناقصة." in response.content.decode()
    article.refresh_from_db()
    assert latest_content(article)["body_ar"] == "<p>ما حُفظ في هذه الأثناء.</p>"


def test_other_paragraphs_and_other_fields_are_merged_and_reported(two, published):
    response = two(
        {"body_ar": edited(BODY, الأولى="صارت لي"), "byline_ar": "ليلى"},
        {"body_ar": edited(BODY, الثالثة="صارت لها"), "title_ar": "عنوان أدق", "tags": ["دمشق", "حلب"]},
    )  # fmt: skip
    assert said(response) == ["info", "info", "success"]
    both = newest(published)
    assert both.body_ar == edited(BODY, الأولى="صارت لي", الثالثة="صارت لها")
    assert (both.title_ar, both.byline_ar, both.tags) == ("عنوان أدق", "ليلى", ["دمشق", "حلب"])
    assert both.published_at == published.published_at  # to the second, though none is shown


def test_a_form_that_was_not_touched_takes_nothing_back(two, published):
    two({}, {"title_ar": "عنوان أدق", "published_at": utc(2018, 10, 26, 9)})
    kept = newest(published)
    assert (kept.title_ar, kept.published_at) == ("عنوان أدق", utc(2018, 10, 26, 9))
    assert Revision.objects.filter(article=published).count() == 2


def disputed(two):
    return two(
        {"body_ar": edited(BODY, الأولى="لي", الثانية="لي"), "byline_ar": "ليلى"},
        {"body_ar": edited(BODY, الثانية="لها", الثالثة="لها")},
    )


def test_the_same_paragraph_is_put_to_the_second_and_nothing_is_saved(two, published):
    response = disputed(two)
    assert "admin/articles/article/dispute.html" in [one.name for one in response.templates]
    [shown] = response.context["disputes"]
    assert [text for _whose, text, *_more in shown.texts] == [
        "<p>الفقرة الثانية كما كانت.</p>",
        "<p>الفقرة الثانية لها.</p>",
        "<p>الفقرة الثانية لي.</p>",
    ]
    assert newest(published).byline_ar == ""
    kept = typed_before(published, by=response.wsgi_request.user)
    assert kept.typed["byline_ar"] == "ليلى"


@pytest.mark.parametrize(
    ("choice", "second"),
    [
        ("mine", "<p>الفقرة الثانية لي.</p>"),
        ("theirs", "<p>الفقرة الثانية لها.</p>"),
        ("base", "<p>الفقرة الثانية كما كانت.</p>"),
        ("both", "<p>الفقرة الثانية لها.</p><p>الفقرة الثانية لي.</p>"),
        ("rewritten", "<p>كُتبت من جديد &lt;b&gt;</p><p>وسطر آخر</p>"),
    ],
)
def test_whatever_is_chosen_everything_else_of_both_is_there(two, published, choice, second):
    sent = Inputs(disputed(two).content.decode()).sent
    (name,) = decisions(sent, choice_body_ar=choice)
    assert sent[name] == "mine"
    new = "كُتبت من جديد <b>\r\n\r\nوسطر آخر"
    sent |= decisions(sent, choice_body_ar=choice, rewritten_body_ar=new)
    response = two.client.post(change_url(published), sent, follow=True)
    assert "error" not in said(response)
    both = newest(published)
    assert both.body_ar == (f"<p>الفقرة الأولى لي.</p>{second}<p>الفقرة الثالثة لها.</p>")
    assert both.byline_ar == "ليلى"
    assert typed_before(published, by=response.wsgi_request.user) is None


def test_somebody_saves_again_while_it_is_resolved_and_nothing_is_lost(two, published):
    """Even where the paragraph that is disputed now stands before the one that was."""
    sent = Inputs(disputed(two).content.decode()).sent
    colleague(
        two.other, published, body_ar=edited(BODY, الأولى="لها أيضاً", الثانية="لها", الثالثة="لها")
    )
    sent |= decisions(sent, choice_body_ar="rewritten", rewritten_body_ar="الثانية من جديد")
    response = two.client.post(change_url(published), sent, follow=True)
    [shown] = response.context["disputes"]
    assert [text for _whose, text, *_more in shown.texts] == [
        "<p>الفقرة الأولى كما كانت.</p>",
        "<p>الفقرة الأولى لها أيضاً.</p>",
        "<p>الفقرة الأولى لي.</p>",
    ]
    sent = Inputs(response.content.decode()).sent
    sent |= decisions(sent, choice_body_ar="both")
    two.client.post(change_url(published), sent, follow=True)
    both = newest(published)
    assert both.body_ar == (
        "<p>الفقرة الأولى لها أيضاً.</p><p>الفقرة الأولى لي.</p>"
        "<p>الثانية من جديد</p><p>الفقرة الثالثة لها.</p>"
    )
    assert both.byline_ar == "ليلى"


def test_fields_that_both_changed_are_chosen_one_by_one(two, published):
    other_source = make_source("وكالة دجلة")
    response = two(
        {"title_ar": "عنواني", "published_at_day": "22.05.2018", "published_at_clock": "10:00", "source": str(other_source.pk)},
        {"title_ar": "عنوانها", "published_at": utc(2018, 5, 23, 9), "source_id": None},
    )  # fmt: skip
    sent = Inputs(response.content.decode()).sent
    assert {name.split(":")[0] for name in sent if name.startswith("choice-")} == {
        "choice-title_ar", "choice-published_at", "choice-source",
    }  # fmt: skip
    sent |= decisions(
        sent,
        choice_title_ar="rewritten",
        rewritten_title_ar="عنوان نتفق عليه",
        choice_published_at="theirs",
    )
    two.client.post(change_url(published), sent, follow=True)
    both = newest(published)
    assert (both.title_ar, both.published_at, both.source) == (
        "عنوان نتفق عليه", utc(2018, 5, 23, 9), other_source,
    )  # fmt: skip


@pytest.mark.parametrize(
    "forged",
    [{"choice_body_ar": "everything"}, {"disputed_version": "99"}, {"disputed_version": "x"}],
)
def test_a_decision_that_decides_nothing_is_asked_for_again(two, published, forged):
    sent = Inputs(disputed(two).content.decode()).sent
    sent |= forged if "disputed_version" in forged else decisions(sent, **forged)
    response = two.client.post(change_url(published), sent, follow=True)
    assert len(response.context["disputes"]) == 1
    assert newest(published).byline_ar == ""


def test_a_form_of_another_article_is_refused_in_words_and_what_was_typed_is_there(desk, published):
    client = desk("editor")
    save(client, published, byline_ar="ليلى")
    response = save(client, published, title_ar="عنوان كتبته", base_version="77")
    assert said(response) == ["error"]
    assert newest(published).title_ar == "عنوان الخبر"
    form = response.context["adminform"].form
    assert form["title_ar"].value() == "عنوان كتبته"
    assert form["base_version"].value() == "2"  # and it can be saved now
    response = client.post(change_url(published), article_data(response), follow=True)
    assert newest(published).title_ar == "عنوان كتبته"


def test_a_dispute_in_a_draft_is_settled_in_the_draft(desk, account):
    client, article = desk("editor"), make_article(status=Status.DRAFT, body_ar=BODY)
    save(client, article, byline_ar="ليلى")
    form = article_data(client.get(change_url(article)), body_ar=edited(BODY, الثانية="لي"))
    colleague(account(), article, body_ar=edited(BODY, الثانية="لها"))
    page = client.post(change_url(article), form)
    sent = Inputs(page.content.decode()).sent
    sent |= decisions(sent, choice_body_ar="both")
    client.post(change_url(article), sent)
    article.refresh_from_db()
    assert article.body_ar.count("الثانية") == 2


def test_the_page_speaks_of_ones_own_other_window(desk, published):
    client = desk("editor")
    url = change_url(published)
    form = article_data(client.get(url), title_ar="من هنا")
    save(client, published, title_ar="من هناك")
    response = client.post(url, form)
    assert response.context["is_mine"]
    assert (
        reverse("admin:articles_article_change", args=[published.pk]) in response.content.decode()
    )


def test_links_of_both_are_there_when_a_dispute_is_decided(desk, account, published):
    client, other = desk("editor"), account()
    for place, title in enumerate(("أول", "ثانٍ", "ثالث")):
        RelatedLink.objects.create(article=published, title=title, position=place)
    target = make_article("خبر يقود إليه")
    page = client.get(change_url(published))
    mine = {
        "title_ar": "عنواني", "related_links-2-DELETE": "on",
        "related_links-TOTAL_FORMS": "4", "related_links-3-title": "لي", "related_links-3-position": "1",
    }  # fmt: skip
    form = article_data(page, **mine)
    save_article(
        opened(published, title_ar="عنوانها"),
        by=other,
        related=[["ثانٍ", "", target.pk], ["ثالث", "", None], ["لها", "", None]],
    )
    page = client.post(change_url(published), form)
    sent = Inputs(page.content.decode()).sent
    client.post(change_url(published), decisions(sent, choice_title_ar="mine") | sent, follow=True)
    said = latest_content(Article.objects.get(pk=published.pk))
    assert (said["title_ar"], said["related"]) == (
        "عنواني",
        [["ثانٍ", "", target.pk], ["لها", "", None], ["لي", "", None]],
    )
