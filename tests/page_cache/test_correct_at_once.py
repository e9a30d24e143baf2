"""No reader gets an old page once an editor was told that the new one is out.

Two servers of two workers each; an editor publishes at one of them, readers ask both all the while.
``PUBLISHES=100`` is the long form.
"""

import http.client
import os
import re
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests.page_cache.servers import Editor, serving
from tests.stories import publish_story, write

PUBLISHES = int(os.environ.get("PUBLISHES", "10"))
_NUMBER = re.compile(r"<h1>الطبعة (\d+)</h1>|>الطبعة (\d+)</a>")


class Reader(threading.Thread):
    """Asks for pages of a server again and again; ``stale`` are those older than what was out."""

    def __init__(self, server: str, paths: list[str], out: list[int], ended: threading.Event):
        super().__init__()
        self._server, self._paths, self._out, self._ended = server, paths, out, ended
        self.answers, self.numbers = 0, set()
        self.stale: list[str] = []

    def run(self):
        connection = http.client.HTTPConnection(urlsplit(self._server).netloc, timeout=60)
        while not self._ended.is_set():
            for path in self._paths:
                out = self._out[0]  # before it is asked
                connection.request("GET", path)
                answer = connection.getresponse()
                page = answer.read().decode()
                found = _NUMBER.search(page)
                number = int(found[1] or found[2]) if found else -1
                self.answers += 1
                self.numbers.add(number)
                if answer.status != 200 or number < out:
                    self.stale.append(f"{path}: {answer.status}, {number} and not {out}")
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_whoever_publishes_readers_get_it_at_once(django_user_model):
    editor = django_user_model.objects.create_superuser("editor", password="x")
    article = publish_story(editor, "الطبعة 0", published_at=timezone.now())
    changes = reverse("admin:articles_article_changes", args=[article.pk])
    paths = [article.get_absolute_url(), "/", "/archive/"]
    out, ended = [0], threading.Event()
    with serving(machines=2) as servers:
        at_the_desk = Editor(servers[0], "editor", "x")
        readers = [Reader(server, paths, out, ended) for server in servers for _ in range(2)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, PUBLISHES + 1):
                article = write(article, editor, title_ar=f"الطبعة {number}")
                at_the_desk.post(changes, change="minor", version=str(article.version))
                assert Article.objects.get(pk=article.pk).title_ar == f"الطبعة {number}"
                out[0] = number
                time.sleep(0.05)  # for a page of it to be kept
        finally:
            ended.set()
            for reader in readers:
                reader.join()
    assert [reader.stale for reader in readers] == [[]] * 4
    for reader in readers:
        assert reader.answers > PUBLISHES
        assert len(reader.numbers) > PUBLISHES / 2
