"""Where pictures are kept while nothing else is set: a folder in which every file is whole."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Files that are there whole or not at all; a name that is written again is replaced.

    The names are made of what is in the files: two that write one name write the same bytes. Django's
    own storage writes in place, and would leave half a picture under a name that caches keep for ever.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as written:
            try:
                for chunk in content.chunks():
                    written.write(chunk)
                written.flush()
                os.fsync(written.fileno())
                os.chmod(written.name, self.file_permissions_mode or 0o644)
                os.replace(written.name, path)
            except BaseException:
                os.unlink(written.name)
                raise
        return name.replace("\\", "/")
