"""No reader gets an old page once an editor was told that the new one is out.

Two servers of two workers each; an editor publishes at one of them, readers ask both all the while.
``PUBLISHES=100`` is the long form.
"""

import os

import pytest

from tests.page_cache.servers import serving
from tests.readers import publish_again_and_again

PUBLISHES = int(os.environ.get("PUBLISHES", "10"))


@pytest.mark.django_db(transaction=True)
def test_whoever_publishes_readers_get_it_at_once(django_user_model):
    editor = django_user_model.objects.create_superuser("editor", password="x")
    with serving(machines=2) as servers:
        told = publish_again_and_again(editor, "x", servers, PUBLISHES)
    assert told.old == []
    assert len(told.answers) == 4
    assert min(told.answers) > PUBLISHES
    assert min(told.numbers) > PUBLISHES / 2
