"""How fast pages are imported, and in how much memory: ``python tests/benchmarks/import_pages.py``.

Makes a folder of pages like captured ones (about 9.5 KB, 13 paragraphs, a pull quote, six related
headlines), imports it into a throw-away database with ``manage.py import_seeds`` as an operator
would, and prints pages a second and the peak memory of the importer and of its workers. Such an
import counts the words of its pages first, so that its search index needs no renewing; what renewing
it takes is timed by itself. The same run then imports the
folder again (nothing changes) and, for a measure of the machine, parses the same pages on one core
without a database, and compresses their text as revisions are kept. Deterministic; talks to
nothing but its own folder.
"""

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.benchmarks.profiles import shares  # noqa: E402  found by the path above

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
OUTLETS = ["صحيفة العينة", "وكالة النموذج للأنباء", "إذاعة المثال", "شبكة مسودة"]


def make_words(rng: random.Random) -> list[str]:
    """A vocabulary of 8,000 made-up words with the shapes of Arabic ones."""
    openings = ["", "", "", "ال", "ال", "و", "ب", "لل", "وال"]
    endings = ["", "", "", "ة", "ات", "ين", "ها", "ي"]
    return [
        rng.choice(openings)
        + "".join(rng.choices(LETTERS, k=rng.randint(3, 5)))
        + rng.choice(endings)
        for _ in range(8000)
    ]


def make_page(rng: random.Random, words: list[str], number: int) -> str:
    def sentence(count: int) -> str:
        return " ".join(rng.choices(words, k=count))

    published = datetime(2010, 1, 1) + timedelta(minutes=37 * number)  # noqa: DTZ001  as printed
    updated = published + timedelta(hours=rng.randint(1, 90))
    paragraphs = [sentence(rng.randint(38, 62)) + "." for _ in range(13)]
    quote = " ".join(paragraphs[6].split()[5:19])
    paragraphs.insert(6, quote)
    related = [sentence(9) for _ in range(6)]
    return "\n\n".join(
        [
            sentence(10),
            f"تاريخ النشر: {published:%d.%m.%Y | %H:%M} دمشق",
            f"آخر تحديث: {updated:%d.%m.%Y | %H:%M} دمشق",
            rng.choice(OUTLETS),
            *paragraphs,
            "\n".join(["مقالات مقترحة", *related]),
        ]
    )


def make_folder(folder: Path, count: int) -> int:
    """Write ``count`` pages; return their bytes."""
    rng = random.Random(20180521)
    words = make_words(rng)
    total = 0
    for number in range(count):
        content = make_page(rng, words, number).encode()
        (folder / f"{number:07d}.txt").write_bytes(content)
        total += len(content)
    return total


def run(arguments: list[str], environment: dict[str, str]) -> tuple[float, str]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return time.monotonic() - began, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=25_000)
    parser.add_argument("--profile", type=int, metavar="PAGES", help="whose code it is, of so many")
    parser.add_argument("--database-url", help="an empty database; default a SQLite in the folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pages"
        folder.mkdir()
        size = make_folder(folder, options.pages)
        print(
            f"{options.pages:,} pages of {size / options.pages / 1000:.1f} KB, {os.cpu_count()} cores"
        )
        environment = os.environ | {
            "DEBUG": "0",
            "SECRET_KEY": "only-for-a-benchmark",
            "DATABASE_URL": options.database_url or f"sqlite:///{scratch}/bench.sqlite3",
        }
        run(["migrate", "--verbosity", "0"], environment)
        began_with = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        seconds, report = run(["import_seeds", str(folder)], environment)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        created = re.search(r"created\s+([\d,]+)", report)
        print(
            f"import        {options.pages / seconds:8,.0f} pages/s  ({seconds:.1f} s, start-up included)"
        )
        print(f"created       {created[1] if created else '?':>8}")
        print(f"peak memory   {max(peak, began_with) / 1024:8.0f} MB  (the largest process)")
        seconds, _ = run(["rebuild_search"], environment)
        print(f"index renewed {options.pages / seconds:8,.0f} pages/s  ({seconds:.1f} s)")
        seconds, report = run(["import_seeds", str(folder)], environment)
        print(
            f"again         {options.pages / seconds:8,.0f} pages/s  ({seconds:.1f} s, nothing changes)"
        )
        again = environment | {"DATABASE_URL": f"sqlite:///{scratch}/profile.sqlite3"}
        if options.profile:
            profile(folder, Path(scratch), again, options.profile)
        parse(folder, min(options.pages, 2000))
        compress(folder, min(options.pages, 500))


def profile(folder: Path, scratch: Path, environment: dict[str, str], count: int) -> None:
    """Print whose code the importer's own process spends its time in, of the first pages of a folder.

    The pages are read by other processes, as always.
    """
    some = scratch / "some"
    some.mkdir()
    for path in sorted(folder.iterdir())[:count]:
        os.link(path, some / path.name)
    run(["migrate", "--verbosity", "0"], environment)
    written = str(scratch / "profile")
    command = [sys.executable, "-m", "cProfile", "-o", written, "manage.py"]
    subprocess.run(
        [*command, "import_seeds", str(some)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    for owner, share in shares(written).items():
        print(f"profile       {share:8.3f}  {owner}")


def parse(folder: Path, count: int) -> None:
    """Print how fast one core reads pages without a database."""
    from articles.capture import decode, parse_page

    pages = [path.read_bytes() for path in sorted(folder.iterdir())[:count]]
    began = time.process_time()
    for content in pages:
        parse_page(decode(content)[0])
    seconds = time.process_time() - began
    print(f"parse only    {count / seconds:8,.0f} pages/s  (one core, no database)")


def compress(folder: Path, count: int) -> None:
    """Print what a revision's text costs at each level of zlib, next to zlib's own (6)."""
    texts = [path.read_text().encode("cp1256") for path in sorted(folder.iterdir())[:count]]
    measured = {level: compress_at(level, texts) for level in (6, 4, 1)}
    own_seconds, own_size = measured[6]
    for level, (seconds, size) in measured.items():
        print(
            f"zlib level {level}  {seconds / count * 1e6:8,.0f} µs  {size / count:,.0f} bytes a text"
            f"  ({seconds / own_seconds:.2f} of the time, {size / own_size:.3f} of the bytes)"
        )


def compress_at(level: int, texts: list[bytes]) -> tuple[float, int]:
    """The least of five times, and how many bytes are left."""
    times = []
    for _ in range(5):
        began = time.process_time()
        size = sum(len(zlib.compress(text, level)) for text in texts)
        times.append(time.process_time() - began)
    return min(times), size


if __name__ == "__main__":
    main()
