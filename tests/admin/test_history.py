"""The history of an article on the desk: its revisions, two of them compared, one restored."""

import json

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from articles.admin.labels import FIELDS
from articles.editing import (
    Change,
    Kind,
    Notice,
    fix_style,
    load_latest,
    publish_changes,
    read_content,
    record,
    save_article,
)
from articles.models import (
    Article,
    ImportBatch,
    Precision,
    RelatedLink,
    Revision,
    Source,
    State,
    Status,
)
from tests.builders import make_article, make_source, utc
from tests.forging import forging

pytestmark = pytest.mark.django_db


def history_url(article) -> str:
    return reverse("admin:articles_article_history", args=[article.pk])


def compare_url(article, a, b) -> str:
    return reverse("admin:articles_article_compare", args=[article.pk]) + f"?a={a}&b={b}"


def restore_url(article, number) -> str:
    return reverse("admin:articles_article_restore", args=[article.pk, number])


def edit(article, by, **fields) -> Article:
    """The article, saved by somebody with other fields."""
    article = Article.objects.get(pk=article.pk)
    load_latest(article)
    for name, value in fields.items():
        setattr(article, name, value)
    save_article(article, by=by)
    return Article.objects.get(pk=article.pk)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def shown(response) -> list[tuple]:
    """What the history says of each revision."""
    return [
        (
            *(entry.number, str(entry.who), entry.why, entry.changed),
            *(entry.revision.kind, entry.revision.change, entry.place, entry.waits),
        )
        for entry in response.context["entries"]
    ]


@pytest.fixture
def editor(account):
    return account("editor")


@pytest.fixture
def client_of(client):
    def sit_down(user):
        client.force_login(user)
        return client

    return sit_down


def test_every_revision_is_told_newest_first(client_of, editor):
    article = make_article()
    article = edit(article, editor, title_ar="عنوان أول", tags=["سياسة"])
    publish_changes(
        article, Change.CORRECTION, version=2, by=editor, notice=Notice("الصواب كذا."), reason="رقم"
    )
    article = edit(article, editor, body_ar="<p>نص آخر.</p>")
    response = client_of(editor).get(history_url(article))
    live = pgettext("revision", "readers see this one")
    who = "<bdi>editor</bdi>"
    field = {name: str(label) for name, label in FIELDS.items()}
    assert shown(response) == [
        (4, who, "", [field["body_ar"]], "draft", "", "", True),
        (3, who, "رقم", [field["updated_at"]], "correction", "correction", live, False),
        (2, who, "", [field["title_ar"], field["tags"]], "draft", "", "", False),
        (1, gettext("as found"), "", None, "draft", "", "", False),
    ]
    html = response.content.decode()
    assert "الصواب كذا." in html
    assert gettext("waits to be published") in html


def test_a_history_counts_the_same_queries_for_two_revisions_and_for_twenty(client_of, editor):
    client = client_of(editor)
    few, many = make_article(), make_article()
    for article, number in ((few, 1), (many, 19)):
        for edition in range(number):
            edit(article, editor, title_ar=f"العنوان رقم {edition}")
    counted = {}
    client.get(history_url(few))  # the session, the content types
    for article in (few, many):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(history_url(article))
        counted[article.pk] = (len(response.context["entries"]), len(queries))
    assert counted[few.pk] == (2, counted[many.pk][1])
    assert counted[many.pk][0] == 20


def test_pages_of_fifty_go_on_where_the_one_before_stops(client_of, editor):
    article = make_article(status=Status.DRAFT)
    for number in range(53):
        record(
            article,
            read_content(article) | {"title_ar": f"العنوان {number}"},
            Kind.DRAFT,
            by=editor,
        )
    article.save(update_fields=["version"])
    client = client_of(editor)
    first, second = (client.get(history_url(article), {"p": page}) for page in (1, 2))
    assert [entry.number for entry in first.context["entries"]] == list(range(54, 4, -1))
    assert [entry.number for entry in second.context["entries"]] == [4, 3, 2, 1]
    # The last of a page is compared with the first of the next.
    assert first.context["entries"][-1].changed == [str(FIELDS["title_ar"])]
    assert "?p=2" in first.content.decode()


def test_a_time_and_how_exactly_it_is_known_are_one_field(client_of, editor):
    article = make_article(status=Status.DRAFT)
    edit(article, editor, published_at=utc(2018, 5, 22), published_precision=Precision.DAY)
    response = client_of(editor).get(history_url(article))
    assert response.context["entries"][0].changed == [str(FIELDS["published_at"])]


