"""What a supervisor and a proxy are told."""

import pytest
from django.db import OperationalError

from articles.models import SearchIndex
from newsroom import health
from tests.builders import make_article


@pytest.fixture(autouse=True)
def anew(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


def test_a_process_that_answers_is_alive_whoever_asks(client, settings):
    settings.ALLOWED_HOSTS = ["news.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/healthz", HTTP_HOST="10.0.0.7:8000")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_site_whose_parts_answer_is_ready(client, settings):
    settings.ALLOWED_HOSTS = ["news.example"]
    make_article()
    answer = client.get("/readyz", HTTP_HOST="10.0.0.7:8000")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "failing": []})


@pytest.mark.django_db
def test_each_part_that_fails_is_named_and_its_reason_logged(client, monkeypatch, caplog):
    make_article()
    SearchIndex.objects.all().delete()
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "failing": ["search", "disk"]},
    )

    class Behind:
        def __init__(self, connection):
            self.loader = type("Loader", (), {"graph": type("G", (), {"leaf_nodes": list})})

        def migration_plan(self, targets):
            return ["0999"]

    monkeypatch.setattr(health, "MigrationExecutor", Behind)
    monkeypatch.setattr(health, "_migrated", False)
    assert "migrations" in client.get("/readyz").json()["failing"]

    def fail():
        raise OperationalError("the server closed the connection")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    answer = client.get("/readyz")
    assert "database" in answer.json()["failing"]
    assert "closed the connection" not in answer.text
    assert "closed the connection" in caplog.text


@pytest.mark.django_db
def test_an_empty_site_is_ready(client):
    SearchIndex.objects.all().delete()
    assert client.get("/readyz").status_code == 200
