"""What is sent and stands in no form changes nothing, and is logged: names, never values."""

import logging

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from articles.editing import TIMES, save_article
from articles.editing.content import BODIES, PRECISIONS, RELATIONS, TEXTS
from articles.models import Article, ReaderReport, RelatedLink
from tests.admin.forms import article_data, change_url
from tests.builders import columns, make_article, make_source
from tests.stories import publish_story

pytestmark = pytest.mark.django_db
SECRET = "قيمة-مدسوسة"
# What a save may change of an article's row: what it says, and what follows from that it was saved.
SAID = {*TEXTS, *BODIES, *TIMES, *PRECISIONS, *(f"{name}_id" for name in RELATIONS), "tags"}
FOLLOWS = {"title", "summary", "body", "byline", "image_alt", "image_caption", "headline_key"} | {
    *("version", "edited_at", "draft_by_id", "arabic_changed_at", "english_changed_at", "read_at"),
    *("style_findings",),
}


@pytest.fixture
def reporter() -> User:
    user = User.objects.create_user("reporter", is_staff=True)
    user.groups.add(Group.objects.get(name="reporter"))
    return user


@pytest.fixture
def client(reporter) -> Client:
    client = Client()
    client.force_login(reporter)
    return client


@pytest.fixture
def draft(reporter) -> Article:
    article = Article(title_ar="مسودة لي", body_ar="<p>نص.</p>")
    save_article(article, by=reporter)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def elsewhere(reporter) -> RelatedLink:
    """A related headline of an article that is not the one whose form is sent."""
    other = make_article("خبر لغيره")
    return RelatedLink.objects.create(article=other, title="عنوان لغيره")


def test_a_form_that_smuggles_changes_nothing_else_and_is_logged(
    client, reporter, draft, elsewhere, caplog
):
    other = User.objects.create_user("other")
    form = article_data(client.get(change_url(draft)), title_ar="عنوان آخر")
    before, lines = columns(draft), RelatedLink.objects.count()
    smuggled = {
        "id": "77",
        "status": "published",
        "state": "published",
        "author": str(other.pk),
        "draft_by": str(other.pk),
        "draft_by_id": str(other.pk),
        "in_review": "on",
        "published_at": "2018-05-21T00:00:00Z",
        "withdrawn_at": SECRET,
        "is_gone": "on",
        "live_version": "1",
        "version": "99",
        "announced_at": "2018-05-21",
        "capture_key": SECRET,
        "imported_digests": "{}",
        "possible_duplicate_of": str(elsewhere.article_id),
        "headline_key": SECRET,
    }
    rows = {
        "related_links-TOTAL_FORMS": "1",
        "related_links-INITIAL_FORMS": "0",
        "related_links-0-id": str(elsewhere.pk),
        "related_links-0-article": str(elsewhere.article_id),
        "related_links-0-title": "عنوان مدسوس",
    }
    with caplog.at_level(logging.WARNING, logger="articles.rights"):
        client.post(change_url(draft), form | smuggled)
    after = columns(draft)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"title", "title_ar", "headline_key", "version", "edited_at"} | {
        "arabic_changed_at"
    }
    assert after["title_ar"] == "عنوان آخر"
    assert after["headline_key"] != SECRET
    # A row of another article's: the form is refused as a whole.
    client.post(change_url(draft), form | rows | {"title_ar": "عنوان ثالث", "base_version": "2"})
    assert columns(draft) == after
    elsewhere.refresh_from_db()
    assert (elsewhere.title, elsewhere.article_id) != ("عنوان مدسوس", draft.pk)
    assert RelatedLink.objects.count() == lines
    told = [(record.user, record.article, record.fields) for record in caplog.records]
    assert told == [
        (reporter.pk, draft.pk, sorted(smuggled)),
        (reporter.pk, draft.pk, ["related_links-0-article", "related_links-0-id"]),
    ]
    assert SECRET not in caplog.text


def test_a_refused_form_is_logged_too(client, reporter, caplog):
    scheduled = publish_story(User.objects.create_superuser("chief"))
    Article.objects.filter(pk=scheduled.pk).update(status="withdrawn")
    before = columns(scheduled)
    with caplog.at_level(logging.WARNING, logger="articles.rights"):
        client.post(change_url(scheduled), {"title_ar": "x", "status": "published"})
    assert columns(scheduled) == before
    assert [record.fields for record in caplog.records] == [["status"]]


