"""Buttons and pages that change an article's state: shown to those who may, and refused in words."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.editing import (
    Notice,
    content_of,
    hand_in,
    publish_changes,
    save_article,
    take_down,
)
from articles.exceptions import Refused
from articles.models import (
    Article,
    CapturedPage,
    Correction,
    ImportBatch,
    Proposal,
    RelatedLink,
    Revision,
    Status,
)
from tests.admin.forms import article_data, change_url, said, save
from tests.builders import columns, make_article, make_translated_article, utc

pytestmark = pytest.mark.django_db

BODY = "<p>وصلت 17 عائلة إلى البلدة.</p><p>وقالت البلدية إن العدد سيزيد.</p><p>وتستمر الأعمال حتى المساء.</p>"
STATES = ["new", "draft", "others-draft", "in-review", "others-review", "scheduled", "published",
          "changed", "others-changes", "changes-in-review", "expired", "withdrawn"]  # fmt: skip
GROUPS = ["reporter", "editor", "chief editor"]


@pytest.fixture
def other(db):
    return User.objects.create_superuser("other", password="x")


def make(state: str, mine: User, other: User) -> Article | None:
    """An article in a state, its draft or its changes ``mine`` or ``other``'s."""
    if state == "new":
        return None
    whose = other if state.startswith("others") else mine
    fields = {"body_ar": BODY}
    if state in {"draft", "others-draft", "in-review", "others-review"}:
        fields |= {"status": Status.DRAFT, "draft_by": whose}
        fields["in_review"] = state.endswith("review")
    elif state == "scheduled":
        fields["published_at"] = timezone.now() + timedelta(days=1)
    elif state == "expired":
        fields["expires_at"] = utc(2019, 1, 1)
    elif state == "withdrawn":
        fields["status"] = Status.WITHDRAWN
    article = make_article(**fields)
    if "chang" in state:
        changed = Article.objects.get(pk=article.pk)
        changed.title_ar = "عنوان أدق"
        save_article(changed, by=whose)
        if state == "changes-in-review":
            hand_in(changed, by=whose)
    return article


BUTTONS = {
    "save": 'name="_save"',
    "hand in": 'name="_hand_in"',
    "publish": 'name="_publish"',
    "changes": 'name="_changes"',
    "send back": "/do/send-back/",
    "unschedule": "/do/unschedule/",
    "discard": "/do/discard/",
    "withdraw": "/withdraw/",
}
DRAFTING, REVIEWING = {"save", "hand in"}, {"save", "publish", "send back"}
EXPECTED = {
    "reporter": {
        "new": DRAFTING,
        "draft": DRAFTING,
        "in-review": {"send back"},
        "published": DRAFTING,
        "changed": DRAFTING | {"discard"},
        "changes-in-review": {"send back"},
        "expired": DRAFTING,
    },
    "editor": {
        "new": {"save", "publish"},
        "draft": {"save", "publish"},
        "others-draft": {"save", "publish"},
        "in-review": REVIEWING,
        "others-review": REVIEWING,
        "scheduled": {"save", "unschedule"},
        "published": {"save", "changes"},
        "changed": {"save", "changes", "discard"},
        "others-changes": {"save", "changes", "discard"},
        "changes-in-review": {"save", "changes", "discard", "send back"},
        "expired": {"save", "changes"},
        "withdrawn": {"save"},
    },
}
_LIVE = {"scheduled", "published", "changed", "others-changes", "changes-in-review", "expired"}
EXPECTED["chief editor"] = {
    state: buttons | ({"withdraw"} if state in _LIVE else set())
    for state, buttons in EXPECTED["editor"].items()
} | {"withdrawn": {"save", "publish", "withdraw"}}


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("state", STATES)
def test_every_button_is_there_for_who_may_and_none_is_refused(
    client, account, other, group, state
):
    member = account(group)
    client.force_login(member)
    article = make(state, member, other)
    address = change_url(article) if article else reverse("admin:articles_article_add")
    page = client.get(address)
    html = page.content.decode()
    shown = {name for name, mark in BUTTONS.items() if mark in html}
    assert shown == EXPECTED[group].get(state, set())
    for name in shown:
        refused = press(client, name, address, state, member, other)
        assert refused == [], f"{name} is shown, and refused"


