"""Nothing that is typed into an article's form is lost, whatever becomes of the page or the session."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from articles.admin.article import ArticleAdmin
from articles.admin.typed import typed_pages
from articles.editing import MOST_CHARACTERS, discard_changes, load_latest
from articles.models import Article, OpenForm, RelatedLink, Revision, Status
from tests.admin.forms import Inputs, article_data, change_url, decisions, said, save
from tests.builders import make_article, make_translated_article, utc

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_article_add")


def typed_url(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_typed_new")
    return reverse("admin:articles_article_typed", args=[article.pk])


def type_into(client, article, page="one", **fields):
    """What autosave.js sends: the whole form, with these fields typed."""
    form = article_data(client.get(change_url(article) if article else ADD), **fields)
    sent = {"page": page, "fields": {name: str(value) for name, value in form.items()}}
    return client.post(typed_url(article), json.dumps(sent), content_type="application/json")


def beat(client, article):
    sent = json.dumps({"page": "one", "fields": None})
    return client.post(typed_url(article), sent, content_type="application/json")


def offers(response) -> list[str]:
    """The headlines of what a form's page offers to fill in again, the newest first."""
    return [typed.fields["title_ar"] for typed, _at, _texts in response.context["typed_pages"]]


# --- autosave and recovery -------------------------------------------------------------------------


@pytest.mark.parametrize("is_new", [False, True])
def test_what_was_typed_is_offered_filled_in_and_saved(desk, is_new):
    client = desk("reporter")
    article = None if is_new else make_article(status=Status.DRAFT)
    address = ADD if is_new else change_url(article)
    assert type_into(client, article, title_ar="كُتب ولم يُحفظ", byline_ar="ليلى").status_code == 200
    assert Revision.objects.count() == 0  # a buffer is no revision
    page = client.get(address)
    assert offers(page) == ["كُتب ولم يُحفظ"]
    page = client.get(address, {"typed": "one"})
    assert offers(page) == []
    form = page.context["adminform"].form
    assert (form["title_ar"].value(), form["byline_ar"].value()) == ("كُتب ولم يُحفظ", "ليلى")
    assert not page.context["errors"]
    assert page.context["page"] == "one"
    client.post(address, article_data(page, _page="one"))
    assert Article.objects.get().title_ar == "كُتب ولم يُحفظ"
    assert offers(client.get(ADD if is_new else address)) == []


def test_what_one_typed_is_not_offered_to_the_next_at_the_same_desk(account):
    editor, reporter, client = account("editor"), account("reporter"), Client()
    client.force_login(editor)
    article = make_article(status=Status.DRAFT)
    page = client.get(change_url(article))
    assert f'name="_by" value="{editor.pk}"' in page.text
    form = article_data(page, title_ar="ما كتبه المحرر", _by=str(editor.pk))
    client.logout()
    client.post(change_url(article), form)
    client.force_login(reporter)
    assert "ما كتبه المحرر" not in client.get(change_url(article)).text
    assert not OpenForm.objects.filter(user=reporter, typed__isnull=False).exists()


def test_what_was_typed_is_offered_to_who_typed_it(account):
    editor, client = account("editor"), Client()
    article = make_article(status=Status.DRAFT)
    client.force_login(editor)
    form = article_data(client.get(change_url(article)), title_ar="ما كتبه المحرر")
    client.logout()
    client.post(change_url(article), form | {"_by": str(editor.pk)})
    client.force_login(editor)
    assert "ما كتبه المحرر" in client.get(change_url(article)).text


def expired_form(account, **origin):
    """A form that is sent after its account logged in again in another tab; and who sent it."""
    editor, client = account("editor"), Client(enforce_csrf_checks=True)
    client.force_login(editor)
    article = make_article(status=Status.DRAFT)
    page = client.get(change_url(article))
    form = article_data(page, title_ar="عنوان لم يُحفظ", body_ar="<p>سطر &amp; سطر</p>", _save="1")
    token = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    client.logout()
    login = client.get(reverse("admin:login")).context["csrf_token"]
    account = {"username": "editor", "password": "x", "csrfmiddlewaretoken": str(login)}
    assert client.post(reverse("admin:login"), account).status_code == 302
    return client, article, client.post(change_url(article), form | token, headers=origin)