def test_what_the_importer_wrote_is_told_by_its_batch(client_of, editor):
    article = make_article()
    batch = ImportBatch.objects.create(name="2018-05")
    record(article, read_content(article), Kind.IMPORT, by=None, tool="importer", reason=batch.name)
    record(
        article,
        read_content(article),
        Kind.RESTORE,
        by=None,
        tool="importer",
        reason="undone-batch",
    )
    record(article, read_content(article), Kind.DRAFT, by=None, tool="importer")
    article.save(update_fields=["version"])
    response = client_of(editor).get(history_url(article))
    importer = gettext("importer")
    address = reverse("admin:articles_importbatch_change", args=[batch.pk])
    assert [(str(entry.who), entry.why) for entry in response.context["entries"]] == [
        (importer, ""),
        (f'{importer} <bdi dir="ltr">undone-batch</bdi>', ""),
        (f'{importer} <a href="{address}"><bdi dir="ltr">2018-05</bdi></a>', ""),
        (gettext("as found"), ""),
    ]


def test_what_the_command_mended_is_not_the_importers(client_of, editor):
    article = make_article(body_ar='<p>لـ الاتفاق "نعم"</p>', status=Status.DRAFT)
    fix_style(article, ["straight-quotes", "detached-prefix"])
    names = gettext(", ").join(
        gettext(name) for name in ("detached prefix", "foreign quotation marks")
    )
    why = gettext("copy desk: %(rule)s") % {"rule": names}
    entry = client_of(editor).get(history_url(article)).context["entries"][0]
    assert (str(entry.who), entry.why) == (gettext("automatic mending"), why)
    audit = client_of(editor).get(reverse("admin:articles_deed_changelist")).content.decode()
    assert gettext("automatic mending") in audit
    assert why in audit


def test_an_article_without_revisions_says_so(client_of, editor):
    html = client_of(editor).get(history_url(make_article())).content.decode()
    said = "There are no revisions yet. What the article says now becomes the first as soon as somebody saves it."
    assert gettext(said) in html
    assert "<table" not in html


@pytest.mark.parametrize(
    ("spoil", "whole"),
    [
        (lambda history: history.filter(number=2).update(reason="لا أحد"), {2: "changed"}),
        (lambda history: history.filter(number=2).delete(), {3: "missing-before"}),
        (lambda history: history.filter(number=3).delete(), {3: "missing-at-end"}),
    ],
)
def test_a_broken_seal_is_said_in_words(client_of, editor, spoil, whole):
    article = edit(edit(make_article(), editor, title_ar="أول"), editor, title_ar="ثان")
    client = client_of(editor)
    assert client.get(history_url(article)).context["breaks"] == []
    with forging():
        spoil(article.revisions)
    response = client.get(history_url(article))
    words = {
        "changed": "Revision {number} is not what was written: its seal does not fit.",
        "missing-before": "What came before revision {number} is missing.",
        "missing-at-end": "The newest revisions are missing: there should be {number}.",
    }
    told = [
        gettext(words[what]).format(number=f"<bdi>{number}</bdi>") for number, what in whole.items()
    ]
    assert response.context["breaks"] == told
    assert all(f"<li>{one}</li>" in response.content.decode() for one in told)


@pytest.mark.parametrize("content", ["{}", "[]", "null", "not JSON", "12"])
def test_a_revision_that_cannot_be_read_is_no_error_page(client_of, editor, content):
    article = edit(make_article(status=Status.DRAFT), editor, title_ar="أول")
    with forging():
        article.revisions.filter(number=1).update(content=content)
    client = client_of(editor)
    response = client.get(history_url(article))
    assert [entry.changed for entry in response.context["entries"]] == [None, None]
    refused = [
        gettext("Revision %(number)s cannot be read: it is not what was written.") % {"number": 1}
    ]
    assert said(client.get(compare_url(article, 1, 2))) == refused
    assert said(client.post(restore_url(article, 1)))[1:] == refused
    assert Revision.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="there the database compresses")
def test_bytes_that_are_no_text_any_more_break_the_seal_only(client_of, editor):
    article = edit(make_article(status=Status.DRAFT), editor, title_ar="أول")
    with connection.cursor() as cursor, forging():
        cursor.execute("UPDATE articles_revision SET content = x'6100ff' WHERE number = 1")
    response = client_of(editor).get(history_url(article))
    assert [broken for broken in response.context["breaks"] if "<bdi>1</bdi>" in broken]


# --- two of them side by side --------------------------------------------------------------------


