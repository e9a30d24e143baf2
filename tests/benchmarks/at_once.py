"""Whether readers of several machines get what was published at once: for ``machines.py``.

``python tests/benchmarks/at_once.py --times 20 http://127.0.0.1:41234 …`` has the editor of the archive
(``archive.py``) publish at the first machine, and prints JSON (``tests.readers.Told``). The database is
that of the environment.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import django

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()

from django.contrib.auth import get_user_model

from tests.benchmarks.archive import EDITOR
from tests.readers import publish_again_and_again

_PASSWORD = "only-for-a-benchmark"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("machines", nargs="+", metavar="URL")
    parser.add_argument("--times", type=int, required=True)
    options = parser.parse_args()
    editor = get_user_model().objects.get(username=EDITOR)
    editor.set_password(_PASSWORD)
    editor.save()
    told = publish_again_and_again(editor, _PASSWORD, options.machines, options.times)
    json.dump(told._asdict(), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
