"""Which database a page is made from, where readers have a replica."""

import pytest
from django.db import Error, router

from articles.models import Article
from articles.page_cache import GENERATION, Generation
from articles.search import get_backend
from articles.search.matching import Match
from articles.search.places import places_of
from newsroom import replicas
from tests.builders import make_article


@pytest.fixture
def asked(settings, monkeypatch):
    """The aliases that pages were read from; the replica has the generations up to 7."""
    settings.DATABASE_ROUTERS = ["newsroom.replicas.ReplicaRouter"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "newsroom.replicas.ReplicaMiddleware"]
    aliases = []
    own = replicas.ReplicaRouter.db_for_read

    def note(self, model, **hints):
        aliases.append(own(self, model, **hints) or "default")

    monkeypatch.setattr(replicas.ReplicaRouter, "db_for_read", note)
    monkeypatch.setattr(replicas, "connections", {"replica": None})
    monkeypatch.setattr(replicas, "read_number", lambda connection: 7)
    return aliases


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "generation", "alias"),
    [
        ("/", 7, "replica"),
        ("/archive/", 6, "replica"),
        ("/feeds/latest/rss/", 7, "replica"),
        ("/api/v1/articles/", 7, "replica"),
        ("/", 8, "default"),  # it has not come that far
        ("/", None, "default"),  # an editor, or nobody knows
        ("/digest/", 7, "default"),  # whoever writes reads where they wrote
        ("/admin/login/", 7, "default"),
    ],
)
def test_what_may_be_kept_is_read_from_a_replica_that_is_not_behind(
    client, asked, path, generation, alias
):
    make_article()
    asked.clear()
    client.get(path, **({} if generation is None else {GENERATION: Generation(generation, 1e10)}))
    assert set(asked) <= {alias}
    assert asked or path == "/admin/login/"
    asked.clear()
    assert Article.objects.exists()  # the next one's turn
    assert asked == ["default"]


def test_a_search_is_read_where_its_page_is(asked):
    sought = Match(required=(("خبر",),))
    assert get_backend().find(0, "text", sought, places_of(0), 10) == []
    token = replicas._is_read.set(True)
    get_backend().find(0, "text", sought, places_of(0), 10)
    replicas._is_read.reset(token)
    assert asked == ["default", "replica"]


def test_a_replica_that_does_not_answer_is_not_asked(client, asked, monkeypatch, caplog):
    def fail(connection):
        raise Error

    monkeypatch.setattr(replicas, "read_number", fail)
    assert client.get("/", **{GENERATION: Generation(1, 1e10)}).status_code == 200
    assert set(asked) == {"default"}
    assert "does not answer" in caplog.text


def test_what_is_written_is_written_to_the_database(asked):
    assert router.db_for_write(Article) == "default"
    assert router.allow_relation(Article(), Article())
    assert not router.allow_migrate("replica", "articles")
    assert router.allow_migrate("default", "articles")