def test_a_form_of_an_earlier_login_is_sent_again(account):
    client, article, refused = expired_form(account, origin="http://testserver")
    assert (refused.status_code, refused.headers["Content-Language"]) == (403, "ar")
    article.refresh_from_db()
    assert article.title_ar != "عنوان لم يُحفظ"
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', refused.text))
    sent = {name: html.unescape(value) for name, value in again.items()}
    assert client.post(change_url(article), sent).status_code == 302
    article.refresh_from_db()
    assert (article.title_ar, article.body_ar) == ("عنوان لم يُحفظ", "<p>سطر &amp; سطر</p>")


@pytest.mark.parametrize("origin", [{}, {"origin": "https://elsewhere.example"}])
def test_a_form_from_elsewhere_is_not_offered_again(account, origin):
    _client, _article, refused = expired_form(account, **origin)
    assert refused.status_code == 403
    assert "عنوان لم يُحفظ" not in refused.text


def test_related_links_and_times_are_filled_in_too(desk):
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    RelatedLink.objects.create(article=article, title="خبر قديم", title_key="خبر قديم")
    type_into(
        client, article, published_at_day="22.05.2018", published_at_clock="7:5",
        **{"related_links-0-title": "خبر آخر", "related_links-TOTAL_FORMS": "2", "related_links-1-title": "خبر أضيف"},
    )  # fmt: skip
    assert len(client.get(change_url(article)).context["typed_pages"]) == 1
    html = client.get(change_url(article), {"typed": "one"}).content.decode()
    for written in ("22.05.2018", "7:5", "خبر آخر", "خبر أضيف"):
        assert f'value="{written}"' in html
    assert "errorlist" not in html  # nothing is judged before it is saved


def test_what_says_nothing_else_is_not_offered(desk):
    client, article = desk("editor"), make_translated_article(tags=["دمشق"], summary_ar="سطر\nسطر")
    type_into(client, article)
    assert offers(client.get(change_url(article))) == []


def test_what_is_taken_back_is_forgotten(desk):
    client, article = desk("editor"), make_article()
    type_into(client, article, title_ar="كُتب")
    sent = json.dumps({"page": "one", "fields": {}})
    client.post(typed_url(article), sent, content_type="application/json")
    assert offers(client.get(change_url(article))) == []


def test_what_is_typed_next_does_not_push_out_what_is_not_decided(desk):
    client, article = desk("editor"), make_article()
    type_into(client, article, "one", title_ar="أولاً")
    type_into(client, article, "two", title_ar="ثانياً")
    type_into(client, article, "two", title_ar="ثانياً وأكثر")
    page = client.get(change_url(article))
    assert offers(page) == ["ثانياً وأكثر", "أولاً"]
    # Saving one leaves the other, and forgetting the other leaves nothing.
    save(client, article, title_ar="ثانياً وأكثر", _page="two")
    assert offers(client.get(change_url(article))) == ["أولاً"]
    response = client.post(typed_url(article), {"discard": "one"}, follow=True)
    assert (said(response), offers(response)) == (["info"], [])


def test_a_recovered_text_is_merged_with_what_was_saved_since(desk, account):
    body = "<p>الفقرة الأولى كما كانت.</p><p>الفقرة الثانية كما كانت.</p>"
    client, article = desk("editor"), make_article(body_ar=body)
    type_into(client, article, body_ar=body.replace("الأولى كما كانت", "الأولى لي"))
    other = Client()
    other.force_login(account())
    save(other, article, body_ar=body.replace("الثانية كما كانت", "الثانية لها"))
    page = client.get(change_url(article), {"typed": "one"})
    client.post(change_url(article), article_data(page))
    article = Article.objects.get()
    load_latest(article)
    assert article.body_ar == "<p>الفقرة الأولى لي.</p><p>الفقرة الثانية لها.</p>"


