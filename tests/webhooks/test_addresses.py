"""What webhooks may lead to; no name is looked up outside this machine."""

import socket

import pytest

from articles.webhooks import Forbidden, check_address
from articles.webhooks.addresses import find_target
from articles.webhooks.calling import call


@pytest.fixture(autouse=True)
def _public(settings):
    settings.WEBHOOKS_PRIVATE = False


@pytest.fixture
def names(monkeypatch):
    """``names["a.example"] = ["203.0.113.9"]``: what the resolver says."""
    known: dict[str, list[str]] = {}

    def look_up(host, port, **kwargs):
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",  # noqa: S104
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("ip", PRIVATE)
def test_our_own_network_is_refused_as_a_number_and_behind_a_name(ip, names):
    host = f"[{ip}]" if ":" in ip else ip
    with pytest.raises(Forbidden):
        check_address(f"https://{host}/")
    names["a.example"] = ["8.8.8.8", ip]
    check_address("https://a.example/")
    with pytest.raises(Forbidden):
        find_target("https://a.example/")


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example/", "ftp://a.example/", "//a.example/", "https:///x", "https://u:p@a.example/",
        "https://a.example:99999/", "https://[::1", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_what_is_no_address_of_ours_is_refused(address):
    with pytest.raises(Forbidden):
        check_address(address)


def test_a_name_is_looked_up_once_and_what_was_found_is_called(names):
    names["a.example"] = ["8.8.8.8"]
    target = find_target("https://a.example:8443/أخبار?س=1")
    assert (target.is_encrypted, target.host, target.port, target.ips) == (
        True, "a.example", 8443, ("8.8.8.8",),
    )  # fmt: skip
    assert target.path == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?%D8%B3=1"


def test_an_arabic_name(names):
    names["xn--mgbh0fb.example"] = ["8.8.8.8"]
    assert find_target("https://مثال.example/").host == "xn--mgbh0fb.example"


def test_plain_http_leads_to_this_machine_alone(settings, names):
    settings.WEBHOOKS_PRIVATE = True
    check_address("http://127.0.0.1:9/")
    check_address("https://10.0.0.1/")
    for address in ("http://10.0.0.1/", "http://8.8.8.8/"):
        with pytest.raises(Forbidden):
            check_address(address)
    names["a.example"] = ["10.0.0.1"]
    with pytest.raises(Forbidden):
        find_target("http://a.example/")


def test_a_call_that_is_forbidden_or_leads_nowhere_is_an_answer(names):
    names["a.example"] = ["127.0.0.1"]
    forbidden = call("https://a.example/", "{}", {})
    assert (forbidden.status, forbidden.is_good) == (None, False)
    assert forbidden.words
    assert call("https://b.example/", "{}", {}).words.startswith("gaierror: ")
