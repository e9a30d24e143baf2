"""The article's pages on the desk: lists, forms, who may what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.article import ArticleAdmin
from articles.editing import latest_content, load_latest, publish
from articles.importing.merge import read_values
from articles.intake import keys
from articles.models import Article, CapturedPage, Deed, ImportBatch, Proposal, RelatedLink, Status
from articles.search import check_index, find_ids
from tests.admin.forms import article_data, change_url, said, save
from tests.builders import columns, make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")
HUGE = "99999999999999999999999"
BODY = '<p>فقرة أولى.</p><blockquote class="pull"><p>قول بارز</p></blockquote><h2>عنوان</h2><p>ثانية &amp; أخيرة.</p>'


def make_page(article: Article, **fields) -> CapturedPage:
    batch, _ = ImportBatch.objects.get_or_create(name="batch-1")
    number = CapturedPage.objects.count()
    return CapturedPage.objects.create(
        **{
            "article": article,
            "batch": batch,
            "outcome": "created",
            "content": "عنوان الصفحة\n\nفقرة من \u202bالنص\u202c.".encode(),
            "sha256": f"{number:064d}",
            "file_name": "001_page.txt",
            "encoding": "utf-8",
            "parser": "news-page",
            "parser_version": 1,
            "roles": ["headline", "", "paragraph"],
            "problems": [{"code": "removed-invisible", "line": 3, "text": "U+202B U+202C"}],
            "problem_codes": " removed-invisible ",
        }
        | fields
    )


# --- saving ------------------------------------------------------------------------------------


def test_a_save_goes_through_editing(desk):
    article = make_article(status=Status.DRAFT)
    save(desk("reporter"), article, title_ar="سُوق الزِّرب يفتح أبوابه", slug="")
    article.refresh_from_db()
    assert article.title_ar == "سُوق الزِّرب يفتح أبوابه"
    assert article.slug == "سوق-الزرب-يفتح-أبوابه"
    assert article.headline_key == "سوق الزرب يفتح ابوابه"
    assert article.edited_at is not None
    assert find_ids("الزرب") == [article.pk]


def test_a_body_is_sanitised(desk):
    article = make_article(status=Status.DRAFT)
    save(desk("reporter"), article, body_ar='<p onclick="x()">نص<script>alert(1)</script></p>')
    article.refresh_from_db()
    assert article.body_ar == "<p>نص</p>"


def test_an_untouched_form_changes_nothing(desk):
    article = make_translated_article(
        body_ar=BODY,
        summary_ar="سطر\nسطر",
        published_at=utc(2018, 10, 25, 21, 30).replace(second=42),
        updated_at=utc(2018, 10, 26, 21),
        updated_precision="day",
        tags=["دمشق", "حلب"],
    )
    before = columns(article)
    assert save(desk("editor"), article).status_code == 200
    assert columns(article) == before


def test_another_field_leaves_the_body_and_the_times_to_the_byte(desk):
    article = make_translated_article(
        body_ar=BODY, published_at=utc(2018, 10, 25, 21, 30).replace(second=42)
    )
    before = {name: keys.digest(value) for name, value in read_values(article).items()}
    save(desk("editor"), article, byline_ar="ليلى الحموي")
    article = Article.objects.get(pk=article.pk)
    assert {name: keys.digest(value) for name, value in read_values(article).items()} == before
    assert article.has_changes_waiting
    load_latest(article)
    after = {name: keys.digest(value) for name, value in read_values(article).items()}
    assert {name for name in after if after[name] != before[name]} == {"byline_ar"}
    assert article.published_at == utc(2018, 10, 25, 21, 30).replace(second=42)


def test_a_day_alone_is_kept_as_a_day(desk):
    article = make_article(status=Status.DRAFT)
    save(desk("reporter"), article, published_at_day="21.05.2018", published_at_clock="")
    article.refresh_from_db()
    assert (article.published_at, article.published_precision) == (utc(2018, 5, 20, 21), "day")


def test_a_doubled_time_is_asked_about_and_the_answer_kept(desk):
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    doubled = {"published_at_day": "25.10.2018", "published_at_clock": "23:30"}
    response = save(client, article, **doubled)
    errors = response.context["adminform"].form.errors.as_data()
    assert [error.code for error in errors["published_at"]] == ["ambiguous"]
    assert 'id="id_published_at_occurrence"' in response.content.decode()
    save(client, article, **doubled, published_at_occurrence="1")
    article.refresh_from_db()
    assert article.published_at == utc(2018, 10, 25, 21, 30)


@pytest.mark.parametrize(
    "changes",
    [
        {"published_at_day": "30.03.2018", "published_at_clock": "00:30"},
        {"published_at_day": "21.05.0218"},
        {"updated_at_day": "21.05.9999"},
        {"published_at_day": "01.01.1900", "published_at_clock": "00:00"},
        {"updated_at_day": "20.05.2018", "updated_at_clock": "11:05"},
        {"published_at_day": "", "published_at_clock": ""},
        {"body_ar": ""},
        {"title_ar": " "},
        {"title_ar": "\u202e\u202c\u200b"},
        {"source": "abc"},
        {"source": HUGE},
        {"related_links-TOTAL_FORMS": "abc"},
    ],
    ids=[
        *("skipped", "year 218", "year 9999", "the century's first hours", "updated first"),
        *("no time", "no body", "no headline", "invisible headline"),
        *("a word for a source", "a number too large", "no number of links"),
    ],
)
def test_what_the_database_would_refuse_is_an_error_on_the_form(desk, changes):
    article = make_article()
    before = columns(article)
    response = save(desk("editor"), article, **changes)
    assert response.status_code == 200
    assert response.context["errors"]
    assert columns(article) == before


@pytest.mark.parametrize("target", ["abc", HUGE, "0"])
def test_a_link_that_leads_to_no_article_is_an_error_on_the_form(desk, target):
    client = desk("reporter")
    url = reverse("admin:articles_article_add")
    data = article_data(client.get(url), title_ar="خبر") | links("عنوان")
    response = client.post(url, data | {"related_links-0-target": target})
    assert response.status_code == 200
    assert response.context["errors"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("key", ["abc", HUGE])
def test_a_link_that_is_no_longer_there_is_an_error_on_the_form(desk, key):
    article = make_article(status=Status.DRAFT)
    link = RelatedLink.objects.create(article=article, title="خبر", title_key="خبر")
    response = save(desk("reporter"), article, **{"related_links-0-id": key})
    assert response.status_code == 200
    assert response.context["errors"]
    assert article.related_links.get() == link


def test_a_new_article_is_a_draft_whatever_is_posted(desk):
    client = desk("reporter")
    url = reverse("admin:articles_article_add")
    data = article_data(
        client.get(url), title_ar="خبر جديد", status="published", body_ar="<p>نص</p>"
    )
    client.post(url, data)
    article = Article.objects.get()
    assert (article.status, article.slug) == (Status.DRAFT, "خبر-جديد")


# --- who may what ------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["reporter", "editor", "chief editor"])
def test_every_group_reads_every_page_of_its_desk(desk, group):
    client, article = desk(group), make_article(source=make_source())
    page = make_page(article)
    for name, args in [
        ("index", []),
        ("articles_article_changelist", []),
        ("articles_article_add", []),
        ("articles_article_change", [article.pk]),
        ("articles_article_history", [article.pk]),
        ("articles_source_changelist", []),
        ("articles_source_change", [article.source_id]),
        ("articles_capturedpage_changelist", []),
        ("articles_capturedpage_change", [page.pk]),
        ("articles_importbatch_changelist", []),
        ("articles_importbatch_change", [page.batch_id]),
    ]:
        assert client.get(reverse(f"admin:{name}", args=args)).status_code == 200, name
    accounts = client.get(reverse("admin:auth_user_changelist")).status_code
    assert accounts == (200 if group == "chief editor" else 403)
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 403


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.PUBLISHED])
def test_who_may_not_edit_reads_what_was_last_written(desk, status):
    later = utc(2099, 1, 1) if status == Status.PUBLISHED else utc(2018, 5, 21, 8, 5)  # scheduled
    client = desk("reporter")
    article = make_translated_article(body_ar=BODY, status=status, published_at=later)
    html = client.get(change_url(article)).content.decode()
    assert 'name="_save"' not in html
    assert 'name="base_version"' not in html
    assert '<div class="desk-english" lang="en" dir="ltr">The park reopens</div>' in html
    assert '<blockquote class="pull">' in html
    assert "[ar]" not in html
    before = columns(article)
    forged = {"title_ar": "عنوان آخر", "status": "draft", "_publish": "1", "_save": "1"}
    assert said(client.post(change_url(article), forged, follow=True)) == ["error"]
    assert columns(article) == before


def test_what_a_reporter_writes_into_a_published_article_waits_for_an_editor(desk):
    client, article = desk("reporter"), make_translated_article(body_ar=BODY)
    before = columns(article)
    response = save(client, article, title_ar="عنوان أدق")
    assert said(response) == ["info", "success"]
    article.refresh_from_db()
    assert article.has_changes_waiting
    assert (article.title_ar, article.body_ar) == (before["title_ar"], BODY)
    assert 'value="عنوان أدق"' in client.get(change_url(article)).content.decode()
    assert Article.objects.published().get() == article


def test_forged_states_and_times_of_a_reporter_change_nothing_public(desk):
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    response = save(client, article, status="published", _publish="1")
    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert said(response) == ["error"]


def test_saving_and_publishing(desk):
    article = make_article(status=Status.DRAFT, published_at=None)
    save(desk("editor"), article, title_ar="عنوان جديد", _publish="1")
    article.refresh_from_db()
    assert (article.title_ar, article.status) == ("عنوان جديد", Status.PUBLISHED)
    assert article.published_at is not None


def test_who_publishes_what_somebody_published_meanwhile_is_not_told_that_readers_see_it(
    desk, account
):
    """What the second wrote waits, like any change to a published article."""
    article, client = make_article(status=Status.DRAFT), desk("editor")
    form = article_data(client.get(change_url(article)), title_ar="عنوان الثاني", _publish="1")
    publish(article, by=account("chief editor"))
    page = client.post(change_url(article), form, follow=True)
    assert said(page) == ["info", "error"]
    stored = Article.objects.get()
    assert (stored.has_changes_waiting, stored.title_ar) == (True, article.title_ar)


def test_a_refusal_to_publish_keeps_what_was_written(desk):
    article = make_article(status=Status.DRAFT, body_ar="")
    response = save(desk("editor"), article, title_ar="عنوان جديد", _publish="1")
    article.refresh_from_db()
    assert (article.title_ar, article.status) == ("عنوان جديد", Status.DRAFT)
    assert said(response) == ["error"]


def test_a_withdrawn_article_can_be_published_again(desk):
    article = make_article(status=Status.WITHDRAWN)
    save(desk("chief editor"), article, _publish="1")
    article.refresh_from_db()
    assert article.status == Status.PUBLISHED


def test_a_draft_says_what_it_lacks(desk):
    article = make_article(status=Status.DRAFT, body_ar="", published_at=None)
    response = desk("reporter").get(change_url(article))
    assert response.context["missing"] == article.missing
    assert len(article.missing) == 2


def test_an_article_closed_to_a_reporter_while_it_was_open_keeps_what_was_typed(desk):
    """Scheduled meanwhile: it is refused in words, and what was typed can still be read."""
    client, article = desk("reporter"), make_article(status=Status.DRAFT)
    data = article_data(client.get(change_url(article)), title_ar="عنوان متأخر")
    Article.objects.update(status=Status.PUBLISHED, published_at=utc(2099, 1, 1))
    response = client.post(change_url(article), data, follow=True)
    article.refresh_from_db()
    assert article.title_ar != "عنوان متأخر"
    assert said(response) == ["error"]
    html = response.content.decode()
    assert "عنوان متأخر" in html
    assert "?typed=" not in html  # there is no form to fill it into


# --- evidence ----------------------------------------------------------------------------------


def test_evidence_is_neither_changed_nor_deleted_even_by_a_superuser(desk):
    client, article = desk(), make_article(status=Status.DRAFT)
    page = make_page(article)
    for model, pk in (("capturedpage", page.pk), ("importbatch", page.batch_id)):
        change = reverse(f"admin:articles_{model}_change", args=[pk])
        assert client.post(change, {"file_name": "x", "name": "x"}).status_code == 403
        delete = reverse(f"admin:articles_{model}_delete", args=[pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403
        assert client.get(reverse(f"admin:articles_{model}_add")).status_code == 403
    delete = reverse("admin:articles_article_delete", args=[article.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    page.refresh_from_db()
    assert page.file_name == "001_page.txt"


@pytest.mark.parametrize(
    ("fields", "deletable"),
    [
        ({"status": Status.DRAFT}, True),
        ({"status": Status.PUBLISHED}, False),
        ({"status": Status.WITHDRAWN}, False),
        ({"status": Status.DRAFT, "capture_key": "k"}, False),
    ],
)
def test_only_a_draft_written_here_can_be_deleted_and_only_by_a_superuser(desk, fields, deletable):
    article = make_article(**fields)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    assert desk("chief editor").post(url, {"post": "yes"}).status_code == 403
    desk().post(url, {"post": "yes"})
    assert Article.objects.exists() is not deletable
    assert not list(check_index())


def test_a_draft_that_was_published_meanwhile_is_not_deleted(desk, monkeypatch):
    article, client = make_article(status=Status.DRAFT), desk()
    asked = ArticleAdmin.get_deleted_objects

    def published_meanwhile(self, objs, request):
        Article.objects.update(status=Status.PUBLISHED)
        return asked(self, objs, request)

    monkeypatch.setattr(ArticleAdmin, "get_deleted_objects", published_meanwhile)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    page = client.post(url, {"post": "yes"}, follow=True)
    assert said(page) == ["error"]
    assert Article.objects.filter(pk=article.pk).exists()
    assert not Deed.objects.exists()


def test_nothing_is_done_to_many_at_once(desk):
    client = desk()
    article = make_article(status=Status.DRAFT)
    client.post(
        LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    )
    assert Article.objects.filter(pk=article.pk).exists()


def test_the_captured_page_stands_beside_the_form_line_by_line(desk):
    article = make_article()
    page = make_page(article)
    html = desk("editor").get(change_url(article)).content.decode()
    assert f'id="page-{page.pk}-line-3"' in html
    assert f'href="#page-{page.pk}-line-3"' in html
    assert f'id="page-{page.pk}-line-2"' not in html  # blank
    assert '<span class="desk-invisible" dir="ltr">U+202B</span>' in html
    assert "\u202b" not in html
    assert page.sha256 in html


def test_what_a_newer_page_says_is_shown_and_cannot_be_changed(desk):
    article = make_article()
    proposal = Proposal.objects.create(
        article=article, page=make_page(article), field="body_ar", value="<p>نص أحدث</p>"
    )
    html = desk("editor").get(change_url(article)).content.decode()
    assert '<div class="desk-proposal" dir="rtl">نص أحدث</div>' in html
    save(desk("chief editor"), article, **{"proposals-0-DELETE": "on"})
    assert Proposal.objects.get() == proposal


# --- related links -----------------------------------------------------------------------------


def links(*titles: str, **changes: str) -> dict[str, str]:
    data = {"related_links-TOTAL_FORMS": str(len(titles))}
    for number, title in enumerate(titles):
        prefix = f"related_links-{number}"
        data |= {f"{prefix}-title": title, f"{prefix}-position": "", f"{prefix}-url": ""}
        data |= {f"{prefix}-target": "", f"{prefix}-id": ""}
    return data | changes


def test_a_related_headline_finds_its_article(desk):
    target, article = make_article("سوق الزرب يفتح أبوابه"), make_article(status=Status.DRAFT)
    save(desk("reporter"), article, **links("سُوق الزرب يفتح ابوابه", "لا أحد"))
    first, second = article.related_links.order_by("position")
    assert (first.target, first.position) == (target, 0)
    assert (second.target, second.position) == (None, 1)


def test_a_doubtful_headline_has_candidates_and_the_desk_chooses(desk):
    namesakes = [make_article("نشرة المساء"), make_article("نشرة المساء")]
    article = make_article(status=Status.DRAFT)
    client = desk("reporter")
    save(client, article, **links("نشرة المساء"))
    link = article.related_links.get()
    assert link.target is None
    assert set(link.candidates.all()) == set(namesakes)
    save(client, article, **{"related_links-0-target": str(namesakes[0].pk)})
    link.refresh_from_db()
    assert link.target == namesakes[0]
    assert not link.candidates.exists()


def test_a_changed_headline_leads_elsewhere(desk):
    old, new = make_article("خبر قديم"), make_article("خبر أحدث")
    article = make_article(status=Status.DRAFT)
    link = RelatedLink.objects.create(
        article=article, title="خبر قديم", title_key="خبر قديم", target=old
    )
    save(desk("reporter"), article, **{"related_links-0-title": "خبر أحدث"})
    link = article.related_links.get()
    assert (link.title, link.target) == ("خبر أحدث", new)
    article.refresh_from_db()
    assert article.edited_at is not None


def test_links_of_a_public_article_wait_and_the_form_shows_those_that_wait(desk):
    article, client = make_article(), desk("reporter")
    first, second = (
        RelatedLink.objects.create(article=article, title=title, position=place)
        for place, title in enumerate(["أول", "ثانٍ"])
    )
    changes = {
        "related_links-0-DELETE": "on", "related_links-1-position": "7",
        "related_links-TOTAL_FORMS": "3", "related_links-2-title": "ثالث", "related_links-2-position": "",
    }  # fmt: skip
    save(client, article, **changes)
    assert list(article.related_links.all()) == [first, second]
    assert said_links(article) == [["ثانٍ", "", None], ["ثالث", "", None]]
    html = client.get(change_url(article)).content.decode()
    assert 'value="ثالث"' in html
    assert 'value="أول"' not in html
    # Nothing was touched: nothing is saved.
    version = Article.objects.get(pk=article.pk).version
    save(client, article)
    assert Article.objects.get(pk=article.pk).version == version == 2


def said_links(article: Article) -> list:
    return latest_content(Article.objects.get(pk=article.pk))["related"]


def test_what_arrives_while_a_form_is_open_is_not_undone_by_it(desk):
    article, client = make_article(status=Status.DRAFT), desk("editor")
    link = RelatedLink.objects.create(article=article, title="سوق الزرب", title_key="سوق الزرب")
    page = client.get(change_url(article))
    assert 'name="initial-related_links-0-target"' in page.content.decode()
    data = article_data(page, title_ar="عنوان آخر") | {"initial-related_links-0-target": ""}
    target = make_article("سوق الزرب")
    RelatedLink.objects.update(target=target)
    client.post(change_url(article), data)
    link.refresh_from_db()
    assert link.target == target
    assert Article.objects.get(pk=article.pk).title_ar == "عنوان آخر"
    # What is shown can be let go.
    page = client.get(change_url(article))
    shown = {"initial-related_links-0-target": str(target.pk), "related_links-0-target": ""}
    client.post(change_url(article), article_data(page) | shown)
    link.refresh_from_db()
    assert link.target is None


def test_a_form_that_says_less_or_more_than_there_is_loses_nothing(desk):
    article, client = make_article(), desk("editor")
    for title in ("أول", "ثانٍ"):
        RelatedLink.objects.create(article=article, title=title)
    save(client, article, **links("أضيف"), **{"related_links-INITIAL_FORMS": "0"})
    assert [title for title, *_ in said_links(article)] == ["أضيف", "أول", "ثانٍ"]
    save(
        client,
        article,
        **links("أضيف", "أول", "ثانٍ", "رابع"),
        **{"related_links-INITIAL_FORMS": "9"},
    )
    assert [title for title, *_ in said_links(article)] == ["أضيف", "أول", "ثانٍ", "رابع"]


# --- the list ----------------------------------------------------------------------------------


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert not any('"articles_article"."body_ar",' in query["sql"] for query in queries)
    return len(queries)


def test_many_rows_cost_no_more_queries_than_one(desk):
    client = desk("editor")
    make_page(make_translated_article(source=make_source("مصدر أول")))
    client.get(LIST)  # the session, the content types
    one = queries_of(client, LIST)
    for number in range(12):
        article = make_translated_article(source=make_source(f"مصدر {number}"))
        make_page(article)
        Article.objects.filter(pk=article.pk).update(possible_duplicate_of=Article.objects.first())
    assert queries_of(client, LIST) == one


@pytest.mark.parametrize("words", ["احمد", "أحمد", "أَحْمَد", "المدرسه أحمد"])
def test_search_folds(desk, words):
    found, _other = make_article("أحمد يعود إلى المدرسة"), make_article("خبر آخر")
    response = desk("reporter").get(LIST, {"q": words})
    assert [article.pk for article in response.context["cl"].result_list] == [found.pk]


def test_filters(desk):
    client = desk("editor")
    draft = make_article(status=Status.DRAFT)
    english = make_translated_article(source=make_source("مصدر أول"))
    captured = make_article()
    page = make_page(captured)
    duplicate = make_article(possible_duplicate_of=captured)

    def found(**filters: str) -> set[int]:
        response = client.get(LIST, filters)
        return {article.pk for article in response.context["cl"].result_list}

    everything = {draft.pk, english.pk, captured.pk, duplicate.pk}
    assert found() == everything
    assert found(status__exact="draft") == {draft.pk}
    assert found(source__id__exact=str(english.source_id)) == {english.pk}
    assert found(english="yes") == {english.pk}
    assert found(english="no") == everything - {english.pk}
    assert found(problem="removed-invisible") == {captured.pk}
    assert found(problem="any") == {captured.pk}
    assert found(problem="missing-source") == set()
    assert found(batch=str(page.batch_id)) == {captured.pk}
    assert found(duplicate="yes") == {duplicate.pk}


@pytest.mark.parametrize(
    "address",
    [
        *(f"articles/article/?batch={key}" for key in (HUGE, "abc", "-1", "²")),
        f"articles/article/?source__id__exact={HUGE}",
        f"articles/article/?published_at__year={HUGE}",
        "articles/article/?published_at__year=1",
        "articles/article/?published_at__year=9999&published_at__month=12",
        "articles/article/?published_at__year=2018&published_at__month=13",
        "articles/article/?published_at__month=5&published_at__day=abc",
        "articles/article/?published_at__day=3",
        "articles/article/?status__exact=abc&problem=abc&duplicate=abc&english=abc",
        f"articles/article/?p={HUGE}&o={HUGE}",
        "articles/article/?q=%00",
        "articles/article/?problem=%00",
        "articles/article/add/?published_at=x&expires_at=2018-05-21&title_ar=%00",
        f"articles/article/{HUGE}/change/",
        f"articles/article/{HUGE}/delete/",
        f"articles/article/{HUGE}/history/",
        "articles/article/abc/change/",
        *(f"articles/capturedpage/?batch={key}" for key in (HUGE, "abc")),
        "articles/capturedpage/?outcome__exact=abc&kind__exact=abc&problem=abc",
        f"articles/importbatch/{HUGE}/change/",
        "articles/source/?kind__exact=abc",
        *(f"auth/user/?group={key}" for key in (HUGE, "abc")),
        "auth/user/?active=abc",
        f"auth/user/{HUGE}/password/",
        f"autocomplete/?app_label=articles&model_name=article&field_name=source&term=x&page={HUGE}",
    ],
)
def test_no_address_is_an_error_page(desk, address):
    make_page(make_article(source=make_source()))
    response = desk().get(f"/admin/{address}", follow=True)
    assert response.status_code in {200, 404}


def test_the_list_shows_everything_until_someone_searches(desk):
    make_article()
    client = desk("reporter")
    for words, found in (("", 1), (" ", 1), ("؟", 0)):
        response = client.get(LIST, {"q": words})
        assert len(response.context["cl"].result_list) == found, words


def test_the_day_of_the_list_is_a_damascus_day(desk):
    after_midnight = make_article(published_at=utc(2018, 5, 24, 23, 1))
    response = desk("editor").get(
        LIST, {"published_at__year": 2018, "published_at__month": 5, "published_at__day": 25}
    )
    assert [article.pk for article in response.context["cl"].result_list] == [after_midnight.pk]
    assert "<bdi>25.05.2018</bdi> <bdi>02:01</bdi>" in response.content.decode()


def test_articles_without_a_time_come_first(desk):
    make_article()
    draft = make_article(status=Status.DRAFT, published_at=None)
    assert desk("editor").get(LIST).context["cl"].result_list[0].pk == draft.pk


def test_the_source_of_a_link_is_found_by_folded_words(desk):
    found = make_article("أحمد يعود إلى المدرسة")
    query = {
        "term": "احمد",
        "app_label": "articles",
        "model_name": "relatedlink",
        "field_name": "target",
    }
    response = desk("reporter").get(reverse("admin:autocomplete"), query)
    assert [row["id"] for row in response.json()["results"]] == [str(found.pk)]