def test_nobody_elses_typing_is_shown_or_forgotten(desk):
    article = make_article()
    type_into(desk("editor"), article, title_ar="سرّ")
    other = desk("chief editor")
    assert offers(other.get(change_url(article))) == []
    other.post(typed_url(article), {"discard": "one"})
    assert "سرّ" not in other.get(change_url(article), {"typed": "one"}).content.decode()
    assert OpenForm.objects.filter(typed__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400), ("[]", 400), ("{}", 400), ('{"page": 1, "fields": {}}', 400),
        ('{"page": "a", "fields": "x"}', 400), ("\u0660", 400),
        (json.dumps({"page": "a", "fields": {"body_ar": "ن" * 1_600_000}}), 413),
        (json.dumps({"page": "a", "fields": {"x": 1, "_save": "1"}}), 200),
    ],
    ids=["nothing", "a list", "no page", "a number", "a word", "no JSON", "too long", "no text"],
)  # fmt: skip
def test_what_is_no_form_is_not_kept(desk, body, status):
    client, article = desk("editor"), make_article()
    answer = client.post(typed_url(article), body, content_type="application/json")
    assert answer.status_code == status
    assert client.get(typed_url(article)).status_code == 405
    assert offers_nothing(article)


@pytest.mark.parametrize("text", ["\\ud83d", "\\u0000"], ids=["half an emoji", "a null character"])
def test_what_no_database_keeps_is_left_out_of_what_was_typed(desk, text):
    """Of a text as of the name of its page; JSON may say both."""
    client, article = desk("editor"), make_article(status=Status.DRAFT)
    body = f'{{"page": "one{text}", "fields": {{"title_ar": "كُتب{text} هنا"}}}}'
    assert client.post(typed_url(article), body, content_type="application/json").status_code == 200
    page = client.get(change_url(article), {"typed": "one"})
    assert page.context["adminform"].form["title_ar"].value() == "كُتب هنا"


@pytest.mark.parametrize("is_new", [False, True])
def test_a_null_character_is_left_out_of_what_is_kept_after_the_session_ended(desk, is_new):
    client = desk("editor")
    article = None if is_new else make_article(status=Status.DRAFT)
    address = ADD if is_new else change_url(article)
    form = article_data(client.get(address), title_ar="كُتب\0 هنا", body_ar="<p>نص</p>")
    client.cookies.clear()
    response = client.post(address, form, follow=True)
    assert offers(log_in(client, response)) == ["كُتب هنا"]


# --- the article is gone ---------------------------------------------------------------------------


@pytest.mark.parametrize("has_session", [True, False])
def test_what_was_typed_into_an_article_that_was_deleted_is_offered_for_a_new_one(
    desk, has_session
):
    client, article = desk("editor"), make_article(status=Status.DRAFT)
    RelatedLink.objects.create(article=article, title="عنوان مقترح")
    address = change_url(article)
    form = article_data(
        client.get(address), title_ar="كُتب ولم يُحفظ", body_ar="<p>نص</p>", _page="one"
    )
    article.delete()
    if has_session:
        page = client.post(address, form, follow=True)
        assert page.context["adminform"].form["title_ar"].value() == "كُتب ولم يُحفظ"
    else:
        client.cookies.clear()
        page = log_in(client, client.post(address, form, follow=True))
    assert said(page) == ["error"]
    (typed,) = typed_pages(None, User.objects.get())
    page = client.get(ADD, {"typed": typed.page})
    client.post(ADD, article_data(page, _page=typed.page))
    made = Article.objects.get()
    assert (made.title_ar, made.body_ar) == ("كُتب ولم يُحفظ", "<p>نص</p>")
    assert typed_pages(None, User.objects.get()) == []


def test_a_deletion_in_the_midst_of_a_save_loses_nothing_either(desk, monkeypatch):
    client, article = desk("editor"), make_article(status=Status.DRAFT)
    form = article_data(client.get(change_url(article)), title_ar="كُتب ولم يُحفظ", _page="one")

    def deleted_meanwhile(*args):
        Article.objects.all().delete()
        return []

    monkeypatch.setattr(ArticleAdmin, "typed_elsewhere", deleted_meanwhile)
    page = client.post(change_url(article), form, follow=True)
    assert said(page) == ["warning", "error"]  # Django's own, and why
    assert page.request["PATH_INFO"] == ADD
    assert page.context["adminform"].form["title_ar"].value() == "كُتب ولم يُحفظ"


