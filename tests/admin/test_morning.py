"""The desk's first page: every number is the length of the list that it leads to."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin import morning
from articles.models import (
    Article,
    CapturedPage,
    Correction,
    ImportBatch,
    Page,
    Proposal,
    ReaderReport,
    RelatedLink,
    Revision,
    Status,
)
from articles.models.reader_report import new_reference
from tests.builders import make_article, make_source, make_translated_article, utc

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
NOON = utc(2026, 5, 21, 9)  # 12:00 in Damascus, where the day ends at 21:00 UTC


@pytest.fixture
def clock(monkeypatch):
    """``clock(instant)`` sets the time at which everything happens."""

    def be(instant):
        monkeypatch.setattr(timezone, "now", lambda: instant)

    return be


def numbers(page: Any) -> dict[str, str]:
    """``{"state=in-review": "3"}``: the page's numbers by the lists they lead to."""
    return {
        one.address.partition("?")[2]: f"{'>' if one.is_more else ''}{one.number}"
        for _heading, shown in page.context["numbers"]
        for one in shown
    }


def make_page(article: Article, codes: str = "", batch: ImportBatch | None = None) -> CapturedPage:
    return CapturedPage.objects.create(
        article=article, batch=batch or ImportBatch.objects.get_or_create(name="b")[0],
        outcome="created", content=b"x", sha256=f"{CapturedPage.objects.count():064x}",
        file_name="012.txt", encoding="utf-8", parser="news-page", parser_version=1,
        problem_codes=codes,
    )  # fmt: skip


def make_work(user: Any, source: Any) -> None:
    """One article for every number, and beside each what is nearly so and must not be counted."""

    def article(**fields: Any) -> Article:
        return make_article(**{"source": source} | fields)

    draft = {"status": Status.DRAFT, "published_at": None}
    article(**draft, in_review=True)
    article(version=3, live_version=2, draft_by=user)  # its changes wait, and are the user's
    article(version=3, live_version=3)
    article(published_at=NOON + timedelta(hours=11, minutes=59))
    article(published_at=NOON + timedelta(hours=12))  # tomorrow's first instant
    article(published_at=NOON)
    article(expires_at=NOON + timedelta(hours=11, minutes=59))
    article(expires_at=NOON + timedelta(hours=12))
    article(expires_at=NOON)
    doubtful = article()
    make_page(doubtful, " missing-headline removed-invisible ")
    make_page(doubtful, " missing-headline ")
    make_page(article(), " removed-invisible ")
    make_page(article(edited_at=NOON), " missing-headline ambiguous-time ")
    make_page(article(), " ambiguous-time ")
    article(read_at=None)
    article(source=None)
    article(source=None, status=Status.WITHDRAWN)
    proposed = article()
    for field, outcome in (("title_ar", ""), ("body_ar", ""), ("byline_ar", "kept")):
        Proposal.objects.create(
            article=proposed,
            page=make_page(proposed),
            field=field,
            value="نص الصفحة",
            outcome=outcome,
        )
    decided = article()
    Proposal.objects.create(
        article=decided, page=make_page(decided), field="title_ar", outcome="taken"
    )
    open_headline = article()
    RelatedLink.objects.create(article=open_headline, title="خبر أول")
    RelatedLink.objects.create(article=open_headline, title="خبر ثان")
    RelatedLink.objects.create(article=article(), title="خبر", target=open_headline)
    article(possible_duplicate_of=open_headline)
    article(style_findings=2)
    article(style_findings=0)
    english = {"source": source, "arabic_changed_at": NOON}
    make_translated_article(**english, english_changed_at=NOON - timedelta(days=1))
    make_translated_article(**english, english_changed_at=NOON + timedelta(seconds=1))
    article(arabic_changed_at=NOON)
    for status in ("new", "no-error"):
        ReaderReport.objects.create(
            article=decided, version=0, message="خطأ", status=status, form_key=new_reference()
        )


EVERYTHING = {
    "state=in-review": "1",
    "state=changes": "1",
    "work=scheduled-today": "1",
    "work=expiring-today": "1",
    "whose=mine": "1",
    "status=new": "1",
    "work=unread": "1",
    "work=problems": "2",
    "work=ambiguous-time": "1",
    "work=no-source": "1",
    "work=proposals": "1",
    "work=open-headlines": "1",
    "duplicate=yes": "1",
    "work=style": "1",
    "work=old-english": "1",
}


def test_every_number_is_the_length_of_its_list(desk, clock, django_user_model):
    client = desk("editor")
    clock(NOON)
    make_work(django_user_model.objects.get(username="editor"), make_source())
    page = client.get(INDEX)
    assert numbers(page) == EVERYTHING
    lists = [
        (one.address.partition("?")[2], str(client.get(one.address).context["cl"].result_count))
        for _heading, shown in page.context["numbers"]
        for one in shown
    ]
    assert dict(lists) == EVERYTHING


