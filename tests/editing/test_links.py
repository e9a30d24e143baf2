import pytest

from articles.arabic import match_key
from articles.editing import link_arrivals, resolve_links
from articles.editing.links import (
    MAX_CANDIDATES,
    propose_candidates,
    settle_related,
    without_gone,
    write_related,
)
from articles.models import RelatedLink
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def make_link(article, title: str) -> RelatedLink:
    return RelatedLink.objects.create(article=article, title=title, title_key=match_key(title))


def test_a_headline_that_one_article_has_is_a_match():
    target, article = make_article("سوق الزرب"), make_article()
    link = RelatedLink(article=article, title="سوق الزرب", title_key="سوق الزرب")
    resolve_links([link])
    assert link.target == target


def test_an_article_is_not_related_to_itself():
    article = make_article("سوق الزرب")
    link = RelatedLink(article=article, title="سوق الزرب", title_key="سوق الزرب")
    resolve_links([link])
    assert link.target is None


def test_a_headline_that_several_have_is_nobodys_and_they_are_candidates():
    namesakes = [make_article("نشرة المساء") for _ in range(MAX_CANDIDATES + 1)]
    link = make_link(make_article(), "نشرة المساء")
    resolve_links([link])
    propose_candidates([link])
    assert link.target is None
    assert link.candidates.count() == MAX_CANDIDATES
    assert namesakes[0] not in link.candidates.all()  # the latest are proposed


def test_a_target_that_was_chosen_stays():
    chosen, _other = make_article("خبر مختار"), make_article("سوق الزرب")
    link = RelatedLink(
        article=make_article(), title="سوق الزرب", title_key="سوق الزرب", target=chosen
    )
    resolve_links([link])
    assert link.target == chosen


def test_links_wait_for_later_arrivals():
    link = make_link(make_article(), "سوق الزرب")
    arrival = make_article("سوق الزرب")
    link_arrivals({arrival.headline_key})
    link.refresh_from_db()
    assert link.target == arrival


def test_a_second_arrival_of_the_name_makes_a_waiting_link_doubtful():
    link = make_link(make_article(), "سوق الزرب")
    arrivals = [make_article("سوق الزرب"), make_article("سوق الزرب")]
    link_arrivals({arrival.headline_key for arrival in arrivals})
    link.refresh_from_db()
    assert link.target is None
    assert set(link.candidates.all()) == set(arrivals)


def rows(article) -> list[tuple]:
    links = article.related_links.order_by("position")
    return list(links.values_list("title", "url", "target", "title_key", "position"))


def test_rows_say_the_links_and_a_headline_that_stays_keeps_its_row():
    article, target = make_article(), make_article("ذهب")
    namesakes = [make_article("نشرة المساء") for _ in range(2)]
    stays, _goes = make_link(article, "سُوق"), make_link(article, "يُحذف")
    stays.candidates.add(target)
    write_related(
        article,
        [
            ["نشرة المساء", "", None],
            ["سُوق", "https://news.example/2", target.pk],
            ["سُوق", "", None],
        ],
    )
    assert rows(article) == [
        ("نشرة المساء", "", None, "نشره المساء", 0),
        ("سُوق", "https://news.example/2", target.pk, "سوق", 1),
        ("سُوق", "", None, "سوق", 2),
    ]
    first, second, _third = article.related_links.order_by("position")
    assert set(first.candidates.all()) == set(namesakes)
    assert second == stays
    assert not second.candidates.exists()
    write_related(article, [])
    assert rows(article) == []


def test_what_a_link_led_to_may_be_gone():
    target, gone = make_article(), make_article()
    gone_id = gone.pk
    gone.delete()
    links = [["سوق", "", target.pk], ["ذهب", "https://news.example/2", gone_id], ["فضة", "", None]]
    assert without_gone(links) == [
        ["سوق", "", target.pk], ["ذهب", "https://news.example/2", None], ["فضة", "", None],
    ]  # fmt: skip


def test_links_written_earlier_lead_to_what_has_arrived_since():
    article, arrived, chosen = make_article(), make_article("سوق الزرب"), make_article("ذهب")
    by_row = make_link(article, "بعنوان آخر")
    by_row.target = arrived
    by_row.save()
    let_go = make_link(article, "تُرك")
    let_go.target = arrived
    let_go.save()
    related = [
        ["بعنوان آخر", "", None],  # led since, by hand or by itself
        ["سُوق الزرب", "", None],  # readers have no such link yet
        ["ذهب", "", chosen.pk],
        ["تُرك", "", None],  # it led somewhere, and an editor let it go
        ["لم يصل", "", None],
    ]
    seen = [["تُرك", "", arrived.pk], ["بعنوان آخر", "", None]]
    assert settle_related(article, related, seen) == [
        ["بعنوان آخر", "", arrived.pk],
        ["سُوق الزرب", "", arrived.pk],
        ["ذهب", "", chosen.pk],
        ["تُرك", "", None],
        ["لم يصل", "", None],
    ]