def offers_nothing(article) -> bool:
    return not [
        typed
        for form in OpenForm.objects.filter(article=article)
        for typed in typed_pages(article, form.user)
        if typed.fields
    ]


# --- who else has it open --------------------------------------------------------------------------


def test_who_else_has_it_open_is_shown_and_since_when(desk, account):
    article = make_article()
    first = desk("editor")
    first.get(change_url(article))
    OpenForm.objects.update(opened_at=utc(2018, 5, 21, 8, 5))
    chief = desk("chief editor")
    html = chief.get(change_url(article)).content.decode()
    assert "<bdi>editor</bdi>" in html
    assert "<bdi>21.05.2018</bdi> <bdi>11:05</bdi>" in html
    assert "<bdi>chief-editor</bdi>" not in html
    assert "<bdi>chief-editor</bdi>" in beat(first, article).json()["others"]
    # Whose form has said nothing for two minutes has left.
    OpenForm.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert beat(first, article).json()["others"] == ""


def test_who_only_reads_has_nothing_open(desk):
    article = make_article(status=Status.WITHDRAWN)
    desk("reporter").get(change_url(article))
    assert not OpenForm.objects.exists()


# --- the session has ended -------------------------------------------------------------------------


def log_in(client: Client, response) -> object:
    """Log in at the page that a POST led to."""
    return client.post(
        response.redirect_chain[-1][0], {"username": "editor", "password": "x"}, follow=True
    )


@pytest.mark.parametrize("is_new", [False, True])
def test_a_form_whose_session_had_ended_is_kept_and_offered(desk, is_new):
    client = desk("editor")
    article = None if is_new else make_article()
    address = ADD if is_new else change_url(article)
    form = article_data(client.get(address), title_ar="كُتب بعد انتهاء الجلسة", body_ar="<p>نص</p>")
    client.cookies.clear()  # the session's, gone
    response = client.post(address, form, follow=True)
    assert response.status_code == 200
    assert said(response) == ["warning"]  # above the login
    assert not Revision.objects.exists()
    page = log_in(client, response)
    assert page.request["PATH_INFO"] == address
    assert offers(page) == ["كُتب بعد انتهاء الجلسة"]
    assert page.context["typed_pages"][0][0].why == "session"
    name = page.context["typed_pages"][0][0].page
    page = client.get(address, {"typed": name})
    assert page.context["adminform"].form["title_ar"].value() == "كُتب بعد انتهاء الجلسة"
    client.post(address, article_data(page, _page=name))
    article = Article.objects.get()
    load_latest(article)
    assert article.title_ar == "كُتب بعد انتهاء الجلسة"
    assert offers(client.get(address)) == []


def test_only_an_articles_form_is_kept_and_only_so_much_of_it(db):
    client, article = Client(), make_article()
    for url, data in [
        (reverse("admin:articles_source_add"), {"name_ar": "مصدر"}),
        (reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}),
        (typed_url(article), {"discard": "one"}),
    ]:
        assert said(client.post(url, data, follow=True)) == []
    response = client.post(change_url(article), {"body_ar": "ن" * 1_600_000}, follow=True)
    assert said(response) == ["error"]
    assert "desk-typed" not in client.session
    client.get(change_url(article))
    assert "desk-typed" not in client.session


def test_a_dispute_sent_after_the_session_ended_keeps_what_was_chosen(desk, account):
    client, article = desk("editor"), make_article()
    form = article_data(client.get(change_url(article)), title_ar="عنواني")
    other = Client()
    other.force_login(account())
    save(other, article, title_ar="عنوانها")
    page = client.post(change_url(article), form)
    sent = Inputs(page.content.decode()).sent
    sent |= decisions(sent, choice_title_ar="rewritten", rewritten_title_ar="عنواننا")
    client.cookies.clear()
    page = log_in(client, client.post(change_url(article), sent, follow=True))
    assert offers(page) == ["عنواننا", "عنواني"]  # what was decided, and what was typed before


def test_what_is_kept_needs_the_forms_token(account):
    article, client = make_article(), Client(enforce_csrf_checks=True)
    assert client.post(change_url(article), {"title_ar": "مدسوس"}).status_code == 403
    assert "desk-typed" not in client.session
    client.force_login(account())
    sent = json.dumps({"page": "one", "fields": {"title_ar": "مدسوس"}})
    answer = client.post(typed_url(article), sent, content_type="application/json")
    assert answer.status_code == 403


