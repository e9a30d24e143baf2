"""Topics that are merged."""

import pytest

from articles.editing import merge_topics
from articles.exceptions import Refused
from articles.models import Article, Deed, Topic, TopicLink
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def topic(name: str) -> Topic:
    return Topic.objects.get(name_ar=name)


def test_the_articles_of_both_are_one_topics_and_their_tags_stay_as_they_are(member):
    both = make_article(tags=["أسواق", "سوق"])
    one = make_article(tags=["سوق"])
    editor = member("editor")
    merge_topics(topic("سوق"), topic("أسواق"), by=editor)
    assert set(TopicLink.objects.values_list("topic__name_ar", "article")) == {
        ("أسواق", both.pk),
        ("أسواق", one.pk),
    }
    assert topic("سوق").merged_into == topic("أسواق")
    assert Article.objects.get(pk=one.pk).tags == ["سوق"]
    deed = Deed.objects.get()
    assert (deed.verb, deed.article_id, deed.done_by_id) == ("joined", None, editor.pk)
    assert "سوق" in deed.note
    assert "أسواق" in deed.note


def test_what_was_merged_into_it_goes_along(member):
    make_article(tags=["أسواق", "سوق", "السوق"])
    editor = member("editor")
    merge_topics(topic("سوق"), topic("السوق"), by=editor)
    merge_topics(topic("السوق"), topic("أسواق"), by=editor)
    assert {topic(name).merged_into for name in ("سوق", "السوق")} == {topic("أسواق")}


def test_neither_into_itself_nor_twice_nor_in_a_circle(member):
    make_article(tags=["أسواق", "سوق", "بازار"])
    editor = member("editor")
    merge_topics(topic("سوق"), topic("أسواق"), by=editor)
    for one, other in (("أسواق", "أسواق"), ("سوق", "بازار"), ("أسواق", "سوق")):
        with pytest.raises(Refused):
            merge_topics(topic(one), topic(other), by=editor)


def test_it_takes_an_editor(member):
    make_article(tags=["أسواق", "سوق"])
    with pytest.raises(Refused):
        merge_topics(topic("سوق"), topic("أسواق"), by=member("reporter"))
    assert topic("سوق").merged_into is None
