"""Who gets the digest, on the desk: the chief editor's to read, a reader's to be taken out of."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Subscription
from tests.builders import make_section, make_source

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_subscription_changelist")


def address(name: str, subscription: Subscription) -> str:
    return reverse(f"admin:articles_subscription_{name}", args=[subscription.pk])


def subscribe(email: str = "Reader@mail.example", **fields) -> Subscription:
    return Subscription.objects.create(
        **{"email": email, "email_key": email.lower(), "language": "ar"} | fields
    )


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_addresses_are_not_shown_to_others(desk, group):
    subscription, client = subscribe(), desk(group)
    for url in (LIST, address("change", subscription), address("delete", subscription)):
        assert client.get(url).status_code == 403
    assert LIST not in client.get(reverse("admin:index")).content.decode()
    assert client.post(address("delete", subscription), {"post": "yes"}).status_code == 403
    assert Subscription.objects.exists()


@pytest.mark.parametrize("group", ["chief editor", ""])
def test_they_are_read_found_and_never_written(desk, group):
    client = desk(group)
    mine = subscribe(scope=f"section/{make_section('المدن').pk}")
    subscribe("other@mail.example", scope="source/999")
    page = client.get(LIST, {"q": "READER@"}).content.decode()
    assert "Reader@mail.example" in page
    assert "المدن" in page
    assert "other@mail.example" not in page
    shown = client.get(address("change", mine)).content.decode()
    assert "المدن" in shown
    assert mine.token not in page + shown
    assert 'name="_save"' not in shown
    assert client.post(address("change", mine), {"email": "x@y.example"}).status_code == 403
    assert client.get(reverse("admin:articles_subscription_add")).status_code == 403
    mine.refresh_from_db()
    assert mine.email == "Reader@mail.example"


def test_a_reader_is_forgotten_and_the_log_says_by_whom(desk):
    subscription, client = subscribe(), desk("chief editor")
    client.post(address("delete", subscription), {"post": "yes"})
    assert not Subscription.objects.exists()
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("chief-editor", str(subscription.pk))
    assert entry.is_deletion()
    assert "mail.example" not in f"{entry.object_repr} {entry.change_message}"


def test_queries_do_not_grow(desk):
    client = desk("chief editor")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    subscribe(scope=f"source/{make_source().pk}")
    one = count()
    for number in range(3):
        source = make_source(f"مصدر {number}")
        subscribe(f"{number}@mail.example", scope=f"source/{source.pk}")
    assert count() == one