# --- a notice that is being typed --------------------------------------------------------------------

NOTICE = {
    "changes": {"change": "correction", "text_ar": "والصواب «70».", "reason": "اتصال", "is_serious": "on"},
    "withdraw": {"text_ar": "سُحب لأنه غير صحيح."},
}  # fmt: skip


@pytest.fixture(params=["changes", "withdraw"])
def notice(request, desk):
    """A page where a notice is typed: whose desk it is, the article, its address, what is typed."""
    client, article = desk("chief editor"), make_article()
    save(client, article, title_ar="عنوان ينتظر")
    address = reverse(f"admin:articles_article_{request.param}", args=[article.pk])
    return client, article, address, request.param


def noticed(page) -> dict[str, object]:
    form = page.context["form"]
    return {name: form[name].value() for name in NOTICE["changes"] if name in form.fields}


def type_notice(client, article, form, page="one"):
    sent = {"page": page, "form": form, "fields": NOTICE[form]}
    return client.post(typed_url(article), json.dumps(sent), content_type="application/json")


def test_a_notice_is_offered_after_a_crash_filled_in_and_forgotten_once_it_is_out(notice):
    client, article, address, form = notice
    page = client.get(address)
    assert 'name="_page"' in page.text
    assert f'data-form="{form}"' in page.text
    assert "desk/autosave.js" in page.text
    assert type_notice(client, article, form).status_code == 200
    page = client.get(address)
    [(kept, _at, texts)] = page.context["typed_pages"]
    assert (kept.form, texts[0]) == (form, NOTICE[form]["text_ar"])
    assert noticed(page)["text_ar"] != NOTICE[form]["text_ar"]
    page = client.get(address, {"typed": "one"})
    filled = {name: value for name, value in noticed(page).items() if name in NOTICE[form]}
    assert filled == NOTICE[form]
    assert page.context["typed_pages"] == []
    assert "errorlist" not in page.text
    # On the article's own form it can be read, and leads there.
    own = client.get(change_url(article))
    assert f'href="{address}?typed=one"' in own.text
    assert "restored" in own.context
    assert own.context["restored"] is None
    sent = NOTICE[form] | {"_page": "one", "version": "2"}
    assert client.post(address, sent).status_code == 302
    assert not OpenForm.objects.filter(typed__isnull=False).exists()
    assert Article.objects.get(pk=article.pk).corrections.get().text_ar == NOTICE[form]["text_ar"]


def test_a_notice_whose_session_had_ended_is_kept_and_offered(notice):
    client, article, address, form = notice
    client.cookies.clear()
    response = client.post(address, NOTICE[form] | {"version": "2"}, follow=True)
    assert said(response) == ["warning"]
    account = {"username": "chief-editor", "password": "x"}
    page = client.post(response.redirect_chain[-1][0], account, follow=True)
    assert page.request["PATH_INFO"] == address
    [(kept, _at, texts)] = page.context["typed_pages"]
    assert (kept.form, kept.why, texts[0]) == (form, "session", NOTICE[form]["text_ar"])
    assert not Article.objects.get(pk=article.pk).corrections.exists()


def test_a_notice_is_not_lost_to_who_was_quicker_nor_to_a_save(notice):
    client, article, address, form = notice
    type_notice(client, article, form)
    save(client, article, summary_ar="ملخص")  # the article's form keeps what others typed elsewhere
    assert [one.form for one in typed_pages(article, User.objects.get())] == [form]
    if form == "changes":
        discard_changes(article, by=User.objects.get())
    else:
        Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)
    response = client.post(address, NOTICE[form] | {"version": "3", "_page": "one"}, follow=True)
    assert said(response) == ["error"]
    [(kept, _at, texts)] = response.context["typed_pages"]
    assert (kept.why, texts[0]) == ("refused", NOTICE[form]["text_ar"])
    # It is forgotten where it is shown.
    client.post(f"{typed_url(article)}?form={form}", {"discard": "one"})
    assert typed_pages(article, User.objects.get()) == []


