from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles.models import Source

pytestmark = pytest.mark.django_db


def run() -> dict[str, str]:
    out = StringIO()
    call_command("demo", stdout=out)
    return dict(line.split() for line in out.getvalue().splitlines())


def test_three_accounts_whose_passwords_are_printed_once() -> None:
    passwords = run()
    assert list(passwords) == ["reporter", "editor", "chief"]
    assert len(set(passwords.values())) == 3
    for username, password in passwords.items():
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert (user.is_staff, user.is_superuser) == (True, False)
    assert [user.groups.get().name for user in User.objects.order_by("pk")] == [
        "reporter", "editor", "chief editor",
    ]  # fmt: skip
    assert run() == dict.fromkeys(passwords, "unchanged")
    assert User.objects.get(username="chief").check_password(passwords["chief"])


def test_the_sample_sources_are_not_put_back_over_an_edit() -> None:
    run()
    agency = Source.objects.get(name_en="Model News Agency")
    assert (agency.kind, Source.objects.count()) == ("agency", 5)
    Source.objects.filter(pk=agency.pk).update(name_en="Another name")
    run()
    assert Source.objects.get(pk=agency.pk).name_en == "Another name"
