"""What a collector of errors is told, and what it is not."""

import json
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.error_reports import clean, report_errors

SECRETS = ("salma", "mail.example", "203.0.113.77", "qahwa", "sessionid", "tok-9")


def test_without_the_sdk_it_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install -r requirements-sentry.txt"):
        report_errors("https://key@errors.example/1")


def test_an_event_is_told_without_the_request_and_the_person():
    told = clean(
        {
            "event_id": "e1",
            "logger": "django.request",
            "logentry": {"message": "Internal Server Error: %s", "params": ["/preview/tok-9/"]},
            "request": {"url": "https://x/?q=salma", "headers": {"Cookie": "sessionid=1"}},
            "user": {"ip_address": "203.0.113.77", "username": "salma"},
            "server_name": "salma-laptop",
            "breadcrumbs": {"values": [{"message": "salma"}]},
            "extra": {"form": "qahwa"},
            "exception": {
                "values": [{"type": "ValueError", "value": "no salma@mail.example here"}]
            },
        }
    )
    assert told["exception"]["values"][0]["value"] == "no …@… here"
    assert sorted(told) == ["event_id", "exception", "logger", "tags"]
    assert not [secret for secret in SECRETS if secret in json.dumps(told)]


def test_code_and_rows_of_any_kind_are_told():
    """A line of our code may lose what it gives a field of a person's: no line says another's."""
    refused = "duplicate key\nDETAIL:  Key (username)=(salma) already exists.\n"
    frame = {"context_line": '    username = form["name"]', "pre_context": ['ip = "203.0.113.77"']}
    told = clean({"exception": {"values": [{"value": refused, "stacktrace": {"frames": [frame]}}]}})
    (value,) = told["exception"]["values"]
    assert value["value"] == "duplicate key\nDETAIL:  Key …\n"
    (frame,) = value["stacktrace"]["frames"]
    assert frame["context_line"].startswith("    username = …")
    assert frame["pre_context"] == ["ip = …"]
    assert not [secret for secret in SECRETS if secret in json.dumps(told)]


PIECES = ["username", " = ", '"', "\\", "\n", "DETAIL:  Key ", "a@b.example", "{", "}", "ip"]
TEXTS = st.text(max_size=5) | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def shape(value):
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return str if isinstance(value, str) else value


@settings(max_examples=60)
@given(SHAPES)
def test_an_event_keeps_its_shape(value):
    event = {"exception": value, "logger": None}
    told = clean(event)
    told.pop("tags")
    assert shape(told) == shape(event)


@pytest.mark.django_db
def test_a_failing_page_is_reported_without_the_request(monkeypatch):
    sentry_sdk = pytest.importorskip("sentry_sdk")

    class Kept(sentry_sdk.transport.Transport):
        events: list[dict] = []

        def capture_envelope(self, envelope):
            self.events.extend(item.payload.json for item in envelope.items if item.payload.json)

    def fail(*_args, **_options):
        secret = "".join(["qah", "wa"])  # made at run time: the line itself does not say it
        address = "@".join(["salma", "mail.example"])
        raise ValueError(f"no {address} here, {len(secret)}")

    report_errors("https://key@errors.example/1", transport=Kept)
    try:
        monkeypatch.setattr("articles.views.search.SearchView.get", fail)
        Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77").get(
            "/search/?q=salma", HTTP_COOKIE="sessionid=tok-9"
        )
        sentry_sdk.flush()
    finally:
        sentry_sdk.get_client().close()
        sentry_sdk.init()
    (event,) = Kept.events
    error = event["exception"]["values"][-1]
    assert (error["type"], error["value"]) == ("ValueError", "no …@… here, 5")
    frames = error["stacktrace"]["frames"]
    assert frames[-1]["context_line"].strip().startswith("raise ValueError")
    assert event["tags"] == {"route": "search", "request_id": "-"}
    # Frames of Django and of ours, their lines and all. Of this file's own lines: not what is above.
    for frame in frames:
        if frame["filename"].endswith("test_error_reports.py"):
            frame["pre_context"] = frame["post_context"] = []
    said = json.dumps(event)
    assert not [secret for secret in SECRETS if secret in said]