def press(client, name: str, address: str, state: str, member: User, other: User) -> list[str]:
    """Press a button of a form as it was; return what was refused."""
    Article.objects.all().update(status=Status.DRAFT)
    article = make(state, member, other)
    address = change_url(article) if article else address
    form = article_data(client.get(address), byline_ar="ليلى الحموي", title_ar="عنوان أحدث")
    form["body_ar"] = BODY
    match name:
        case "save":
            response = client.post(address, form | {"_save": "1"}, follow=True)
        case "hand in" | "publish" | "changes":
            response = client.post(address, form | {f"_{name.replace(' ', '_')}": "1"}, follow=True)
        case "withdraw":
            url = reverse("admin:articles_article_withdraw", args=[article.pk])
            response = client.post(url, {"text_ar": "سُحب الخبر لخطأ فيه."}, follow=True)
        case _:
            url = reverse("admin:articles_article_do", args=[article.pk, name.replace(" ", "-")])
            response = client.post(url, follow=True)
    assert response.status_code == 200
    return [str(one) for one in response.context["messages"] if one.level_tag == "error"]


@pytest.mark.parametrize(
    ("state", "badges"),
    [
        ("draft", ["draft"]),
        ("in-review", ["in-review"]),
        ("scheduled", ["scheduled"]),
        ("published", ["published"]),
        ("changed", ["published", "waiting"]),
        ("changes-in-review", ["published", "waiting", "in-review"]),
        ("expired", ["expired"]),
        ("withdrawn", ["withdrawn"]),
    ],
)
def test_the_state_stands_above_the_form(client, account, other, state, badges):
    editor = account("editor")
    client.force_login(editor)
    html = client.get(change_url(make(state, editor, other))).content.decode()
    line = html.partition('<div class="desk-state">')[2].partition("</div>")[0]
    assert re.findall(r'class="desk-badge desk-([\w-]+)"', line) == badges
    assert ("<bdi>editor</bdi>" in line) is (state in {"draft", "in-review"} or "chang" in state)


def test_what_waits_does_not_decide_what_may_be_done(client, account, other):
    """A waiting change of the time of publication makes no published article a scheduled one."""
    editor = account("editor")
    client.force_login(editor)
    article = make_article()
    save(client, article, published_at_day="21.05.2099")
    html = client.get(change_url(article)).content.decode()
    assert 'name="_changes"' in html
    assert "/do/unschedule/" not in html


# --- forged --------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["reporter", "editor"])
@pytest.mark.parametrize("deed", ["publish", "withdraw", "unschedule", "send-back", "discard"])
def test_a_forged_step_is_refused_in_words(desk, deed, group):
    article = make_article(status=Status.DRAFT)
    before = columns(article)
    url = reverse("admin:articles_article_do", args=[article.pk, deed])
    client = desk(group)
    assert client.get(url).status_code == 405
    assert said(client.post(url, follow=True)) == ["error"]
    assert columns(article) == before


def test_a_step_that_there_is_not_is_not_found(desk):
    url = reverse("admin:articles_article_do", args=[make_article().pk, "explode"])
    assert desk("chief editor").post(url).status_code == 404


@pytest.mark.parametrize("page", ["changes", "withdraw"])
def test_the_pages_of_those_who_may_are_refused_to_others_in_words(desk, page):
    article = make_article()
    save(desk(), article, title_ar="عنوان أدق")
    before = columns(article)
    url = reverse(f"admin:articles_article_{page}", args=[article.pk])
    client = desk("reporter")
    for response in (client.get(url, follow=True), client.post(url, {}, follow=True)):
        assert said(response) == ["error"]
    assert columns(article) == before


# --- publishing changes ----------------------------------------------------------------------------


@pytest.fixture
def corrected(desk):
    """``(client of an editor, article, address of its changes)``: 17 families became 70."""
    client = desk("editor")
    article = make_translated_article(body_ar=BODY)
    save(client, article, body_ar=BODY.replace("17", "70"))
    article.refresh_from_db()
    return client, article, reverse("admin:articles_article_changes", args=[article.pk])


