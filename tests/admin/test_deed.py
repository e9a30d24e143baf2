"""The audit on the desk: who did what, filtered, found and taken away as CSV."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from articles.editing import Change, Notice, Verb, load_latest, note, publish_changes, save_article
from articles.models import Article, Correction, Deed, Status
from tests.builders import make_article, make_source, utc

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_deed_changelist")
EXPORT = reverse("admin:articles_deed_export")
CORRECTIONS = reverse("admin:articles_correction_changelist")
HUGE = "9" * 30


def listed(client, **asked) -> list[str]:
    """The headlines of the deeds that the list shows, in its order."""
    response = client.get(LIST, asked)
    assert response.status_code == 200, response.headers
    return [deed.headline for deed in response.context["cl"].result_list]


def make_deed(headline: str = "خبر", verb: str = Verb.SAVED, **fields) -> Deed:
    fields = {"done_at": utc(2026, 5, 21, 8, 5)} | fields
    return Deed.objects.create(headline=headline, verb=verb, **fields)


def correct(article: Article, by: User, text: str, **notice) -> Correction:
    article = Article.objects.get(pk=article.pk)
    load_latest(article)
    article.title_ar += " مصححاً"
    save_article(article, by=by)
    article.refresh_from_db()
    publish_changes(
        article,
        Change.CORRECTION,
        version=article.version,
        by=by,
        notice=Notice(text, **notice),
    )
    return Correction.objects.newest_first()[0]


# --- the list ------------------------------------------------------------------------------------


def test_a_deed_leads_to_its_article_and_to_what_it_changed(client, account):
    editor = account("editor")
    client.force_login(editor)
    article = make_article("حديقة", status=Status.DRAFT)
    article.title_ar = "مكتبة"
    save_article(article, by=editor, reason="تصويب")
    response = client.get(LIST)
    html = response.content.decode()
    change = reverse("admin:articles_article_change", args=[article.pk])
    compare = reverse("admin:articles_article_compare", args=[article.pk])
    assert f'<a href="{change}"><bdi>مكتبة</bdi></a>' in html
    assert f'<a href="{compare}?a=1&amp;b=2"><bdi>2</bdi></a>' in html
    assert '<span dir="auto">تصويب</span>' in html
    assert "<bdi>editor</bdi>" in html
    assert client.get(f"{compare}?a=1&b=2").status_code == 200


def test_what_is_not_there_any_more_is_named_without_a_link(desk):
    article = make_article("حديقة", status=Status.DRAFT)
    note(Verb.DELETED, article, by=None)
    Deed.objects.update(version=3)
    article.delete()
    html = desk("editor").get(LIST).content.decode()
    assert f"<bdi>حديقة</bdi> ({gettext('deleted')})" in html
    assert f"/article/{Deed.objects.get().article_id}/" not in html
    assert gettext("the clock") in html


def test_filters_by_verb_person_article_and_day(desk, account):
    editor = account("editor")
    article = make_article()
    make_deed("نشر", Verb.PUBLISHED, done_by=editor)
    make_deed("حفظ", article=article, done_by=editor)
    # Half past midnight of the 22nd in Damascus.
    make_deed("ساعة", Verb.WENT_LIVE, done_at=utc(2026, 5, 21, 21, 30))
    client = desk("chief editor")
    assert listed(client) == ["ساعة", "حفظ", "نشر"]
    assert listed(client, verb="published") == ["نشر"]
    assert listed(client, who=editor.pk) == ["حفظ", "نشر"]
    assert listed(client, who="clock") == ["ساعة"]
    assert listed(client, article=article.pk) == ["حفظ"]
    day = {"done_at__year": 2026, "done_at__month": 5}
    assert listed(client, **day, done_at__day=21) == ["حفظ", "نشر"]
    assert listed(client, **day, done_at__day=22) == ["ساعة"]


def test_headlines_are_found_however_they_are_spelled(desk):
    article = make_article("إعادة افتتاح المدرسة")
    make_deed("إعادة افتتاح المدرسة", article=article)
    make_deed("خبر محذوف", article_id=article.pk + 1000)
    client = desk("editor")
    assert listed(client, q="المدرسه اعاده") == ["إعادة افتتاح المدرسة"]
    assert listed(client, q="محذوف") == ["خبر محذوف"]
    assert listed(client, q="المدرسة محذوف") == []
    assert listed(client, q="؟") == []
    assert len(listed(client, q=" ")) == 2


def test_many_deeds_cost_no_more_queries_than_two(desk, account):
    editor = account("editor")
    client = desk("chief editor")

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(address))
        return len(queries)

    def act(number: int) -> None:
        for _ in range(number):
            article = make_article(status=Status.DRAFT)
            article.title_ar = "عنوان آخر"
            save_article(article, by=editor)

    act(2)
    client.get(LIST)  # the session, the content types
    few = {address: queries_of(address) for address in (LIST, EXPORT)}
    act(18)
    assert {address: queries_of(address) for address in (LIST, EXPORT)} == few
    assert Deed.objects.count() == 20


@pytest.mark.parametrize(
    "asked",
    [
        f"who={HUGE}", "who=abc", "who=²", f"article={HUGE}", "article=abc", "verb=abc", "verb=%00",
        "done_at__year=1", "done_at__year=9999&done_at__month=12", f"done_at__year={HUGE}",
        "done_at__year=2026&done_at__month=13", "done_at__day=abc", "nothing=1", "q=%00", f"p={HUGE}",
    ],
)  # fmt: skip
def test_no_address_is_an_error_page(desk, asked):
    make_deed()
    client = desk("editor")
    for address in (LIST, EXPORT):
        assert client.get(f"{address}?{asked}", follow=True).status_code == 200


@pytest.mark.parametrize("group", ["reporter", "editor", "chief editor", ""])
def test_nobody_adds_changes_or_deletes_a_deed(desk, group):
    deed = make_deed()
    client = desk(group)
    change = reverse("admin:articles_deed_change", args=[deed.pk])
    page = client.get(change)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change, {"headline": "آخر"}).status_code == 403
    assert client.get(reverse("admin:articles_deed_add")).status_code == 403
    delete = reverse("admin:articles_deed_delete", args=[deed.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert list(Deed.objects.values_list("headline")) == [("خبر",)]


def test_who_may_not_see_deeds_sees_neither_list_nor_export(client, account):
    stranger = account("reporter")
    stranger.groups.clear()
    client.force_login(stranger)
    make_deed()
    assert [client.get(page).status_code for page in (LIST, EXPORT)] == [403, 403]


# --- the CSV -------------------------------------------------------------------------------------


def exported(client, **asked) -> str:
    response = client.get(EXPORT, asked)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="deeds-20')
    return response.getvalue().decode()


def test_the_whole_csv(desk, account):
    lina = account("editor")
    lina.first_name, lina.last_name = "لينا", "حداد"
    lina.save()
    make_deed("افتتاح «الحديقة»، اليوم", done_by=lina, article_id=12, version=3)
    make_deed(
        '=HYPERLINK("http://x")', Verb.CORRECTED, done_by=lina, note="+1", version=4,
        done_at=utc(2018, 1, 5, 22, 0),
    )  # fmt: skip
    make_deed("", Verb.UNDID, note="سطر\nثان", done_at=utc(2018, 1, 5, 21, 0))
    heading = ["when (Damascus)", "who", "account", "what", "article", "headline", "revision"]
    heading = ",".join(map(gettext, [*heading, "note"]))
    saved, corrected, undid = (
        pgettext("deed", verb) for verb in ("saved", "corrected", "undid a batch")
    )
    assert exported(desk("chief editor")) == (
        f"\ufeff{heading}\r\n"
        f"2026-05-21T11:05:00+03:00,لينا حداد,editor,{saved},12,افتتاح «الحديقة»، اليوم,3,\r\n"
        f'2018-01-06T00:00:00+02:00,لينا حداد,editor,{corrected},,"\'=HYPERLINK(""http://x"")",4,\'+1\r\n'
        f'2018-01-05T23:00:00+02:00,{gettext("the clock")},,{undid},,,,"سطر\nثان"\r\n'
    )


def test_the_csv_says_rules_as_an_editor_reads_them(desk):
    make_deed("سوق", Verb.IGNORED, note="copydesk: tanwin, spelling")
    make_deed("سوق", note="copydesk: tanwin")
    rows = list(csv.reader(io.StringIO(exported(desk("editor")), newline="")))[1:]
    names = [gettext("place of the tanwin"), gettext("spelling")]
    said = [
        gettext("copy desk: %(rule)s") % {"rule": rule} for rule in (names[0], "، ".join(names))
    ]
    assert [row[7] for row in rows] == said


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_formula_is_text(desk, first):
    make_deed(f"{first}1+1", note=f"{first}cmd")
    (row,) = list(csv.reader(io.StringIO(exported(desk("editor")), newline="")))[1:]
    assert (row[5], row[7]) == (f"'{first}1+1", f"'{first}cmd")


def test_the_csv_is_the_list_as_it_is_filtered_all_pages_of_it(desk):
    for number in range(120):
        make_deed(f"خبر {number}", done_at=utc(2026, 5, 21) + timedelta(minutes=number))
    make_deed("نشر", Verb.PUBLISHED)
    client = desk("editor")
    page = client.get(LIST, {"verb": "saved", "q": "خبر", "p": 2})
    address = page.context["export_url"]
    assert address in page.content.decode().replace("&amp;", "&")
    text = client.get(address).getvalue().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [row[5] for row in rows] == [f"خبر {number}" for number in range(119, -1, -1)]


# --- corrections ---------------------------------------------------------------------------------


def test_corrections_are_listed_with_their_article_and_their_revision(client, account):
    editor = account("editor")
    client.force_login(editor)
    first, second = make_article("الأول", source=make_source()), make_article("الثاني")
    correct(first, editor, "الصواب ثلاثة.")
    newest = correct(second, editor, "الصواب أربعة.", is_serious=True)

    def found(**asked) -> list[str]:
        response = client.get(CORRECTIONS, asked)
        assert response.status_code == 200
        return [one.text_ar for one in response.context["cl"].result_list]

    assert found() == ["الصواب أربعة.", "الصواب ثلاثة."]
    assert found(serious="yes") == ["الصواب أربعة."]
    assert found(serious="no") == ["الصواب ثلاثة."]
    assert found(article__source__id__exact=first.source_id) == ["الصواب ثلاثة."]
    assert found(q="ثلاثة") == found(q="الاول") == ["الصواب ثلاثة."]
    html = client.get(CORRECTIONS).content.decode()
    assert reverse("admin:articles_article_change", args=[second.pk]) in html
    change = reverse("admin:articles_correction_change", args=[newest.pk])
    page = client.get(change).content.decode()
    compare = reverse("admin:articles_article_compare", args=[second.pk])
    number = newest.revision.number
    assert f'"{compare}?a={number - 1}&amp;b={number}"' in page
    assert client.post(change, {"text_ar": "لا شيء"}).status_code == 403


def test_many_corrections_cost_no_more_queries_than_two(client, account):
    editor = account("editor")
    client.force_login(editor)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(CORRECTIONS)
        assert not any('"body_ar"' in query["sql"] for query in captured)
        return len(captured)

    source = make_source()
    for _ in range(2):
        correct(make_article(source=source), editor, "الصواب كذا.")
    client.get(CORRECTIONS)
    few = queries()
    for _ in range(10):
        correct(make_article(source=source), editor, "الصواب كذا.")
    assert queries() == few


@pytest.mark.parametrize(
    "asked",
    [
        "issued_at__year=1",
        f"issued_at__year={HUGE}",
        "kind__exact=abc",
        "serious=abc",
        "q=%00",
        f"p={HUGE}",
    ],
)
def test_no_address_of_the_corrections_is_an_error_page(desk, asked):
    assert desk("editor").get(f"{CORRECTIONS}?{asked}", follow=True).status_code == 200
