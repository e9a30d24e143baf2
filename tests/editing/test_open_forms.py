"""Who has a form open, and what was typed into it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editing import close_form, others_in, touch_form, typed_before
from articles.editing.open_forms import forget_old_forms
from articles.models import Article, OpenForm
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def lina(member):
    return member("reporter", "lina")


@pytest.fixture
def rami(member):
    return member("editor", "rami")


def seen(form: OpenForm, **ago: int) -> None:
    OpenForm.objects.filter(pk=form.pk).update(seen_at=timezone.now() - timedelta(**ago))


def test_others_see_who_has_it_open_and_since_when(lina, rami):
    article = make_article()
    form = touch_form(article, by=lina, version=1)
    assert others_in(article, by=lina) == []
    assert others_in(article, by=rami) == [form]
    opened_at = form.opened_at
    assert touch_form(article, by=lina, version=1).opened_at == opened_at
    assert others_in(make_article(), by=rami) == []


def test_the_longest_open_comes_first(member, lina, rami):
    article = make_article()
    first, second = (touch_form(article, by=user, version=0) for user in (rami, lina))
    assert others_in(article, by=member("editor")) == [first, second]


def test_who_went_away_is_not_there_any_more(lina, rami):
    article = make_article()
    form = touch_form(article, by=lina, version=1)
    seen(form, minutes=1)
    assert others_in(article, by=rami) == [form]
    seen(form, minutes=3)
    assert others_in(article, by=rami) == []
    again = touch_form(article, by=lina, version=1)
    assert again.opened_at > form.opened_at
    assert others_in(article, by=rami) == [form]


def test_what_was_typed_comes_back_to_who_typed_it(lina, rami):
    article, typed = make_article(), {"title_ar": "عنوان لم يُحفظ"}
    touch_form(article, by=lina, version=3, typed=typed)
    touch_form(article, by=rami, version=4)
    form = typed_before(article, by=lina)
    assert (form.typed, form.version) == (typed, 3)
    assert typed_before(article, by=rami) is None
    assert typed_before(make_article(), by=lina) is None


def test_saying_only_that_it_is_open_keeps_what_was_typed(lina):
    article = make_article()
    touch_form(article, by=lina, version=3, typed={"title_ar": "أول"})
    touch_form(article, by=lina, version=4)
    form = typed_before(article, by=lina)
    assert (form.typed, form.version) == ({"title_ar": "أول"}, 3)
    touch_form(article, by=lina, version=4, typed={"title_ar": "ثانٍ"})
    form = typed_before(article, by=lina)
    assert (form.typed, form.version) == ({"title_ar": "ثانٍ"}, 4)


def test_a_form_that_was_cleared_was_typed_too(lina):
    article = make_article()
    touch_form(article, by=lina, version=3, typed={})
    assert typed_before(article, by=lina).typed == {}


def test_each_has_one_form_of_a_new_article(lina, rami):
    for user in (lina, rami, lina):
        touch_form(None, by=user, version=0, typed={"title_ar": user.username})
    assert OpenForm.objects.count() == 2
    assert typed_before(None, by=lina).typed == {"title_ar": "lina"}
    close_form(None, by=lina)
    assert typed_before(None, by=lina) is None
    assert typed_before(None, by=rami) is not None


def test_a_closed_form_is_forgotten(lina, rami):
    article = make_article()
    for user in (lina, rami):
        touch_form(article, by=user, version=1, typed={"title_ar": "سطر"})
    close_form(article, by=lina)
    assert typed_before(article, by=lina) is None
    assert typed_before(article, by=rami) is not None
    close_form(article, by=lina)


def test_what_was_left_for_a_month_is_forgotten(lina, rami):
    old, young = (touch_form(make_article(), by=user, version=1, typed={}) for user in (lina, rami))
    seen(old, days=31)
    seen(young, days=29)
    assert forget_old_forms() == 1
    assert list(OpenForm.objects.all()) == [young]
    assert forget_old_forms() == 0


def test_it_goes_with_its_article(lina):
    article = make_article()
    touch_form(article, by=lina, version=1, typed={})
    Article.objects.all().delete()
    assert not OpenForm.objects.exists()
