import pytest
from django.utils import timezone

from articles.editing import network_keys
from tests.builders import utc


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.250", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("::ffff:192.0.2.7", "192.0.2.9", True),
        ("2001:db8:0:1100::1", "2001:db8:0:11ff:abcd::9", True),
        ("2001:db8:0:1100::1", "2001:db8:0:1200::1", False),
        ("0.0.0.1", "::1", False),
    ],
)
def test_a_network_is_a_household_or_an_office(one, other, same):
    assert (network_keys(one) == network_keys(other)) is same


def test_the_key_is_another_each_damascus_day_and_yesterdays_is_known(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: utc(2026, 5, 21, 20, 59))  # 23:59 in Damascus
    today, _before = network_keys("192.0.2.7")
    monkeypatch.setattr(timezone, "now", lambda: utc(2026, 5, 21, 21))
    tomorrow, before = network_keys("192.0.2.7")
    assert before == today != tomorrow


def test_another_secret_makes_another_key(settings):
    key = network_keys("192.0.2.7")
    settings.SECRET_KEY = "another"
    assert network_keys("192.0.2.7") != key


@pytest.mark.parametrize("address", ["", "unix:", "192.0.2.7, 192.0.2.8", "x" * 500])
def test_what_is_no_address_has_no_key(address):
    assert network_keys(address) == ("", "")