def test_the_changes_are_shown_and_the_notice_is_drafted(corrected):
    client, _article, url = corrected
    response = client.get(url)
    form = response.context["form"]
    assert form["text_ar"].value() == (
        "ورد في نسخة سابقة من هذا الخبر «17 عائلة»، والصواب «70 عائلة»."
    )
    assert set(response.context["drafts"]) == {"correction", "clarification"}
    html = " ".join(response.content.decode().split())
    difference = html.partition('<div class="desk-difference"')[2].partition("</section>")[0]
    assert re.sub(r"<span[^>]*>.*?</span>", "", difference).count("<ins>70</ins>") == 1
    assert "<del>" in difference
    assert difference.count("<details") == 1  # what did not change is folded


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"change": ""}, {"change"}),
        ({"change": "retraction"}, {"change"}),
        ({"text_ar": " "}, {"text_ar"}),
        ({"text_en": ""}, {"text_en"}),
        ({"change": "clarification", "text_ar": "", "text_en": ""}, {"text_ar", "text_en"}),
        ({"version": "x"}, {"version"}),
    ],
)
def test_what_is_lacking_is_asked_for_and_nothing_is_published(corrected, changes, errors):
    client, article, url = corrected
    before = columns(article)
    response = client.post(url, decision(article) | changes)
    assert set(response.context["form"].errors) == errors
    assert columns(article) == before
    assert not Correction.objects.exists()


def decision(article: Article) -> dict[str, str]:
    return {
        "change": "correction",
        "version": str(article.version),
        "text_ar": "ورد هنا «17»، والصواب «70».",
        "text_en": "It said 17; it is 70.",
        "reason": "رقم",
    }


def test_a_correction_is_published_with_its_notice(corrected):
    client, article, url = corrected
    assert said(client.post(url, decision(article) | {"is_serious": "on"}, follow=True)) == [
        "success"
    ]
    article.refresh_from_db()
    assert "70 عائلة" in article.body_ar
    notice = Correction.objects.get()
    assert (notice.kind, notice.text_ar, notice.is_serious) == (
        "correction", "ورد هنا «17»، والصواب «70».", True,
    )  # fmt: skip
    assert notice.revision.reason == "رقم"
    assert said(client.get(url, follow=True)) == ["error"]  # there is nothing left to publish


def test_a_minor_change_needs_no_notice_and_leaves_the_time_alone(corrected):
    client, article, url = corrected
    client.post(url, {"change": "minor", "version": str(article.version)})
    article.refresh_from_db()
    assert ("70 عائلة" in article.body_ar, article.updated_at) == (True, None)
    assert not Correction.objects.exists()


def test_changes_that_changed_meanwhile_are_shown_again_and_published_then(corrected, account):
    client, article, url = corrected
    asked = decision(article)
    newer = Article.objects.get(pk=article.pk)
    newer.title_ar = "عنوان أحدث"
    newer.body_ar = BODY.replace("17", "70")
    save_article(newer, by=account())
    response = client.post(url, asked)
    form = response.context["form"]
    assert len(form.non_field_errors()) == 1
    assert "أحدث" in response.content.decode()
    assert form["text_ar"].value() == asked["text_ar"]
    assert not Correction.objects.exists()
    again = asked | {"version": str(form["version"].value())}
    assert said(client.post(url, again, follow=True)) == ["success"]
    article.refresh_from_db()
    assert article.title_ar == "عنوان أحدث"


# --- withdrawing -----------------------------------------------------------------------------------


def test_withdrawing_needs_its_reason_in_both_languages(desk):
    article, client = make_translated_article(), desk("chief editor")
    url = reverse("admin:articles_article_withdraw", args=[article.pk])
    assert client.get(url).status_code == 200
    response = client.post(url, {"text_ar": " "})
    assert set(response.context["form"].errors) == {"text_ar", "text_en"}
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    asked = {"text_ar": "سُحب لخطأ فيه.", "text_en": "It was wrong.", "is_gone": "on"}
    assert said(client.post(url, asked, follow=True)) == ["success"]
    article.refresh_from_db()
    assert (article.status, article.is_gone) == (Status.WITHDRAWN, True)
    assert Correction.objects.get().text_ar == "سُحب لخطأ فيه."


@pytest.mark.parametrize(
    ("group", "status"),
    [("reporter", "published"), ("editor", "published"), ("chief editor", "withdrawn")],
)
def test_withdrawing_is_the_chief_editors(desk, group, status):
    article = make_article()
    url = reverse("admin:articles_article_withdraw", args=[article.pk])
    desk(group).post(url, {"text_ar": "سُحب لخطأ فيه."})
    article.refresh_from_db()
    assert article.status == status