def test_two_revisions_are_compared_field_by_field(client_of, editor):
    source = make_source("وكالة دجلة")
    article = make_article(status=Status.DRAFT, title_ar="افتتاح الحديقة")
    edit(
        article,
        editor,
        title_ar="افتتاح المكتبة",
        body_ar="<p>فقرة جديدة.</p><p>افتتحت البلدية الحديقة بعد ترميمها.</p>",
        published_at=utc(2018, 5, 22, 8, 5),
        source=source,
    )
    response = client_of(editor).get(compare_url(article, 1, 2))
    compared = {one.name: one for one in response.context["comparison"]}
    assert list(compared) == ["title_ar", "body_ar", "published_at", "source"]
    assert [(one.text, one.kind) for one in compared["title_ar"].segments] == [
        ("افتتاح ", "kept"),
        ("الحديقة", "removed"),
        ("المكتبة", "added"),
    ]
    assert [block.status for block in compared["body_ar"].blocks] == ["added", "kept"]
    assert (compared["source"].before, compared["source"].after) == (["—"], [source])
    html = response.content.decode()
    assert "<bdi>21.05.2018</bdi> <bdi>11:05</bdi>" in html
    assert "<bdi>22.05.2018</bdi> <bdi>11:05</bdi>" in html
    sides = [(side.key, str(side.entry.who)) for side in response.context["sides"]]
    assert sides == [("1", gettext("as found")), ("2", "<bdi>editor</bdi>")]


def test_what_only_looks_the_same_is_told_apart(client_of, editor):
    source, other = make_source(), make_article()
    article = make_article(status=Status.DRAFT, source=source)
    link = RelatedLink.objects.create(article=article, title="خبر", title_key="خبر")
    edit(article, editor, published_precision=Precision.DAY, source=None)
    link.target = other
    link.save()
    record(
        article := Article.objects.get(pk=article.pk), read_content(article), Kind.DRAFT, by=None
    )
    article.save()
    Source.objects.filter(pk=source.pk).delete()
    response = client_of(editor).get(compare_url(article, 1, 3))
    compared = {one.name: (one.before, one.after) for one in response.context["comparison"]}
    leads = gettext("leads to article %(number)s") % {"number": other.pk}
    assert list(compared) == ["published_at", "source", "related"]
    assert ["11:05" in str(side) for side in compared["published_at"]] == [True, False]
    assert compared["source"] == ([gettext("a source no longer there")], ["—"])
    assert compared["related"] == (["خبر"], [f"خبر · {leads}"])


def test_live_is_what_readers_see(client_of, editor):
    article = edit(make_article(title_ar="كما يقرأ الناس"), editor, title_ar="كما سيقرؤون")
    RelatedLink.objects.create(article=article, title="خبر", title_key="خبر")
    client = client_of(editor)
    for address in (compare_url(article, "live", 2), compare_url(article, 2, "live")):
        response = client.get(address)
        assert {side.entry.number for side in response.context["sides"]} == {1, 2}
        compared = [one.name for one in response.context["comparison"]]
        assert compared == ["title_ar", "related"]


def test_each_row_leads_to_the_comparisons_it_can_have(client_of, editor):
    article = edit(make_article(), editor, title_ar="أول")
    html = client_of(editor).get(history_url(article)).content.decode()
    base = reverse("admin:articles_article_compare", args=[article.pk])
    links = [part.split('"')[0] for part in html.split(f'href="{base}?')[1:]]
    assert links == ["a=1&amp;b=2", "a=live&amp;b=2"]
    assert 'name="a" value="1" checked' in html
    assert 'name="b" value="2" checked' in html


def test_one_revision_alone_has_nothing_to_be_compared_with(client_of, editor):
    article = make_article(status=Status.DRAFT)
    record(article, read_content(article), Kind.DRAFT, by=editor)
    with forging():
        article.revisions.filter(number=2).delete()
    Article.objects.filter(pk=article.pk).update(version=1)
    html = client_of(editor).get(history_url(article)).content.decode()
    assert 'type="radio"' not in html
    assert "/compare/?" not in html
    assert "/restore/" not in html


def test_a_draft_is_compared_with_its_newest(client_of, editor):
    article = make_article(status=Status.DRAFT)
    article = edit(edit(article, editor, title_ar="أول"), editor, title_ar="ثان")
    html = client_of(editor).get(history_url(article)).content.decode()
    assert "live" not in html.split('class="desk-revisions"')[1]
    assert f'?a=1&amp;b={article.version}"' in html


NONE = "This article has no such revision."


@pytest.mark.parametrize(
    ("a", "b", "refusal"),
    [
        (1, 3, NONE),  # the other article has three
        (0, 1, NONE),
        (-1, 1, NONE),
        ("abc", 1, NONE),
        ("²", 1, NONE),
        ("%00", 1, NONE),
        (1, 2**63, NONE),
        (1, "9" * 5000, NONE),
        ("", 1, "Choose the two revisions to compare."),
        ("live", 1, "Readers do not see this article: there is nothing to compare."),
    ],
)
def test_a_revision_that_is_not_there_is_a_message(client_of, editor, a, b, refusal):
    other = edit(edit(make_article(), editor, title_ar="أول"), editor, title_ar="ثان")
    article = edit(make_article(status=Status.DRAFT), editor, title_ar="أول")
    assert (other.version, article.version) == (3, 2)
    response = client_of(editor).get(compare_url(article, a, b))
    assert (response.status_code, response.url) == (302, history_url(article))
    assert said(response) == [gettext(refusal)]


