"""The page on which the chief editor arranges the front page."""

import pytest
from django.urls import reverse

from articles.models import Deed, FrontSlot
from tests.admin.forms import change_url, said
from tests.builders import make_article, make_translated_article, utc

pytestmark = pytest.mark.django_db

URL = reverse("admin:articles_frontslot_changelist")


def typed(response, **changes):
    """The form on the page as the browser would send it, with ``changes``."""
    data = {"base": response.context["base"]}
    for row in response.context["rows"]:
        written = row["until"].field.widget.get_context("", row["until"].value(), {})["widget"]
        data |= {
            f"{row.prefix}-article": row["article"].value() or "",
            f"{row.prefix}-other": row["other"].value() or "",
            f"{row.prefix}-until_day": written["written"].day,
            f"{row.prefix}-until_clock": written["written"].clock,
        }
    return data | changes


def places():
    return dict(FrontSlot.objects.values_list("position", "article"))


def shown(response):
    """What would stand in each place, by language: ``{"ar": [(1, "headline", given?)], …}``."""
    return {
        language: [(place.position, headline, place.is_given) for place, headline, _ in lines]
        for language, lines in response.context["previews"]
    }


def test_out_of_the_list_or_by_number_or_address(desk):
    chief = desk("chief editor")
    one, two, three = (make_article(f"خبر {number}") for number in range(3))
    data = typed(
        chief.get(URL),
        **{"place1-article": one.pk, "place3-other": f"#{two.pk}"},
        **{"place4-other": f"https://news.example{three.get_absolute_url()}"},
    )
    response = chief.post(URL, data | {"_save": "1"}, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert said(response) == ["success"]
    assert places() == {1: one.pk, 3: two.pk, 4: three.pk}
    assert Deed.objects.get().verb == "arranged"


def test_nothing_is_saved_until_it_is_said_but_it_shows_what_it_would_be(desk):
    chief = desk("chief editor")
    old = make_translated_article("قديم", title_en="Old", published_at=utc(2017, 1, 1))
    make_article("جديد")
    response = chief.post(URL, typed(chief.get(URL), **{"place1-other": old.pk, "_show": ""}))
    assert shown(response) == {
        "ar": [(1, "قديم", True), (2, "جديد", False)],
        "en": [(1, "Old", True)],
    }
    assert response.context["is_changed"]
    assert places() == {}


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ({"_up": "2"}, {1: 2, 2: 1}),
        ({"_down": "2"}, {1: 1, 3: 2}),
        ({"_up": "1"}, {1: 1, 2: 2}),
        ({"_down": "7"}, {1: 1, 2: 2}),
        ({"_up": "x"}, {1: 1, 2: 2}),
    ],
)
def test_up_and_down_change_places_with_all_that_was_typed(desk, button, expected):
    chief = desk("chief editor")
    articles = {number: make_article() for number in (1, 2)}
    until = {"place2-until_day": "21.05.2090", "place2-until_clock": "11:05"}
    chosen = {f"place{number}-article": article.pk for number, article in articles.items()}
    response = chief.post(URL, typed(chief.get(URL), **chosen, **until, **button))
    again = typed(response)
    moved = {place: articles[number].pk for place, number in expected.items()}
    assert {
        place: int(again[f"place{place}-article"])
        for place in range(1, 8)
        if again[f"place{place}-article"]
    } == moved
    (second,) = [place for place, number in expected.items() if number == 2]
    assert again[f"place{second}-until_day"] == "21.05.2090"
    chief.post(URL, again | {"_save": "1"})
    assert places() == moved
    assert FrontSlot.objects.get(position=second).until == utc(2090, 5, 21, 8, 5)
    # What is stored comes back as it was typed.
    assert typed(chief.get(URL))[f"place{second}-until_clock"] == "11:05"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place1-other", "خبر"),
        ("place1-other", "999999"),
        ("place1-other", "9" * 40),
        ("place1-article", "999999"),
        ("place1-until_day", "1.1.2018"),
        ("place1-until_day", "؟"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, field, value):
    chief = desk("chief editor")
    article = make_article()
    data = typed(chief.get(URL), **{"place2-article": article.pk, field: value, "_save": "1"})
    response = chief.post(URL, data)
    assert response.status_code == 200
    assert response.context["rows"][0].errors
    assert {**typed(response), "_save": "1"} == {
        name: str(text) if text else "" for name, text in data.items()
    }
    assert places() == {}


def test_an_article_given_two_places_is_said_in_the_second(desk):
    chief = desk("chief editor")
    pk = make_article().pk
    data = typed(chief.get(URL), **{"place1-article": pk, "place5-other": pk, "_save": "1"})
    rows = chief.post(URL, data).context["rows"]
    assert [row.position for row in rows if row.errors] == [5]
    assert places() == {}


def test_what_somebody_arranged_meanwhile_is_shown_first(desk):
    chief = desk("chief editor")
    mine, theirs = make_article(), make_article()
    data = typed(chief.get(URL), **{"place1-article": mine.pk, "_save": "1"})
    FrontSlot.objects.create(position=1, article=theirs)
    response = chief.post(URL, data)
    assert said(response) == ["error"]
    assert places() == {1: theirs.pk}
    chief.post(URL, typed(response) | {"_save": "1"})
    assert places() == {1: mine.pk}


def test_a_form_that_does_not_say_what_it_was_opened_with_saves_nothing_over_another(desk):
    chief = desk("chief editor")
    FrontSlot.objects.create(position=1, article=make_article())
    before = places()
    for base in ("", "x", "[]", '{"a": 1}', "null"):
        data = typed(chief.get(URL), **{"place2-article": make_article().pk, "base": base})
        assert said(chief.post(URL, data | {"_save": "1"})) == ["error"]
    assert places() == before


class TestFromAnArticle:
    def test_its_form_leads_the_chief_there(self, desk):
        article = make_article()
        link = f"{URL}?article={article.pk}"
        assert link in desk("chief editor").get(change_url(article)).content.decode()
        assert link not in desk("editor").get(change_url(article)).content.decode()

    def test_it_stands_in_the_first_free_place_not_saved_yet(self, desk):
        chief = desk("chief editor")
        placed, article = make_article(), make_article()
        FrontSlot.objects.create(position=1, article=placed)
        response = chief.get(f"{URL}?article={article.pk}")
        assert said(response) == ["info"]
        assert response.context["is_changed"]
        assert places() == {1: placed.pk}
        chief.post(URL, typed(response) | {"_save": "1"})
        assert places() == {1: placed.pk, 2: article.pk}

    @pytest.mark.parametrize("number", ["", "x", "999999", "9" * 40])
    def test_of_no_article_it_is_the_page_as_it_is(self, desk, number):
        response = desk("chief editor").get(f"{URL}?article={number}")
        assert (said(response), response.context["is_changed"]) == ([], False)


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_it_is_the_chiefs(desk, group):
    assert desk(group).get(URL).status_code == 403
    assert desk("chief editor").get(URL).status_code == 200
