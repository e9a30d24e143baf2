"""Figures for Prometheus, and queries that take long."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from articles.models import ImportBatch, Job, ReaderReport, Subscription, Webhook, WebhookDelivery
from newsroom import figures
from newsroom.metrics import MetricsMiddleware, count_page
from newsroom.observing import SlowQueriesMiddleware, shape
from tests.builders import make_article

pytestmark = pytest.mark.django_db

TOKEN = "prometheus-only-7d1"


def scrape(**headers):
    answer = Client().get("/metrics", **{"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"} | headers)
    assert answer.status_code == 200, answer.content
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def measured(settings):
    settings.METRICS_TOKEN = TOKEN


def test_without_a_token_there_is_nothing_there(client, settings):
    assert settings.METRICS_TOKEN == ""
    answers = [client.get("/metrics"), client.get("/metrics", HTTP_AUTHORIZATION="Bearer ")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", f"Bearer {TOKEN[:-1]}", f"bearer {TOKEN}", f"Basic {TOKEN}", "Bearer سلمى"],
)
def test_who_has_not_the_token_is_told_nothing(measured, given):
    answer = Client().get("/metrics", HTTP_AUTHORIZATION=given)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert b"newsroom" not in answer.content


def test_requests_are_counted_by_the_name_of_their_address(measured):
    before = scrape()
    article = make_article()
    reader = Client()
    for path in (
        f"/articles/{article.pk}/",
        f"/articles/{article.pk + 1}/",
        "/a/b?x=1",
        "/c/d",
    ):
        reader.get(path)
    reader.get("/en/search/?q=secret-words")
    count_page("hit")
    after = scrape(HTTP_HOST="10.0.0.7:8000")
    grown = {
        key: value - before.get(key, 0)
        for key, value in after.items()
        if key[0] in {"newsroom_request_seconds_count", "newsroom_page_cache_total"}
        and value != before.get(key, 0)
    }
    assert grown == {
        ("newsroom_request_seconds_count", "301", "article_short"): 1,
        ("newsroom_request_seconds_count", "404", "article_short"): 1,
        ("newsroom_request_seconds_count", "(none)", "404"): 2,
        ("newsroom_request_seconds_count", "200", "search"): 1,
        ("newsroom_page_cache_total", "hit"): 1,
    }
    assert not [key for key in after if "secret" in str(key) or "/a/" in str(key)]


def test_what_waits_and_what_ran(measured):
    now = timezone.now()
    make_article(read_at=None)
    make_article(announced_at=now, in_review=True)
    hook = Webhook.objects.create(
        name="x", address="https://x.example", events=["article.published"]
    )
    waits = {"webhook": hook, "event": "article.published", "payload": "{}"}
    WebhookDelivery.objects.create(event_id="1", created_at=now - timedelta(hours=1), **waits)
    WebhookDelivery.objects.create(event_id="2", next_at=None, **waits)
    WebhookDelivery.objects.create(event_id="3", next_at=None, delivered_at=now, **waits)
    Subscription.objects.create(email="a@x.example", email_key="a@x.example", language="ar")
    ReaderReport.objects.create(version=0, message="x", form_key="k")
    ImportBatch.objects.create(name="old", started_at=now - timedelta(days=1), created=9)
    ImportBatch.objects.create(name="new", started_at=now, created=3, refused=2)
    call_command("publish_due", verbosity=0, seconds=0)
    Job.objects.create(name="check_archive", started_at=now, ended_at=now, figures={"draft": 4})
    with CaptureQueriesContext(
        connection,
    ) as few:
        found = scrape()
    for name, value in {
        ("articles_waiting", "due"): 0,  # publish_due has been there
        ("articles_waiting", "unread"): 1,
        ("articles_waiting", "in-review"): 1,
        ("outbox", "webhooks"): 2,
        ("outbox", "webhooks-given-up"): 1,
        ("outbox", "letters"): 1,
        ("outbox", "reader-reports"): 1,
        ("import_last_pages", "created"): 3,
        ("import_last_pages", "refused"): 2,
        ("import_last_finished_timestamp_seconds",): 0,
        ("search_index_live",): 1,
        ("job_ok", "publish_due"): 1,
        ("job_ok", "check_archive"): 0,
        ("job_last_success_timestamp_seconds", "check_archive"): 0,
        ("articles", "draft"): 4,
        ("database_up",): 1,
    }.items():
        assert found[(f"newsroom_{name[0]}", *name[1:])] == value, name
    assert found[("newsroom_outbox_oldest_seconds",)] >= 3600
    assert found[("newsroom_job_last_success_timestamp_seconds", "publish_due")] >= now.timestamp()
    assert found[("newsroom_database_bytes",)] > 10_000
    # However many rows there are, none is counted without an end.
    counted = [query["sql"] for query in few if "COUNT(" in query["sql"].upper()]
    assert counted
    assert all(f"LIMIT {figures.MOST}" in sql for sql in counted)


def test_a_job_that_fails_is_noted_and_a_dry_run_is_not(monkeypatch):
    call_command("send_digest", "--dry-run", verbosity=0)
    assert not Job.objects.exists()
    call_command("publish_due", verbosity=0, seconds=0)
    well = Job.objects.get(name="publish_due")
    assert well.succeeded_at == well.ended_at
    make_article()

    def fail(*_):
        raise ValueError("no")

    monkeypatch.setattr("articles.editing.due._announce", fail)
    with pytest.raises(CommandError, match="1 articles failed"):
        call_command("publish_due", verbosity=0, seconds=0)
    badly = Job.objects.get(name="publish_due")
    assert badly.succeeded_at == well.succeeded_at < badly.ended_at


def test_a_job_that_ended_well_since_is_not_run_again():
    now = timezone.now()
    run = {"started_at": now, "ended_at": now}
    Job.objects.create(name="publish_due", succeeded_at=now - timedelta(hours=1), **run)

    def runs(since):
        call_command("publish_due", unless_since=since, verbosity=0, seconds=0)
        return Job.objects.get(name="publish_due").started_at > now

    assert not runs(now - timedelta(hours=1))
    assert runs(now - timedelta(minutes=59))
    Job.objects.update(succeeded_at=None, **run)
    call_command("publish_due", f"--unless-since={now.isoformat()}", verbosity=0, seconds=0)
    assert Job.objects.get(name="publish_due").succeeded_at


def test_a_database_that_does_not_answer_is_a_figure_too(measured, monkeypatch, caplog):
    def fail():
        raise OperationalError("gone")

    fail.__name__ = "imports"
    monkeypatch.setattr(figures, "GROUPS", [fail, figures.search])
    found = scrape()
    assert found[("newsroom_database_up",)] == 0
    assert ("newsroom_search_index_live",) in found
    assert "Figures of imports: gone" in caplog.text


class TestSlowQueries:
    def test_off_it_is_not_there(self, settings):
        assert settings.SLOW_QUERY_MS == 0
        with pytest.raises(MiddlewareNotUsed):
            SlowQueriesMiddleware(lambda _: None)
        with pytest.raises(MiddlewareNotUsed):
            MetricsMiddleware(lambda _: None)

    def test_the_shape_the_time_and_the_route_are_logged(self, settings, caplog):
        settings.SLOW_QUERY_MS = 1e-6
        make_article("قصة سرية")
        with caplog.at_level(logging.WARNING, "newsroom.slow_queries"):
            Client().get("/search/?q=%D9%82%D8%B5%D8%A9&source=secret")
        lines = [record for record in caplog.records if record.name == "newsroom.slow_queries"]
        assert lines
        assert all(
            record.ms >= 0 and re.match(r"\d+ ms: \w+", record.getMessage()) for record in lines
        )
        assert "قصة" not in caplog.text
        assert "secret" not in caplog.text
        settings.SLOW_QUERY_MS = 60_000
        caplog.clear()
        Client().get("/search/?q=%D9%82%D8%B5%D8%A9")
        assert not caplog.records
        connection.execute_wrappers.clear()

    def test_the_shape_of_a_query(self):
        sql = "SELECT a\n  FROM b WHERE c = 'salma''s' AND d IN (%s, %s, %s) LIMIT 5"
        assert shape(sql) == "SELECT a FROM b WHERE c = '…' AND d IN (%s, …) LIMIT 5"