# --- restoring -----------------------------------------------------------------------------------


def test_of_a_draft_a_restored_revision_is_in_force(client_of, editor):
    article = edit(make_article("الأول", status=Status.DRAFT), editor, title_ar="الثاني")
    response = client_of(editor).post(restore_url(article, 1))
    assert response.url == history_url(article)
    restored = gettext("Revision {number} is restored, as revision {version}.").format(
        number="<bdi>1</bdi>", version="<bdi>3</bdi>"
    )
    assert said(response) == [restored]
    article.refresh_from_db()
    newest = article.revisions.first()
    assert (article.title_ar, article.version) == ("الأول", 3)
    assert (newest.number, newest.kind, newest.created_by) == (3, "restore", editor)
    assert json.loads(newest.content)["title_ar"] == "الأول"


def test_of_a_published_article_it_waits_and_says_so(client_of, editor):
    article = edit(make_article("الأول"), editor, title_ar="الثاني")
    publish_changes(article, Change.MINOR, version=2, by=editor)
    response = client_of(editor).post(restore_url(article, 1))
    waits = gettext("Readers go on seeing the published text until the changes are published.")
    assert said(response)[1:] == [waits]
    article.refresh_from_db()
    assert (article.title_ar, article.live_version, article.version) == ("الثاني", 3, 4)
    assert article.state == State.PUBLISHED


def test_a_source_that_is_gone_is_said(client_of, editor):
    source = make_source()
    article = make_article("الأول", status=Status.DRAFT, source=source)
    article = edit(article, editor, source=None)
    Source.objects.filter(pk=source.pk).delete()
    response = client_of(editor).post(restore_url(article, 1))
    gone = "Its source or its section is not there any more; the article has none now. Choose one."
    assert said(response)[1:] == [gettext(gone)]
    assert Article.objects.get(pk=article.pk).source is None


def test_a_revision_of_another_article_is_not_restored(client_of, editor):
    edit(edit(make_article(), editor, title_ar="أول"), editor, title_ar="ثان")
    article = edit(make_article(status=Status.DRAFT), editor, title_ar="أول")
    response = client_of(editor).post(restore_url(article, 3))
    assert said(response) == [gettext(NONE)]
    assert Article.objects.get(pk=article.pk).version == 2


def test_a_restore_is_asked_for_by_a_button(client_of, editor):
    """Whose session had ended comes to the history when they are back, and asks again."""
    article = edit(make_article(status=Status.DRAFT), editor, title_ar="أول")
    response = client_of(editor).get(restore_url(article, 1))
    assert (response.status_code, response["Location"]) == (302, history_url(article))
    assert Article.objects.get(pk=article.pk).version == 2


# --- who may -------------------------------------------------------------------------------------


def test_who_may_read_but_not_edit_is_offered_no_restore(desk, editor):
    article = edit(make_article("الأول", status=Status.DRAFT), editor, title_ar="الثاني")
    assert article.draft_by == editor
    reporter = desk("reporter")
    page = reporter.get(history_url(article))
    assert page.status_code == 200
    assert not page.context["can_restore"]
    for address in (history_url(article), compare_url(article, 1, 2)):
        assert restore_url(article, 1) not in reporter.get(address).content.decode()
    refused = reporter.post(restore_url(article, 1))
    assert said(refused) == [
        gettext("This draft is someone else's; only they and editors may change it.")
    ]
    assert Article.objects.get(pk=article.pk).title_ar == "الثاني"


def test_without_a_right_to_see_articles_there_is_no_history(client, account, editor):
    article = edit(make_article(status=Status.DRAFT), editor, title_ar="أول")
    stranger = account("reporter")
    stranger.groups.clear()
    client.force_login(stranger)
    pages = [
        client.get(history_url(article)),
        client.get(compare_url(article, 1, 2)),
        client.post(restore_url(article, 1)),
    ]
    assert [page.status_code for page in pages] == [403] * 3
    assert Article.objects.get(pk=article.pk).version == 2


@pytest.mark.parametrize("page", ["history", "compare"])
@pytest.mark.parametrize("pk", ["0", str(2**63), "9" * 30])
def test_an_article_that_is_not_there_has_none(client_of, editor, page, pk):
    response = client_of(editor).get(f"/admin/articles/article/{pk}/{page}/?a=1&b=2", follow=True)
    assert response.status_code in {200, 404}
