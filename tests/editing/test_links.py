import pytest

from articles.arabic import match_key
from articles.editing import link_arrivals, resolve_links
from articles.editing.links import MAX_CANDIDATES, propose_candidates
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