def test_what_a_browser_sends_is_not_called_smuggling(client, draft, caplog):
    form = article_data(client.get(change_url(draft)), title_ar="عنوان آخر")
    form |= {"_continue": "1", "_page": "p" * 8, "csrfmiddlewaretoken": "x", "gramm_id": "y"}
    client.post(change_url(draft), form)
    client.post(reverse("admin:articles_article_add"), {"title_ar": "خبر", "_save": "1"})
    assert not [one for one in caplog.records if one.name == "articles.rights"]


@pytest.mark.parametrize("name", ["source", "topic", "page", "image", "user", "webhook"])
def test_every_form_of_the_desk_is_watched(admin_client, name, caplog):
    app = "auth" if name == "user" else "articles"
    admin_client.post(reverse(f"admin:{app}_{name}_add"), {"id": SECRET})
    assert [one.fields for one in caplog.records if one.name == "articles.rights"] == [["id"]]


def test_the_verb_itself_takes_nothing_but_what_an_article_says(reporter, draft):
    """Whatever a caller has set on the instance: the row that is saved is the one that is stored."""
    before = columns(draft)
    kept = sorted({field.attname for field in Article._meta.concrete_fields} - SAID - FOLLOWS)
    assert {"status", "is_gone", "live_version", "in_review", "capture_key"} <= {*kept}
    for name in kept:
        article = Article.objects.get(pk=draft.pk)
        if name != "id":
            old = getattr(article, name)
            new = {bool: not old, int: 0, dict: {"x": "y"}, str: "published"}.get(type(old))
            setattr(article, name, new)
        article.title_ar = f"عنوان {kept.index(name)}"
        save_article(article, by=reporter)
        after = columns(draft)
        assert {one for one in kept if after[one] != before[one]} == set(), name


def test_no_address_asks_for_what_is_not_shown(client, admin_client):
    """``?email__startswith=a``: a list that answers is an oracle, letter by letter."""
    article = make_article()
    ReaderReport.objects.create(
        article=article, version=0, message="x", email="reader@news.example", form_key="k" * 32
    )
    for who, model, lookup in (
        (client, "articles_readerreport", "email__startswith"),
        (client, "articles_readerreport", "network"),
        (client, "articles_readerreport", "article__draft_by__password__startswith"),
        (client, "articles_article", "draft_by__password__startswith"),
        (client, "articles_correction", "issued_by__password__startswith"),
        (client, "articles_deed", "done_by__email__startswith"),
        (admin_client, "articles_subscription", "token__startswith"),
        (admin_client, "articles_webhook", "salt"),
        (admin_client, "auth_user", "password__startswith"),
    ):
        response = who.get(reverse(f"admin:{model}_changelist"), {lookup: "a"})
        assert response.status_code == 400, lookup


def test_the_way_to_the_site_is_for_those_who_may_see(client, admin_client, draft):
    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody", is_staff=True))
    source, public = make_source(), make_article()
    for row, found in ((draft, False), (public, True), (source, True)):
        kind = ContentType.objects.get_for_model(row).pk
        address = reverse("admin:view_on_site", args=[kind, row.pk])
        for who in (client, admin_client):
            response = who.get(address)
            assert response.status_code == (302 if found else 404)
            assert not found or response["Location"] == row.get_absolute_url()
        assert nobody.get(address).status_code == 404
    user = ContentType.objects.get_for_model(User).pk
    for forged in (f"{user}/1", "0/1", "x/1", f"{10**30}/1", f"{user}/x", "9999/1"):
        assert admin_client.get(f"/admin/r/{forged}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?_to_field=status",
        "?_to_field=draft_by__password",
        "?_popup=1&_to_field=password",
    ],
)
def test_a_pop_up_hands_over_no_other_field(admin_client, query):
    for model in ("article", "source", "image"):
        address = reverse(f"admin:articles_{model}_changelist")
        assert admin_client.get(address + query).status_code == 400
