"""The folder of pictures."""

import pytest
from django.core.files.base import ContentFile

from newsroom.media import WholeFiles


def test_a_name_that_is_written_again_is_replaced(tmp_path):
    storage = WholeFiles(location=tmp_path)
    assert storage.save("a/b.jpg", ContentFile(b"one")) == "a/b.jpg"
    assert storage.save("a/b.jpg", ContentFile(b"two")) == "a/b.jpg"
    assert (tmp_path / "a" / "b.jpg").read_bytes() == b"two"
    assert (tmp_path / "a" / "b.jpg").stat().st_mode & 0o777 == 0o644


def test_what_breaks_off_leaves_nothing(tmp_path):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        WholeFiles(location=tmp_path).save("a/b.jpg", Broken(b""))
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
