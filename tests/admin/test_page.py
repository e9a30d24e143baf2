"""The newsroom's own pages on the desk: the chief editor's to write, everybody's to read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.damascus import damascus_date
from articles.models import Deed, Page

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_page_changelist")
ADD = reverse("admin:articles_page_add")
WRITTEN = {
    "kind": "about", "title_ar": "من نحن", "title_en": "", "body_en": "",
    "body_ar": '<p onclick="x()">نحن هنا.</p><script>x()</script>', "reviewed_on": "21.05.2026",
}  # fmt: skip


def make_page(kind="about", **fields):
    said = {"title_ar": "من نحن", "body_ar": "<p>نحن.</p>", "reviewed_on": date(2026, 5, 21)}
    return Page.objects.create(kind=kind, **said | fields)


def change_address(page):
    return reverse("admin:articles_page_change", args=[page.pk])


def test_the_chief_writes_one_and_the_audit_knows(desk):
    client = desk("chief editor")
    assert client.post(ADD, WRITTEN)["Location"] == LIST
    page = Page.objects.get()
    assert (page.body_ar, page.reviewed_on) == ("<p>نحن هنا.</p>", date(2026, 5, 21))
    assert page.changed_by.username == "chief-editor"
    typed = WRITTEN | {"title_ar": "عنّا", "reviewed_on": "١/٦/٢٠٢٦", "seen": page.seen}
    client.post(change_address(page), typed)
    page.refresh_from_db()
    assert (page.title_ar, page.reviewed_on, page.kind) == ("عنّا", date(2026, 6, 1), "about")
    client.post(reverse("admin:articles_page_delete", args=[page.pk]), {"post": "yes"})
    deeds = Deed.objects.order_by("pk").values_list("verb", "done_by__username", "article")
    assert list(deeds) == [
        ("wrote-page", "chief-editor", None),
        ("wrote-page", "chief-editor", None),
        ("deleted", "chief-editor", None),
    ]
    notes = list(Deed.objects.order_by("pk").values_list("note", flat=True))
    assert notes[0] == "من نحن"
    assert notes[1].startswith("عنّا (")


def test_who_saves_what_they_have_not_read_is_shown_it_and_loses_nothing(desk):
    page, chief, other = make_page(), desk("chief editor"), desk()
    url = change_address(page)
    opened = chief.get(url).context["adminform"].form["seen"].value()
    assert opened == page.seen
    theirs = {"title_ar": "نحن", "body_ar": "<p>نحن وأنتم.</p>", "seen": opened}
    other.post(url, WRITTEN | theirs)
    mine = {"body_ar": "<p>نحن وهم.</p>", "reviewed_on": "22.05.2026", "seen": opened}
    for typed in (mine, mine | {"seen": ""}):
        answer = chief.post(url, WRITTEN | typed)
        page.refresh_from_db()
        assert (page.title_ar, page.body_ar) == ("نحن", "<p>نحن وأنتم.</p>")
        form = answer.context["adminform"].form
        assert list(form.errors) == ["__all__", "title_ar", "body_ar", "reviewed_on"]
        assert "root" in form.errors["__all__"][0]
        said = ("نحن", "نحن وأنتم.", "21.05.2026")
        for name, text in zip(("title_ar", "body_ar", "reviewed_on"), said, strict=True):
            assert form.errors[name][0].endswith(text)
            assert form[name].value() == (WRITTEN | mine)[name]
    # Read now, it is saved; nothing was written in between.
    chief.post(url, WRITTEN | mine | {"seen": form["seen"].value()})
    page.refresh_from_db()
    assert (page.title_ar, page.body_ar) == ("من نحن", "<p>نحن وهم.</p>")


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_others_read_them(desk, group):
    page, client = make_page(), desk(group)
    assert client.get(LIST).status_code == 200
    html = client.get(change_address(page)).content.decode()
    assert "نحن." in html
    assert 'name="title_ar"' not in html
    assert client.post(change_address(page), WRITTEN | {"title_ar": "عنّا"}).status_code == 403
    assert client.get(ADD).status_code == 403
    page.refresh_from_db()
    assert page.title_ar == "من نحن"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"title_ar": " \u200f "}, "title_ar"),
        ({"body_ar": "<p> </p>"}, "body_ar"),
        ({"title_en": "About us"}, "body_en"),
        ({"body_en": "<p>We.</p>"}, "title_en"),
        ({"reviewed_on": "أمس"}, "reviewed_on"),
        ({"reviewed_on": ""}, "reviewed_on"),
        ({"kind": "imprint"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, typed, wrong):
    page = desk("chief editor").post(ADD, WRITTEN | typed)
    form = page.context["adminform"].form
    assert list(form.errors) == [wrong]
    assert form["body_ar"].value() == (WRITTEN | typed)["body_ar"]
    assert not Page.objects.exists()


def test_a_day_to_come_is_no_review(desk):
    tomorrow = damascus_date(timezone.now()) + timedelta(days=1)
    page = desk("chief editor").post(ADD, WRITTEN | {"reviewed_on": f"{tomorrow:%d.%m.%Y}"})
    assert list(page.context["adminform"].form.errors) == ["reviewed_on"]


def test_each_kind_is_written_once(desk):
    client = desk("chief editor")
    make_page()
    kinds = [
        value for value, _label in client.get(ADD).context["adminform"].form["kind"].field.choices
    ]
    assert kinds == [kind for kind in Page.Kind.values if kind != "about"]
    for kind in Page.Kind.values[1:]:
        make_page(kind)
    assert client.get(ADD).status_code == 403
