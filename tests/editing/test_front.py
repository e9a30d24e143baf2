"""Who says what stands on the front page; what readers see of it: tests/views/test_front.py."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editing import Slot, arrange_front, front_slots
from articles.exceptions import Refused
from articles.models import Deed, FrontSlot
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(member):
    return member("chief editor")


def stored() -> dict[int, Slot]:
    return {
        slot.position: Slot(slot.article_id, slot.until)
        for slot in FrontSlot.objects.order_by("position")
    }


def test_all_places_at_once_with_one_line_in_the_audit(chief):
    one, two = make_article(), make_article()
    until = timezone.now() + timedelta(hours=2)
    slots = {1: Slot(one.pk), 3: Slot(two.pk, until)}
    assert arrange_front(slots, base={}, by=chief)
    assert stored() == front_slots() == slots
    swapped = {1: Slot(two.pk), 3: Slot(one.pk)}
    assert arrange_front(swapped, base=slots, by=chief)
    assert stored() == swapped
    deeds = list(Deed.objects.order_by("pk").values_list("verb", "article", "note", "done_by"))
    assert deeds == [
        ("arranged", None, f"1: #{one.pk}, 3: #{two.pk}", chief.pk),
        ("arranged", None, f"1: #{two.pk}, 3: #{one.pk}", chief.pk),
    ]


def test_what_is_so_already_is_no_change(chief):
    slots = {2: Slot(make_article().pk)}
    arrange_front(slots, base={}, by=chief)
    assert not arrange_front(slots, base={}, by=chief)
    assert Deed.objects.count() == 1


def test_a_place_whose_time_is_over_is_free(chief):
    article = make_article()
    FrontSlot.objects.create(position=1, article=article, until=timezone.now())
    assert front_slots() == {}
    assert arrange_front({2: Slot(article.pk)}, base={}, by=chief)
    assert stored() == {2: Slot(article.pk)}


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_it_takes_the_chief(member, group):
    with pytest.raises(Refused):
        arrange_front({1: Slot(make_article().pk)}, base={}, by=member(group))
    assert stored() == {}


def test_what_somebody_else_arranged_meanwhile_is_not_overwritten(chief):
    theirs, mine = {1: Slot(make_article().pk)}, {1: Slot(make_article().pk)}
    arrange_front(theirs, base={}, by=chief)
    with pytest.raises(Refused):
        arrange_front(mine, base={}, by=chief)
    assert stored() == theirs
    assert arrange_front(mine, base=theirs, by=chief)


def test_no_article_twice_and_none_that_is_not_there(chief):
    pk = make_article().pk
    for slots in ({1: Slot(pk), 2: Slot(pk)}, {1: Slot(pk + 1)}):
        with pytest.raises(Refused):
            arrange_front(slots, base={}, by=chief)
    assert stored() == {}


def test_with_its_article_goes_its_place(chief):
    article = make_article(status="draft")
    arrange_front({1: Slot(article.pk)}, base={}, by=chief)
    article.delete()
    assert stored() == {}