def test_a_form_that_there_is_not_is_kept_nowhere(desk):
    client, article = desk("editor"), make_article()
    sent = json.dumps({"page": "one", "form": "../x", "fields": {"a": "b"}})
    answer = client.post(typed_url(article), sent, content_type="application/json")
    assert answer.status_code == 400
    assert offers_nothing(article)


def test_what_was_written_on_the_page_of_a_dispute_is_there_after_a_crash(desk, account):
    client, article = desk("editor"), make_article("عنوان")
    form = article_data(client.get(change_url(article)), title_ar="عنواني", _page="one")
    other = Client()
    other.force_login(account())
    save(other, article, title_ar="عنوانها")
    page = client.post(change_url(article), form)
    assert 'data-form=""' in page.text
    sent = Inputs(page.text).sent
    sent |= decisions(sent, choice_title_ar="rewritten", rewritten_title_ar="عنواننا")
    autosaved = {
        "page": "one",
        "form": "",
        "fields": {k: v for k, v in sent.items() if k[0] != "_"},
    }
    client.post(typed_url(article), json.dumps(autosaved), content_type="application/json")
    assert offers(client.get(change_url(article))) == ["عنواني"]
    page = client.get(change_url(article), {"typed": "one"})
    [dispute] = page.context["disputes"]
    assert (dispute.ticked, dispute.rewritten) == ("rewritten", "عنواننا")
    sent = Inputs(page.text).sent
    sent |= decisions(sent, choice_title_ar="rewritten", rewritten_title_ar="عنواننا")
    client.post(change_url(article), sent)
    article.refresh_from_db()
    load_latest(article)
    assert article.title_ar == "عنواننا"
    assert offers(client.get(change_url(article))) == []


# --- too much, and not what it should be -------------------------------------------------------------


def test_a_paste_of_two_megabytes_is_refused_on_the_form_with_the_text_in_it(desk):
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    pasted = "<p>" + "كلمة " * (MOST_CHARACTERS // 5) + "</p>"
    assert len(pasted.encode()) > 900_000
    pasted = pasted * 3
    response = save(client, article, body_ar=pasted)
    assert response.status_code == 200
    [error] = response.context["adminform"].form.errors["body_ar"]
    assert f"{MOST_CHARACTERS:,}" in error
    assert response.context["adminform"].form["body_ar"].value() == pasted
    assert 'enctype="multipart/form-data"' in response.content.decode()
    article.refresh_from_db()
    assert "كلمة" not in article.body_ar


def test_a_form_that_is_too_large_is_refused_in_words(desk, settings):
    client, article = desk("editor"), make_article()
    data = article_data(client.get(change_url(article)))
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    response = client.post(change_url(article), data | {"body_ar": "ن" * 2000})
    assert (response.status_code, response.templates[0].name) == (413, "413.html")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000_000, 5
    assert client.post(change_url(article), data).status_code == 413
    assert not Revision.objects.exists()


def test_what_is_too_long_to_be_kept_is_said_beside_the_form(desk):
    html = desk("editor").get(change_url(make_article())).text
    with override("ar"):
        said = gettext(
            "This text is longer than the %(most)s MB that are kept while you type. "
            "What you type now is not kept: save it."
        )
    assert f'data-long="{said % {"most": 3}}"' in html


def test_the_longest_body_is_taken(desk):
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    body = "<p>" + "ن" * (MOST_CHARACTERS - 7) + "</p>"
    save(client, article, body_ar=body)
    article.refresh_from_db()
    assert article.body_ar == body


def test_scripts_that_were_typed_are_shown_as_text_and_never_saved(desk):
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    evil = '<p onclick="x()">نص</p><script>alert(1)</script></textarea><script>alert(2)</script>'
    type_into(client, article, body_ar=evil, title_ar="<script>alert(3)</script>")
    for query in ({}, {"typed": "one"}):
        html = client.get(change_url(article), query).content.decode()
        assert "<script>alert" not in html
        assert "<p onclick" not in html
    page = client.get(change_url(article), {"typed": "one"})
    client.post(change_url(article), article_data(page, title_ar="عنوان"))
    article.refresh_from_db()
    assert article.body_ar == "<p>نص</p>"
