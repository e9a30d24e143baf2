"""Related headlines that name no article yet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.arabic import match_key
from articles.editing import latest_content, publish_changes, save_article
from articles.editing.candidates import find_candidates, resolve_link
from articles.editing.links import propose_candidates
from articles.exceptions import Refused
from articles.models import Article, Deed, RelatedLink
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def make_link(title: str, **fields) -> RelatedLink:
    fields = {"article": fields.pop("article", None) or make_article("خبر يوصي بغيره")} | fields
    return RelatedLink.objects.create(title=title, title_key=match_key(title), **fields)


def headlines(link: RelatedLink) -> list[str]:
    return [str(candidate.article.title_ar) for candidate in find_candidates([link])[link.pk]]


def test_the_most_alike_come_first_and_three_at_most():
    for title in (
        "خطة لتبديل شبكة المياه في المدينة",
        "خطة لتبديل شبكة المياه القديمة في المدينة كلها",
        "خطّة لتبديل شبكةِ المياه القديمه",
        "شبكة المياه القديمة: خطة لتبديل الأنابيب",
        "شبكة صيد في النهر",
    ):
        make_article(title)
    found = headlines(make_link("خطة لتبديل شبكة المياه القديمة"))
    assert found[0] == "خطّة لتبديل شبكةِ المياه القديمه"
    assert len(found) == 3
    assert "شبكة صيد في النهر" not in found


def test_namesakes_come_before_others_and_the_article_itself_is_none():
    first, second = make_article("بيان"), make_article("بيان")
    link = make_link("بيان", article=make_article("بيان"))
    propose_candidates([link])
    assert [one.article for one in find_candidates([link])[link.pk]] == [second, first]


@pytest.mark.parametrize("title", ["", "في من على", "source:«", '-"'])
def test_headlines_that_say_nothing_have_none(title):
    make_article("في من على")
    assert headlines(make_link(title)) == []


def test_resolving_is_a_revision(member):
    target = make_article("خطة لتبديل شبكة المياه")
    link = make_link("خطة تبديل شبكة المياه")
    resolve_link(link.article, link.pk, target.pk, by=member("editor"))
    link.refresh_from_db()
    assert link.target == target
    article = Article.objects.get(pk=link.article_id)
    assert latest_content(article)["related"] == [["خطة تبديل شبكة المياه", "", target.pk]]
    assert article.version == 2  # what it said before, and this
    assert list(Deed.objects.values_list("verb", "version", "done_by__username")) == [
        ("linked", 2, "editor")
    ]


def test_resolving_is_in_force_at_once_and_not_undone_by_an_older_draft(member, edit):
    target, link, editor = make_article(), make_link("خطة المياه"), member("editor")
    edit(link.article, editor, related=[["خطة المياه", "", None], ["سوق", "", None]])
    resolve_link(link.article, link.pk, target.pk, by=editor)
    link.refresh_from_db()
    assert link.target == target
    article = Article.objects.get(pk=link.article_id)
    assert (article.version, article.live_version) == (3, 1)
    publish_changes(article, "minor", version=3, by=editor)
    assert list(article.related_links.order_by("position").values_list("title", "target")) == [
        ("خطة المياه", target.pk), ("سوق", None),
    ]  # fmt: skip


def test_what_cannot_be_resolved_is_refused(member):
    editor = member("editor")
    link, target = make_link("خطة"), make_article()
    for article, target_id in (
        (target, link.article_id),  # the link is another article's
        (link.article, link.article_id),  # to itself
        (link.article, 999_999),
    ):
        with pytest.raises(Refused):
            resolve_link(article, link.pk, target_id, by=editor)
    Article.objects.filter(pk=link.article_id).update(draft_by=editor)
    with pytest.raises(Refused):
        resolve_link(link.article, link.pk, target.pk, by=member("reporter"))
    link.refresh_from_db()
    assert link.target is None


def test_a_reporter_resolves_no_link_that_readers_see(member):
    link, target = make_link("خطة المياه"), make_article("هدف")
    with pytest.raises(Refused):
        resolve_link(link.article, link.pk, target.pk, by=member("reporter"))
    link.refresh_from_db()
    assert link.target is None


def test_an_article_that_arrives_later_is_linked_by_itself(member):
    link = make_link("خُطة لتبديل الشبكة")
    article = Article(title_ar="خطّة لتبديل الشبكة")
    save_article(article, by=member("reporter"))
    link.refresh_from_db()
    assert link.target == article


def test_a_link_takes_as_many_queries_with_one_candidate_as_with_many():
    link = make_link("خطة لتبديل شبكة المياه")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            find_candidates([link])
        return len(captured)

    make_article("خطة لتبديل شبكة المياه القديمة")
    one = queries()
    for number in range(6):
        make_article(f"خطة لتبديل شبكة المياه {number}")
    assert queries() == one