def test_the_chief_is_told_of_pages_that_nobody_reviewed_for_a_year(desk, clock):
    clock(NOON)
    day = NOON.date()
    for kind, age in (("about", 366), ("contact", 365)):
        Page.objects.create(
            kind=kind, title_ar=kind, body_ar="<p>أ</p>", reviewed_on=day - timedelta(days=age)
        )
    client = desk("chief editor")
    page = client.get(INDEX)
    assert numbers(page)["review=due"] == "1"
    due = client.get(f"{reverse('admin:articles_page_changelist')}?review=due")
    assert [one.kind for one in due.context["cl"].result_list] == ["about"]


def test_a_reporter_sees_the_numbers_of_a_reporters_work(desk):
    theirs = {"state=in-review", "state=changes", "work=scheduled-today", "work=expiring-today"}
    theirs |= {"status=new"}
    page = desk("reporter").get(INDEX)
    assert set(numbers(page)) == set(EVERYTHING) - theirs
    assert "scheduled" not in page.context


def test_an_account_without_the_newsrooms_rights_sees_no_numbers(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    page = client.get(INDEX)
    assert page.status_code == 200
    assert not {"numbers", "scheduled", "corrections", "batches"} & page.context.keys()


def test_an_empty_newsroom_is_quiet_and_shows_every_number(desk):
    page = desk("editor").get(INDEX)
    assert numbers(page) == dict.fromkeys(EVERYTHING, "0")
    assert page.content.decode().count('class="desk-zero"') == len(EVERYTHING)


def test_a_number_stops_at_the_most(desk, monkeypatch):
    monkeypatch.setattr(morning, "MOST", 2)
    for _ in range(3):
        article = make_article(status=Status.DRAFT, in_review=True, style_findings=1)
        RelatedLink.objects.create(article=article, title="خبر")
    make_article(status=Status.DRAFT, possible_duplicate_of=article, source=article.source)
    shown = numbers(desk("editor").get(INDEX))
    assert {address: shown[address] for address in list(shown) if shown[address] != "0"} == {
        "state=in-review": ">2",
        "work=no-source": ">2",
        "work=open-headlines": ">2",
        "work=style": ">2",
        "duplicate=yes": "1",
    }


def test_a_headline_that_leads_elsewhere_is_no_work(desk):
    for title, url in (("خبر هنا", ""), ("خبر هناك", "https://example.org/news/7")):
        article = make_article(source=make_source(title))
        RelatedLink.objects.create(article=article, title=title, title_key=title, url=url)
    client = desk("editor")
    assert numbers(client.get(INDEX))["work=open-headlines"] == "1"
    listed = client.get(reverse("admin:articles_article_changelist"), {"work": "open-headlines"})
    assert [one.source.name_ar for one in listed.context["cl"].result_list] == ["خبر هنا"]


def test_what_is_decided_on_one_page_is_a_click_away(desk, django_user_model):
    client = desk("editor")
    assert "desk-together" not in client.get(INDEX).content.decode()
    make_work(django_user_model.objects.get(username="editor"), make_source())
    html = client.get(INDEX).content.decode()
    pages = [reverse(f"admin:articles_article_{name}") for name in ("proposals", "unresolved")]
    assert re.findall(r'class="desk-together" href="([^"]+)"', html) == pages
    assert [client.get(page).context["page_obj"].paginator.count for page in pages] == [2, 2]


def test_what_appears_today_is_listed_with_its_time(desk, clock):
    client = desk("editor")
    clock(NOON)
    make_article("خبر المساء", published_at=NOON + timedelta(hours=11, minutes=59))
    make_article("خبر الظهر", published_at=NOON + timedelta(minutes=1))
    make_article("خبر الغد", published_at=NOON + timedelta(hours=12))
    page = client.get(INDEX)
    assert [line.text for line in page.context["scheduled"]] == ["خبر الظهر", "خبر المساء"]
    assert "<bdi>23:59</bdi>" in page.content.decode()


def test_the_last_corrections_and_imports_are_listed(desk):
    article = make_article("خبر فيه خطأ")
    for number in range(1, 8):
        revision = Revision.objects.create(
            article_id=article.pk, number=number, kind="correction", content="{}", sha256="0" * 64
        )
        Correction.objects.create(
            article=article, revision=revision, kind="correction", text_ar="والصواب كذا.",
            issued_at=utc(2026, 5, number),
        )  # fmt: skip
        ImportBatch.objects.create(name=f"batch-{number}", started_at=utc(2026, 5, number))
    page = desk("reporter").get(INDEX)
    assert [line.text for line in page.context["batches"]] == [
        f"batch-{n}" for n in (7, 6, 5, 4, 3)
    ]
    assert [str(line.time)[40:50] for line in page.context["corrections"]] == [
        str(line.time)[40:50] for line in page.context["batches"]
    ]
    assert {line.text for line in page.context["corrections"]} == {"خبر فيه خطأ"}


def test_the_page_costs_as_many_queries_for_many_rows_as_for_one(desk, django_user_model):
    client = desk("editor")
    user, source = django_user_model.objects.get(username="editor"), make_source()
    counts = []
    for times in (1, 3):
        for _ in range(times):
            make_work(user, source)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(INDEX)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    numbers_alone = [query for query in queries if "COUNT(*)" in query["sql"]]
    assert len(numbers_alone) == len(EVERYTHING)
    assert all(f"LIMIT {morning.MOST + 1}" in query["sql"] for query in numbers_alone)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
@pytest.mark.parametrize(
    ("address", "index"),
    [
        ("state=in-review", "article_handed_in"),
        ("work=scheduled-today", "article_latest"),
        ("work=expiring-today", "article_expiring"),
        ("whose=mine", "articles_article_draft_by_id"),
        ("work=no-source", "article_source_latest"),
        ("work=open-headlines", "articles_relatedlink_"),
        ("state=changes", "article_changes_waiting"),
        ("work=problems", "captured_page_problems"),
        ("work=ambiguous-time", "captured_page_problems"),
        ("work=style", "article_style"),
        ("work=old-english", "article_arabic_changed"),
        ("duplicate=yes", "articles_article_possible_duplicate_of_id"),
    ],
)
def test_a_number_that_has_an_index_reads_no_more_than_it(account, address, index):
    (number,) = (one for one in morning.TODAY + morning.TO_PUT_RIGHT if one.address == address)
    plan = number.rows(account("editor"))[: morning.MOST + 1].explain()
    assert index in plan
    # These are of such rows and no others: reading all of one is no more than what is asked for.
    of_the_few = {
        *(
            "article_handed_in",
            "article_changes_waiting",
            "article_arabic_changed",
            "article_style",
        ),
        "captured_page_problems",
    }
    if index not in of_the_few:
        assert "SCAN" not in plan


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("draft", ["draft"]),
        ("in-review", ["draft in review", "changes in review"]),
        ("changes", ["changes in review"]),
        ("scheduled", ["scheduled"]),
        ("published", ["published", "changes in review"]),
        ("expired", ["expired"]),
        ("withdrawn", ["withdrawn"]),
        ("abc", []),
    ],
)
def test_the_list_is_filtered_by_state(desk, django_user_model, state, found):
    client = desk("editor")
    now = timezone.now()
    make_article("draft", status=Status.DRAFT)
    make_article("draft in review", status=Status.DRAFT, in_review=True)
    writer = django_user_model.objects.get(username="editor")
    make_article("changes in review", version=2, live_version=1, in_review=True, draft_by=writer)
    make_article("scheduled", published_at=now + timedelta(days=1))
    make_article("published")
    make_article("expired", expires_at=now - timedelta(days=1))
    make_article("withdrawn", status=Status.WITHDRAWN)
    page = client.get(reverse("admin:articles_article_changelist"), {"state": state})
    assert {article.title_ar for article in page.context["cl"].result_list} == set(found)