def test_the_text_of_what_is_withdrawn_may_have_to_go_later(desk, client):
    article, chief = make_article(), desk("chief editor")
    url = reverse("admin:articles_article_withdraw", args=[article.pk])
    chief.post(url, {"text_ar": "سُحب لخطأ فيه."})
    address = reverse("article_short", args=[article.pk])
    assert client.get(address).status_code == 200
    assert url in chief.get(change_url(article)).content.decode()
    page = chief.get(url)
    assert "text_ar" not in page.context["form"].fields
    assert list(chief.post(url, {}).context["form"].errors) == ["is_gone"]
    desk("editor").post(url, {"is_gone": "on"})
    assert client.get(address).status_code == 200
    assert said(chief.post(url, {"is_gone": "on"}, follow=True)) == ["success"]
    response = client.get(address)
    assert (response.status_code, "سُحب لخطأ فيه." in response.content.decode()) == (410, True)
    assert url not in chief.get(change_url(article)).content.decode()
    assert list(Correction.objects.values_list("text_ar", flat=True)) == ["سُحب لخطأ فيه."]


def test_what_is_not_withdrawn_is_not_taken_down(desk, account):
    with pytest.raises(Refused):
        take_down(make_article(), by=account("chief editor"))


def test_the_form_shows_the_newest_of_what_was_corrected_twice(corrected, account):
    client, article, url = corrected
    client.post(url, decision(article))
    article.refresh_from_db()
    save(client, article, body_ar=article.body_ar.replace("70", "71"))
    assert "71 عائلة" in client.get(change_url(article)).content.decode()
    article.refresh_from_db()
    assert "70 عائلة" in article.body_ar
    publish_changes(
        article,
        "correction",
        version=article.version,
        by=account(),
        notice=Notice("تصحيح.", "Corrected."),
    )
    kinds = (
        Revision.objects.filter(article=article).order_by("number").values_list("kind", flat=True)
    )
    assert list(kinds) == ["draft", "draft", "correction", "draft", "correction"]
    assert "71 عائلة" in content_of(article, 5)["body_ar"]


# --- the time of update, typed ------------------------------------------------------------------------


def test_a_time_of_update_that_was_typed_is_said_beside_minor_and_respected(desk):
    client, article = desk("editor"), make_article(updated_at=utc(2018, 5, 22))
    typed = {"updated_at_day": "25.05.2018", "updated_at_clock": "02:01", "title_ar": "عنوان أدق"}
    save(client, article, title_ar="عنوان أدق")
    address = reverse("admin:articles_article_changes", args=[article.pk])
    assert "desk-moved" not in client.get(address).text
    save(client, article, **typed)
    html = client.get(address).text
    [minor] = re.findall(r'<p class="desk-moved">.*?</p>', html, re.DOTALL)
    assert "<bdi>25.05.2018</bdi> <bdi>02:01</bdi>" in minor
    assert html.index('value="minor"') < html.index("desk-moved") < html.index('value="update"')
    client.post(address, {"change": "minor", "version": "3"})
    article.refresh_from_db()
    assert article.updated_at == utc(2018, 5, 24, 23, 1)


def test_the_newest_content_is_read_once_for_a_page(desk):
    """However much of the page compares with it: the form, its links, proposals, what was typed."""
    client, article = desk("editor"), make_article()
    save(client, article, title_ar="ينتظر")
    contents = re.compile(
        r'SELECT.*"articles_revision"."content".*FROM "articles_revision"', re.DOTALL
    )

    def read() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(change_url(article))
        return len([query for query in captured if contents.search(query["sql"])])

    assert read() == 1
    page = CapturedPage.objects.create(
        kind="page", content=b"", sha256="0" * 64, file_name="a", article=article,
        batch=ImportBatch.objects.create(name="a"), outcome="created", parser="a", parser_version=1,
    )  # fmt: skip
    for name in ("title_ar", "byline_ar"):
        Proposal.objects.create(article=article, page=page, field=name, value="من الصفحة")
    RelatedLink.objects.create(article=article, title="خبر", title_key="خبر")
    typed = {
        name: str(value) for name, value in article_data(client.get(change_url(article))).items()
    }
    for number in range(2):
        sent = {"page": str(number), "fields": typed | {"title_ar": f"عنوان {number}"}}
        address = reverse("admin:articles_article_typed", args=[article.pk])
        client.post(address, json.dumps(sent), content_type="application/json")
    assert len(client.get(change_url(article)).context["typed_pages"]) == 2
    assert read() == 1
