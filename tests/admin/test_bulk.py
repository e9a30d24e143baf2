"""Bulk actions: what they say they will do, what they do, what they report."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin import article_bulk
from articles.admin.bulk_mending import fixes_of
from articles.editing import save_article
from articles.models import Article, Correction, Deed, IgnoredFinding, Revision, Source, Status
from tests.builders import make_article, make_section, make_source, make_translated_article

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")
DRAFT = {"status": Status.DRAFT, "published_at": None}
COMMA = "<p>قال المدير, إن العمل مستمر.</p>"
MENDED = "<p>قال المدير، إن العمل مستمر.</p>"


def choose(client: Any, job: str, articles: list[Article], address: str = LIST, **more: Any) -> Any:
    """Choose articles in the list, and the action."""
    chosen = {ACTION_CHECKBOX_NAME: [article.pk for article in articles]}
    return client.post(address, {"action": job, "index": 0} | chosen | more)


def confirm(client: Any, page: Any, **typed: Any) -> Any:
    """Send the page that asks, as the browser would."""
    context = page.context
    data = {"article": context["ids"], "filters": context["filters"]} | typed
    return client.post(reverse("admin:articles_article_bulk", args=[context["job"].name]), data)


def outcomes(page: Any) -> dict[str, list[str]]:
    """``{"done": [headlines], "unchanged": …, "refused": …}``"""
    return {
        group.outcome: [result.headline for result in group.results]
        for group in page.context["groups"]
    }


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def user_of(client: Any, django_user_model: Any) -> Any:
    return django_user_model.objects.get(pk=client.session["_auth_user_id"])


# --- whose they are ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("reporter", ["hand-in", "set-section", "set-source", "apply-rule"]),
        ("editor", ["hand-in", "publish", "set-section", "set-source", "apply-rule"]),
        (
            "chief editor",
            ["hand-in", "publish", "set-section", "set-source", "apply-rule", "withdraw"],
        ),
    ],
)
def test_actions_are_shown_to_those_who_may(desk, group, names):
    make_article()
    form = desk(group).get(LIST).context["action_form"]
    assert [value for value, _label in form.fields["action"].choices if value] == names


@pytest.mark.parametrize(("group", "job"), [("reporter", "publish"), ("editor", "withdraw")])
def test_a_forged_action_does_nothing(desk, group, job):
    client, article = desk(group), make_article(**DRAFT if job == "publish" else {})
    before = stored(article).status
    choose(client, job, [article])
    client.post(
        reverse("admin:articles_article_bulk", args=[job]),
        {"article": [article.pk], "text_ar": "سُحب."},
    )
    assert stored(article).status == before
    assert not Deed.objects.exists()


def test_an_unknown_action_is_not_found(desk):
    address = reverse("admin:articles_article_bulk", args=["delete-selected"])
    assert desk().post(address).status_code == 404


def test_in_the_window_that_picks_an_article_there_are_no_actions(desk):
    make_article()
    assert desk().get(LIST, {"_popup": 1}).context["action_form"] is None


def test_opening_the_address_of_an_action_leads_to_the_list(desk):
    response = desk("editor").get(reverse("admin:articles_article_bulk", args=["publish"]))
    assert (response.status_code, response["Location"]) == (302, LIST)


# --- asking --------------------------------------------------------------------------------------


def test_asking_says_who_would_be_refused_and_changes_nothing(desk, account):
    client = desk("reporter")
    theirs = make_article("theirs", **DRAFT, draft_by=account("editor"))
    chosen = [
        make_article("whole", **DRAFT),
        make_article("no body", **DRAFT, body_ar=""),
        make_article("in review", **DRAFT, in_review=True),
        make_article("published"),
        theirs,
    ]
    before = [stored(article).__dict__ for article in chosen]
    page = choose(client, "hand-in", chosen)
    assert {outcome: set(names) for outcome, names in outcomes(page).items()} == {
        "done": {"whole"},
        "unchanged": {"in review"},
        "refused": {"no body", "published", "theirs"},
    }
    assert all(
        result.words
        for group in page.context["groups"]
        for result in group.results
        if group.outcome != "done"
    )
    assert page.context["ids"] == [chosen[0].pk]
    for was, article in zip(before, chosen, strict=True):
        now = stored(article).__dict__
        assert {name: now[name] for name in now if name != "_state"} == {
            name: was[name] for name in was if name != "_state"
        }
    assert not Deed.objects.exists()
    assert not Revision.objects.exists()


def test_where_nothing_can_be_done_there_is_no_button(desk):
    page = choose(desk("editor"), "publish", [make_article()])
    assert outcomes(page).keys() == {"unchanged"}
    assert 'name="article"' not in page.content.decode()


def test_more_than_the_most_are_refused_and_everything_stays(desk, monkeypatch):
    monkeypatch.setattr(article_bulk, "MOST", 2)
    client, articles = desk("editor"), [make_article(**DRAFT) for _ in range(3)]
    for page in (
        choose(client, "publish", articles),
        choose(client, "publish", articles[:1], select_across=1),
        client.post(
            reverse("admin:articles_article_bulk", args=["publish"]),
            {"article": [article.pk for article in articles]},
        ),
    ):
        assert page.status_code == 302
        assert [message.level_tag for message in get_messages(page.wsgi_request)][-1:] == ["error"]
    assert not Article.objects.exclude(status=Status.DRAFT).exists()


def test_all_of_a_filtered_list_can_be_chosen(desk):
    client = desk("editor")
    make_article("published")
    drafts = [make_article(f"draft {n}", **DRAFT) for n in range(2)]
    page = choose(client, "publish", drafts[:1], f"{LIST}?state=draft", select_across=1)
    assert set(outcomes(page)["done"]) == {"draft 0", "draft 1"}
    assert page.context["back"] == f"{LIST}?state=draft"
    assert confirm(client, page).context["back"] == f"{LIST}?state=draft"


@pytest.mark.parametrize("key", ["abc", "-1", "9" * 30, "²", ""])
def test_a_forged_choice_is_no_error_page(desk, key):
    client = desk("editor")
    data = {"action": "publish", "index": 0, ACTION_CHECKBOX_NAME: [key]}
    assert client.post(LIST, data).status_code == 302
    address = reverse("admin:articles_article_bulk", args=["publish"])
    assert client.post(address, {"article": [key]}).status_code == 302


# --- doing ---------------------------------------------------------------------------------------


def test_handing_in(desk):
    client = desk("reporter")
    articles = [make_article(f"draft {n}", **DRAFT) for n in range(2)]
    report = confirm(client, choose(client, "hand-in", articles))
    assert set(outcomes(report)["done"]) == {"draft 0", "draft 1"}
    assert all(stored(article).in_review for article in articles)
    assert list(Deed.objects.values_list("verb", flat=True)) == ["handed-in"] * 2


def test_publishing_and_scheduling(desk):
    client = desk("editor")
    now, later = make_article("now", **DRAFT), timezone.now() + timedelta(days=1)
    scheduled = make_article("later", status=Status.DRAFT, published_at=later)
    page = choose(client, "publish", [now, scheduled])
    said = {result.headline: bool(result.words) for result in page.context["groups"][0].results}
    assert said == {"now": False, "later": True}
    confirm(client, page)
    assert (stored(now).state, stored(scheduled).state) == ("published", "scheduled")


def test_changes_to_a_published_article_are_not_published_unread(desk, account):
    article = make_article("changed")
    article.title_ar = "عنوان آخر"
    save_article(article, by=account("reporter"))
    page = choose(desk("editor"), "publish", [article])
    assert outcomes(page) == {"refused": ["changed"]}


def test_one_refusal_does_not_stop_the_rest(desk):
    """Between the page that asks and the answer, one of them loses its text."""
    client = desk("editor")
    articles = [make_article(name, **DRAFT) for name in ("first", "second", "third")]
    page = choose(client, "publish", articles)
    Article.objects.filter(pk=articles[1].pk).update(body_ar="")
    articles[2].delete()
    report = confirm(client, page)
    assert outcomes(report) == {
        "done": ["first"],
        "refused": [f"#{page.context['ids'][0]}", "second"],
    }
    assert stored(articles[0]).status == Status.PUBLISHED
    assert stored(articles[1]).status == Status.DRAFT


def test_setting_the_source(desk):
    client, source = desk("editor"), make_source("وكالة دجلة")
    draft, live = make_article("draft", **DRAFT), make_article("live")
    has_it = make_article("has it", source=source)
    page = choose(client, "set-source", [draft, live, has_it])
    report = confirm(client, page, source=source.pk)
    assert {k: set(v) for k, v in outcomes(report).items()} == {
        "done": {"draft", "live"},
        "unchanged": {"has it"},
    }
    assert stored(draft).source == source
    assert stored(live).source is None
    assert stored(live).has_changes_waiting


def test_setting_the_section(desk):
    client, section = desk("editor"), make_section()
    draft, live = make_article("draft", **DRAFT), make_article("live")
    has_it = make_article("has it", section=section)
    page = choose(client, "set-section", [draft, live, has_it])
    report = confirm(client, page, section=section.pk, at_once="on")
    assert {k: set(v) for k, v in outcomes(report).items()} == {
        "done": {"draft", "live"},
        "unchanged": {"has it"},
    }
    assert stored(draft).section == stored(live).section == section
    assert not stored(live).has_changes_waiting


def test_at_once_readers_see_it_but_not_what_somebody_else_left_waiting(desk, account):
    client, source = desk("editor"), make_source("وكالة دجلة")
    live, changed = make_article("live"), make_article("changed")
    changed.title_ar = "عنوان لم يقرأه أحد"
    save_article(changed, by=account("reporter"))
    page = choose(client, "set-source", [live, changed])
    confirm(client, page, source=source.pk, at_once="on")
    assert (stored(live).source, stored(live).updated_at) == (source, None)
    assert Revision.objects.filter(article=live).latest("number").change == "minor"
    changed = stored(changed)
    assert (changed.source, changed.title_ar, changed.has_changes_waiting) == (
        None,
        "changed",
        True,
    )


def test_a_reporter_is_not_offered_to_publish_at_once(desk):
    client, source, live = desk("reporter"), make_source(), make_article()
    page = choose(client, "set-source", [live])
    assert "at_once" not in page.context["form"].fields
    confirm(client, page, source=source.pk, at_once="on")
    assert stored(live).source is None


@pytest.mark.parametrize("source", ["", "abc", "999999", "9" * 30])
def test_without_a_source_it_is_asked_again(desk, source):
    client, draft = desk("editor"), make_article(**DRAFT)
    page = confirm(client, choose(client, "set-source", [draft]), source=source)
    assert page.context["form"].errors.keys() == {"source"}
    assert page.context["ids"] == [draft.pk]
    assert not Deed.objects.exists()


def test_a_source_deleted_meanwhile_is_asked_again(desk):
    client, draft, source = desk("editor"), make_article(**DRAFT), make_source()
    page = choose(client, "set-source", [draft])
    Source.objects.all().delete()
    assert confirm(client, page, source=source.pk).context["form"].errors.keys() == {"source"}


def test_a_rule_says_what_it_would_mend_and_where(desk):
    client = desk("editor")
    comma = make_article("فيه فاصلة", **DRAFT, body_ar=COMMA)
    fine = make_article("سليم", **DRAFT)
    page = choose(client, "apply-rule", [comma, fine])
    assert outcomes(page) == {"done": ["فيه فاصلة"], "unchanged": ["سليم"]}
    shown = {
        rule.code: (rule.places, [(one.headline, one.places) for one in rule.articles])
        for rule in page.context["rules"]
    }
    assert shown["latin-comma"] == (1, [("فيه فاصلة", 1)])


def test_applying_a_rule(desk):
    client = desk("editor")
    draft = make_article("مسودة", **DRAFT, body_ar=COMMA)
    live = make_article("منشور", body_ar=COMMA)
    report = confirm(
        client, choose(client, "apply-rule", [draft, live]), rule="latin-comma", at_once="on"
    )
    assert set(outcomes(report)["done"]) == {"مسودة", "منشور"}
    assert (stored(draft).body_ar, stored(live).body_ar) == (MENDED, MENDED)
    assert all(revision.reason for revision in Revision.objects.filter(article=draft, number=2))


def test_what_an_editor_chose_to_ignore_stays(desk):
    client = desk("editor")
    draft = make_article("مسودة", **DRAFT, body_ar=COMMA)
    (finding,) = fixes_of(draft)["latin-comma"]
    IgnoredFinding.objects.create(article=draft, key=finding.key, rule="latin-comma")
    assert "latin-comma" not in fixes_of(draft)
    address = reverse("admin:articles_article_bulk", args=["apply-rule"])
    report = client.post(address, {"article": [draft.pk], "rule": "latin-comma"})
    assert outcomes(report) == {"unchanged": ["مسودة"]}
    assert stored(draft).body_ar == COMMA


def test_a_headline_that_would_be_too_long_is_refused(desk):
    client = desk("editor")
    # One character, mended two.
    draft = make_article("أ" * 299 + "ﻷ", **DRAFT, headline_key="أ")
    page = choose(client, "apply-rule", [draft])
    report = confirm(client, page, rule="presentation-form")
    assert outcomes(report).keys() == {"refused"}
    assert len(stored(draft).title_ar) == 300


@pytest.mark.parametrize("rule", ["", "no-such-rule"])
def test_without_a_rule_it_is_asked_again(desk, rule):
    client, draft = desk("editor"), make_article(**DRAFT, body_ar=COMMA)
    page = confirm(client, choose(client, "apply-rule", [draft]), rule=rule)
    assert page.context["form"].errors.keys() == {"rule"}
    assert stored(draft).body_ar == COMMA


def test_withdrawing(desk):
    client = desk("chief editor")
    live, draft = make_article("live"), make_article("draft", **DRAFT)
    gone = make_article("gone", status=Status.WITHDRAWN)
    page = choose(client, "withdraw", [live, draft, gone])
    assert outcomes(page) == {"done": ["live"], "unchanged": ["gone"], "refused": ["draft"]}
    assert not Correction.objects.exists()
    report = confirm(client, page, text_ar="سُحب لعدم صحة ما ورد فيه.", is_gone="on")
    assert outcomes(report) == {"done": ["live"]}
    assert (stored(live).status, stored(live).is_gone) == (Status.WITHDRAWN, True)
    assert Correction.objects.get().text_ar == "سُحب لعدم صحة ما ورد فيه."


def test_withdrawing_takes_a_notice_in_both_languages_where_one_is_in_both(desk):
    client = desk("chief editor")
    chosen = [make_article(), make_translated_article()]
    page = choose(client, "withdraw", chosen)
    asked = confirm(client, page, text_ar="سُحب.")
    assert asked.context["form"].errors.keys() == {"text_en"}
    assert not Article.objects.filter(status=Status.WITHDRAWN).exists()
    confirm(client, asked, text_ar="سُحب.", text_en="Withdrawn.")
    assert Article.objects.filter(status=Status.WITHDRAWN).count() == 2
    assert set(Correction.objects.values_list("text_ar", "text_en")) == {("سُحب.", "Withdrawn.")}


def test_doing_it_twice_changes_nothing_more(desk):
    client, draft = desk("editor"), make_article("draft", **DRAFT)
    page = choose(client, "publish", [draft])
    confirm(client, page)
    version = stored(draft).version
    assert outcomes(confirm(client, page)) == {"unchanged": ["draft"]}
    assert stored(draft).version == version


def test_each_article_is_a_transaction_of_its_own(desk):
    client, counts = desk("editor"), []
    for number in (1, 3):
        articles = [make_article(**DRAFT) for _ in range(number)]
        page = choose(client, "publish", articles)
        with CaptureQueriesContext(connection) as queries:
            confirm(client, page)
        counts.append(sum(query["sql"].startswith("SAVEPOINT") for query in queries))
    assert counts[1] - counts[0] >= 2
