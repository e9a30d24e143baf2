"""The evidence beside an article's form: where its words come from, and what is decided there."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.arabic import match_key
from articles.editing import latest_content, publish_changes, save_article
from articles.models import (
    Article,
    CapturedPage,
    Citation,
    Kinship,
    Proposal,
    RelatedLink,
    Status,
)
from tests.admin.forms import article_data, change_url
from tests.admin.test_article import make_page
from tests.builders import make_article, make_source, utc
from tests.importing.pages import PARAGRAPHS, Page, import_folder

pytestmark = pytest.mark.django_db

PROPOSALS = reverse("admin:articles_article_proposals")
UNRESOLVED = reverse("admin:articles_article_unresolved")
FIRST, SECOND, THIRD = PARAGRAPHS


def decide(client, article: Article, **posted):
    url = reverse("admin:articles_article_evidence", args=[article.pk])
    return client.post(url, posted, follow=True)


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def propose(article: Article, field: str = "byline_ar", value="اسم على الصفحة", **page) -> Proposal:
    return Proposal.objects.create(
        article=article, page=make_page(article, **page), field=field, value=value
    )


@pytest.fixture
def editor(account):
    return account("editor")


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def imported(tmp_path: Path, editor) -> Article:
    """A page of thirteen lines, and an editor who changed its first paragraph since."""
    Page(quote="", english="The water is back\nBy: Huda\nIt came this morning.").write(tmp_path)
    import_folder(tmp_path)
    article = Article.objects.get()
    article.body_ar = article.body_ar.replace(FIRST, "فقرة المحرر.")
    save_article(article, by=editor)
    article = Article.objects.get()
    publish_changes(article, "minor", version=article.version, by=editor)
    return Article.objects.get()


class TestWhereFieldsCameFrom:
    def test_every_field_leads_to_its_lines(self, client, imported):
        form = client.get(change_url(imported)).context["adminform"].form
        page, translation = imported.captured_pages.order_by("kind")
        assert (page.kind, translation.kind) == ("page", "translation")
        found = {
            field.name: field.help_text.partition('data-field="')[2].partition("</a>")[0]
            for field in form
            if "desk-origin" in field.help_text
        }

        def line(number: int) -> str:
            return f'<a href="#page-{page.pk}-line-{number}">'

        assert {
            name: text.partition(">")[2].partition(">")[0] + ">" for name, text in found.items()
        } == {
            "title_ar": line(1),
            "published_at": line(3),
            "updated_at": line(5),
            "source": line(7),
            "body_ar": line(9),
            "title_en": f'<a href="#page-{translation.pk}-line-1">',
            "byline_en": f'<a href="#page-{translation.pk}-line-2">',
            "body_en": f'<a href="#page-{translation.pk}-line-3">',
        }

    def test_lines_that_editors_changed_are_marked_and_others_are_not(self, client, imported):
        pages = client.get(change_url(imported)).context["captured_pages"]
        assert [
            (line.field, line.number) for shown in pages for line in shown.lines if line.is_changed
        ] == [("body_ar", 9)]

    def test_what_was_changed_since_the_import_is_compared(self, client, imported):
        evidence = client.get(change_url(imported)).context["evidence"]
        [compared] = evidence.comparison
        assert compared.name == "body_ar"
        assert [block.status for block in compared.blocks] == ["changed", "kept", "kept"] or [
            block.status for block in compared.blocks
        ] == ["removed", "added", "kept", "kept"]
        assert len(evidence.edited) == 1

    def test_the_page_says_all_that_is_known_of_it(self, client, imported):
        html = client.get(change_url(imported)).content.decode()
        for page in imported.captured_pages.select_related("batch"):
            for word in (page.sha256, page.batch.name, page.parser, str(page.parser_version)):
                assert word in html
            assert f'id="page-{page.pk}-line-1"' in html

    def test_an_article_written_here_has_none_of_it(self, client):
        response = client.get(change_url(make_article()))
        assert not response.context["evidence"]
        assert b"desk-evidence" not in response.content


class TestProposals:
    @pytest.fixture
    def article(self) -> Article:
        return make_article(byline_ar="اسم كتبه المحرر", status=Status.DRAFT)

    @pytest.mark.parametrize(
        ("verb", "byline"), [("take", "اسم على الصفحة"), ("keep", "اسم كتبه المحرر")]
    )
    def test_one_is_decided_with_one_click(self, client, article, editor, verb, byline):
        proposal = propose(article)
        html = client.get(change_url(article)).content.decode()
        assert f'form="desk-evidence-form" name="{verb}" value="{proposal.pk}"' in html
        html = decide(client, article, **{verb: proposal.pk}).content.decode()
        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.decided_by) == (
            {"take": "taken", "keep": "kept"}[verb],
            editor,
        )
        assert latest_content(Article.objects.get())["byline_ar"] == byline
        assert f'name="{verb}"' not in html

    def test_all_of_an_article(self, client, article):
        propose(article)
        propose(article, "body_ar", "<p>نص الصفحة.</p>")
        decide(client, article, take_all="1")
        content = latest_content(Article.objects.get())
        assert (content["byline_ar"], content["body_ar"]) == ("اسم على الصفحة", "<p>نص الصفحة.</p>")
        assert not Proposal.objects.filter(outcome="").exists()

    def test_a_dispute_is_asked_about_and_what_is_chosen_is_saved(self, client, imported, tmp_path):
        Page(quote="", paragraphs=("فقرة غيرتها الصفحة نفسها اليوم.", SECOND, THIRD)).write(
            tmp_path
        )
        import_folder(tmp_path)
        [proposal] = Proposal.objects.filter(outcome="", field="body_ar")
        response = decide(client, imported, merge=proposal.pk)
        [dispute] = response.context["disputes"]
        # What ours and the page's made of the page before, word by word.
        assert {whose: bool(changes) for whose, *_shown, changes in dispute.texts} == {
            "base": False,
            "theirs": True,
            "mine": True,
        }
        assert "<ins>" in response.content.decode()
        chosen = {dispute.choice_name: "both", "merge": proposal.pk}
        # Made between other texts than these: asked again.
        assert decide(client, imported, version="1", **chosen).context["disputes"]
        decide(client, imported, version=response.context["version"], **chosen)
        article = Article.objects.get()
        assert latest_content(article)["body_ar"] == (
            f"<p>فقرة المحرر.</p><p>فقرة غيرتها الصفحة نفسها اليوم.</p><p>{SECOND}</p><p>{THIRD}</p>"
        )
        assert Proposal.objects.get(pk=proposal.pk).outcome == "merged"

    def test_one_of_another_article_is_refused(self, client, article):
        proposal = propose(make_article())
        for value in (proposal.pk, "x", "9" * 30):
            assert decide(client, article, take=value).status_code == 200
        proposal.refresh_from_db()
        assert proposal.outcome == ""

    def test_reporters_decide_nothing_of_somebody_elses(self, desk, editor):
        article = make_article(status=Status.DRAFT, draft_by=editor)
        proposal = propose(article)
        reporter = desk("reporter")
        assert b'name="take"' not in reporter.get(change_url(article)).content
        decide(reporter, article, take=proposal.pk)
        proposal.refresh_from_db()
        assert proposal.outcome == ""

    def test_the_list_of_all_and_those_ticked(self, client, article):
        first, second = propose(article), propose(make_article())
        html = client.get(PROPOSALS).content.decode()
        assert [f'value="{one.pk}"' in html for one in (first, second)] == [True, True]
        client.post(PROPOSALS, {"proposal": [first.pk, "x"], "decide": "keep"})
        assert list(Proposal.objects.order_by("pk").values_list("outcome", flat=True)) == [
            "kept",
            "",
        ]
        client.post(PROPOSALS, {"decide": "keep"})
        assert Proposal.objects.filter(outcome="").get() == second
        assert client.post(PROPOSALS, {"decide": "x"}).status_code == 404

    def test_the_list_takes_as_many_queries_for_one_as_for_many(self, client):
        propose(make_article())
        client.get(PROPOSALS)
        one = queries(client, PROPOSALS)
        for _ in range(5):
            propose(make_article())
        assert queries(client, PROPOSALS) == one

    def test_nor_more_for_articles_whose_changes_wait(self, client, editor):
        def wait() -> None:
            article = make_article()
            article.byline_ar = "اسم ينتظر"
            save_article(article, by=editor)
            propose(article)

        wait()
        client.get(PROPOSALS)
        one = queries(client, PROPOSALS)
        wait()
        assert queries(client, PROPOSALS) == one
        assert "ينتظر" in client.get(PROPOSALS).content.decode()

    def test_the_lists_are_for_the_newsroom(self, client, editor):
        editor.groups.clear()
        assert client.get(PROPOSALS).status_code == 403
        assert client.get(UNRESOLVED).status_code == 403


class TestCitations:
    def test_one_click_confirms_or_dismisses(self, client):
        article = make_article(source=make_source())
        citation = Citation.objects.create(
            article=article, source=make_source("وكالة الأنهار"), passage="قالت وكالة الأنهار"
        )
        html = client.get(change_url(article)).content.decode()
        assert "«قالت وكالة الأنهار»" in html
        for verb, state in (("confirm", "confirmed"), ("dismiss", "dismissed")):
            decide(client, article, **{verb: citation.pk})
            citation.refresh_from_db()
            assert citation.state == state


class TestRelatedHeadlines:
    @pytest.fixture
    def link(self) -> RelatedLink:
        title = "خطة لتبديل شبكة المياه"
        return RelatedLink.objects.create(
            article=make_article(), title=title, title_key=match_key(title)
        )

    @pytest.mark.parametrize("where", ["form", "list"])
    def test_one_click_resolves(self, client, link, where):
        target = make_article("خطة جديدة لتبديل شبكة المياه")
        url = change_url(link.article) if where == "form" else UNRESOLVED
        value = f"{link.pk}:{target.pk}"
        value = value if where == "form" else f"{link.article_id}:{value}"
        assert f'name="resolve" value="{value}"' in client.get(url).content.decode()
        if where == "form":
            decide(client, link.article, resolve=value)
        else:
            client.post(UNRESOLVED, {"resolve": value})
        link.refresh_from_db()
        assert link.target == target
        assert b'name="resolve"' not in client.get(url).content

    @pytest.mark.parametrize("value", ["", "1", "x:y:z", "1:2:3", f"{'9' * 30}:1:1"])
    def test_what_no_button_sends(self, client, link, value):
        assert client.post(UNRESOLVED, {"resolve": value}).status_code in {302, 404}
        decide(client, link.article, resolve=value)
        link.refresh_from_db()
        assert link.target is None


class TestKin:
    @pytest.fixture
    def kinship(self) -> Kinship:
        older = make_article("عودة الماء", published_at=utc(2018, 5, 20, 22, 30))
        newer = make_article("الماء عاد", body_ar="<p>افتتحت البلدية الحديقة أمس.</p>")
        return Kinship.objects.create(older=older, newer=newer, likeness=0.5)

    def test_side_by_side(self, client, kinship):
        url = reverse("admin:articles_article_kin", args=[kinship.newer_id, kinship.pk])
        assert url in client.get(change_url(kinship.newer)).content.decode()
        response = client.get(url)
        assert [one.pk for one, *_ in response.context["sides"]] == [
            kinship.older_id,
            kinship.newer_id,
        ]
        assert [one.name for one in response.context["comparison"]] == ["title_ar", "body_ar"]
        other = reverse("admin:articles_article_kin", args=[make_article().pk, kinship.pk])
        assert client.get(other).status_code == 404

    def test_a_verdict_makes_a_timeline_by_damascus_clocks(self, client, kinship):
        html = decide(client, kinship.newer, update=kinship.pk).content.decode()
        kinship.refresh_from_db()
        assert kinship.verdict == "update"
        timeline = html[html.index("desk-timeline") :]
        assert timeline.index("21.05.2018") < timeline.index("11:05")
        assert "01:30" in timeline  # 22:30 UTC is half past one there

    def test_unrelated_ones_are_shown_no_more(self, client, kinship):
        decide(client, kinship.newer, unrelated=kinship.pk)
        assert not client.get(change_url(kinship.newer)).context["evidence"]


def test_those_who_only_read_see_it_all_and_no_button(desk, editor, imported):
    Article.objects.update(draft_by=editor)
    Citation.objects.create(article=imported, source=make_source("وكالة الأنهار"), passage="قالت")
    Kinship.objects.create(older=imported, newer=make_article())
    propose(imported)
    reporter = desk("reporter")
    response = reporter.get(change_url(imported))
    html = response.content.decode()
    assert "«قالت»" in html
    assert len(response.context["evidence"].kin) == 1
    assert 'form="desk-evidence-form"' not in html
    for address in (PROPOSALS, UNRESOLVED):
        assert reporter.get(address).status_code == 200
    assert b'type="checkbox" name="proposal"' not in reporter.get(PROPOSALS).content


def test_a_form_with_a_mistake_still_says_what_is_stored(client, imported):
    data = article_data(
        client.get(change_url(imported)), title_ar="", body_ar="<p>ما كتب الآن.</p>"
    )
    response = client.post(change_url(imported), data)
    assert response.status_code == 200
    [compared] = response.context["evidence"].comparison
    text = "".join(segment.text for block in compared.blocks for segment in block.segments)
    assert "فقرة المحرر" in text
    assert "ما كتب الآن" not in text


def test_an_unknown_button_is_not_found(client):
    article = make_article()
    assert decide(client, article, burn="1").status_code == 404
    url = reverse("admin:articles_article_evidence", args=[article.pk])
    assert client.get(url).status_code == 405


def test_the_form_takes_as_many_queries_for_one_of_each_as_for_many(client):
    article = make_article()
    sources = [make_source(f"وكالة {number}") for number in range(6)]

    def add(number: int) -> None:
        Citation.objects.create(article=article, source=sources[number])
        Kinship.objects.create(older=article, newer=make_article(), verdict="same")

    add(0)
    client.get(change_url(article))
    one = queries(client, change_url(article))
    for number in range(1, 6):
        add(number)
    assert queries(client, change_url(article)) == one
    assert CapturedPage.objects.count() == 0
