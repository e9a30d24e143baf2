"""An article's section is part of what it says: kept, merged, compared, restored like the rest."""

import json

import pytest

from articles.editing import (
    Disputed,
    check_history,
    content_of,
    publish_changes,
    restore,
)
from articles.editing.revisions import seal
from articles.exceptions import Refused
from articles.models import Article, Revision
from tests.builders import make_article, make_section
from tests.forging import forging

pytestmark = pytest.mark.django_db


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_of_a_published_article_it_waits_to_be_published(member, edit):
    section, article, editor = make_section(), make_article(), member("editor")
    saved = edit(article, editor, section=section)
    assert saved.waits
    assert stored(article).section is None
    publish_changes(article, "minor", version=saved.version, by=editor)
    assert stored(article).section == section
    assert [content_of(article, number)["section"] for number in (1, 2, 3)] == [
        *(None, section.pk, section.pk)
    ]
    assert not list(check_history())


def test_two_who_chose_otherwise_are_asked(member, edit):
    first, second = make_section("أول"), make_section("ثانٍ")
    article = make_article(status="draft")
    edit(article, member("editor"), section=first)
    with pytest.raises(Disputed) as raised:
        edit(article, member("chief editor"), section=second, base=1)
    (dispute,) = raised.value.disputes
    assert (dispute.field, dispute.base, dispute.theirs, dispute.mine) == (
        *("section", "", str(first.pk), str(second.pk)),
    )


def test_it_comes_back_with_a_revision_unless_it_was_deleted(member, edit):
    gone, here = make_section("ذاهب"), make_section("باقٍ")
    article, editor = make_article(status="draft"), member("editor")
    edit(article, editor, section=here)
    edit(article, editor, section=gone)
    edit(article, editor, section=None)
    assert restore(article, 2, by=editor)
    assert stored(article).section == here
    gone.delete()
    assert not restore(article, 3, by=editor)
    assert stored(article).section is None


def test_one_that_was_deleted_meanwhile_is_refused(member, edit):
    section, article, editor = make_section(), make_article(), member("editor")
    saved = edit(article, editor, section=section)
    section.delete()
    with pytest.raises(Refused):
        publish_changes(article, "minor", version=saved.version, by=editor)
    with pytest.raises(Refused):
        edit(article, editor, title_ar="عنوان آخر")


def test_a_history_of_format_1_is_read_and_its_seals_hold(member, edit):
    article, editor = make_article(status="draft"), member("editor")
    edit(article, editor, title_ar="قبل")
    before = ""
    for revision in Revision.objects.order_by("number"):
        content = json.loads(revision.content)
        del content["section"]
        revision.content = json.dumps(content, ensure_ascii=False, sort_keys=True)
        revision.format = 1
        revision.sha256 = before = seal(revision, before)
        with forging():
            revision.save()
    assert not list(check_history())
    edit(article, editor, section=make_section())
    assert not list(check_history())
    assert [content_of(article, number)["section"] for number in (1, 2)] == [None, None]
    restore(article, 1, by=editor)
    assert stored(article).section is None
    assert list(article.revisions.order_by("number").values_list("format", flat=True)) == [
        *(1, 1, 2, 2)
    ]