def test_the_list_is_filtered_by_whose_draft_it_is(desk, account):
    client = desk("reporter")
    mine = make_article(status=Status.DRAFT, draft_by_id=1)
    Article.objects.filter(pk=mine.pk).update(draft_by=client.session["_auth_user_id"])
    theirs = make_article(status=Status.DRAFT, draft_by=account("editor"))
    make_article()

    def found(whose: str) -> set[int]:
        page = client.get(reverse("admin:articles_article_changelist"), {"whose": whose})
        return {article.pk for article in page.context["cl"].result_list}

    assert (found("mine"), found("others")) == ({mine.pk}, {theirs.pk})


def test_a_row_shows_its_state_whose_it_is_and_that_changes_wait(desk, account):
    writer = account("reporter")
    writer.first_name, writer.last_name = "ليلى", "الحموي"
    writer.save()
    make_article(version=2, live_version=1, in_review=True, draft_by=writer)
    html = desk("editor").get(reverse("admin:articles_article_changelist")).content.decode()
    row = html.partition("<tbody>")[2]
    for badge in ("desk-published", "desk-waiting", "desk-in-review"):
        assert f'class="desk-badge {badge}"' in row
    assert "<bdi>ليلى الحموي</bdi>" in row


def test_the_list_costs_as_many_queries_for_many_rows_as_for_one(desk, django_user_model):
    client = desk("editor")
    writers = [django_user_model.objects.create_user(f"writer-{n}") for n in range(4)]
    source, counts = make_source(), []
    for some in (writers[:1], writers[1:]):
        for writer in some:
            make_article(source=source, version=2, live_version=1, draft_by=writer)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:articles_article_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
