"""What a CDN is told, against a server on this machine that writes down what it is asked."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.db import connection

from articles.page_cache import purge_cdn, read_number
from articles.page_cache.cdn import for_cdn
from articles.page_cache.generation import Generation
from tests.builders import make_article


@pytest.fixture
def cdn(settings):
    """``asked`` is what came to it; ``answer`` the status that it gives."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.asked.append((self.path, self.headers["Authorization"], body))
            self.send_response(server.answer)
            if server.answer == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.CDN_PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.CDN_PURGE_HEADERS = {"Authorization": "Bearer x"}
    settings.CDN_PURGE_BODY = '{"tags": ["pages"]}'
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_each_change_is_told_once(cdn):
    purge_cdn()
    cdn.asked.clear()
    make_article()
    assert purge_cdn()
    assert purge_cdn()
    assert cdn.asked == [("/purge", "Bearer x", '{"tags": ["pages"]}')]
    make_article()
    purge_cdn()
    assert len(cdn.asked) == 2


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_told_is_told_again(cdn, caplog):
    make_article()
    cdn.answer = 500
    assert not purge_cdn()
    assert "could not be told" in caplog.text
    cdn.answer = 302  # the token is not taken elsewhere
    assert not purge_cdn()
    assert [path for path, _, _ in cdn.asked] == ["/purge", "/purge"]
    cdn.asked.pop()
    cdn.answer = 200
    call_command("publish_due", seconds=0, verbosity=0)
    assert len(cdn.asked) == 2
    assert purge_cdn()
    assert len(cdn.asked) == 2


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_no_http_fails_nobody(settings, caplog):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            asked, _ = server.accept()
            with asked:
                asked.recv(65536)
                asked.sendall(b"nothing of the kind\r\n\r\n")

        answering = threading.Thread(target=answer)
        answering.start()
        settings.CDN_PURGE_URL = f"http://127.0.0.1:{server.getsockname()[1]}/"
        make_article()
        assert not purge_cdn()
        answering.join()
    assert "could not be told" in caplog.text


@pytest.mark.django_db
def test_without_a_cdn_nobody_is_told():
    assert purge_cdn()
    with connection.cursor() as cursor:
        cursor.execute("SELECT purged FROM articles_generation")
        assert cursor.fetchone()[0] < read_number(connection)


def test_a_cdn_may_give_a_page_until_the_clock_changes_something(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    headers = [("Cache-Control", "public, max-age=0, must-revalidate"), ("ETag", '"a"')]
    assert for_cdn(headers, Generation(1, 1100.0)) == [
        ("Cache-Control", "public, max-age=0, must-revalidate, s-maxage=70"),
        ("ETag", '"a"'),
        ("CDN-Cache-Control", "public, max-age=70, stale-while-revalidate=30"),
    ]
    assert for_cdn([], Generation(1, 1010.5)) == [
        ("CDN-Cache-Control", "public, max-age=0, stale-while-revalidate=10")
    ]


@pytest.mark.django_db
def test_pages_carry_the_keys_by_which_they_are_forgotten(client, settings):
    article = make_article()
    assert "Surrogate-Key" not in client.get("/")
    settings.CDN_PURGE_URL = "http://127.0.0.1:9/"
    assert client.get("/")["Surrogate-Key"] == "pages front"
    page = client.get(article.get_absolute_url())
    assert page["Surrogate-Key"] == f"pages article_detail article-{article.pk}"
