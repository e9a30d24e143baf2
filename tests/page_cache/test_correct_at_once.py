"""Two servers of two workers each, as they are run: what readers get of them.

No reader gets an old page once an editor was told that the new one is out: an editor publishes at one
of them, readers ask both all the while. ``PUBLISHES=100`` is the long form.
"""

import http.client
import os
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.page_cache.servers import serving
from tests.readers import publish_again_and_again

PUBLISHES = int(os.environ.get("PUBLISHES", "10"))

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def servers(django_db_setup):
    with serving(machines=2) as servers:
        yield servers


def test_whoever_publishes_readers_get_it_at_once(servers, django_user_model):
    editor = django_user_model.objects.create_superuser("editor", password="x")
    told = publish_again_and_again(editor, "x", servers, PUBLISHES)
    assert told.old == []
    assert len(told.answers) == 4
    assert min(told.answers) > PUBLISHES
    assert min(told.numbers) > PUBLISHES / 2


@pytest.mark.parametrize(
    ("path", "sent", "status", "said"),
    [
        ("/x/readyz", "/x", 404, '<html lang="ar"'),
        ("/en/feeds/", "/en", 200, '<html lang="en"'),
        ("/feeds/", "/nowhere", 200, '<html lang="ar"'),
    ],
)
def test_no_header_says_where_the_site_begins(servers, path, sent, status, said):
    with closing(http.client.HTTPConnection(urlsplit(servers[0]).netloc, timeout=30)) as asked:
        asked.request("GET", path, headers={"SCRIPT_NAME": sent, "PATH_INFO": "/"})
        answer = asked.getresponse()
        assert (answer.status, said in answer.read().decode()) == (status, True)
