"""How long the copy desk takes: ``python tests/benchmarks/copydesk.py``.

Checks an article of 1,000 made-up Arabic words with a slip in every tenth (so that rules find
something and fix it), and prints milliseconds a thousand words for each rule and for all rules at
once, the best of several runs on one core. Deterministic; talks to nothing.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from articles.body import build_html
from articles.copydesk import RULES, Copy, check_article

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
SLIPS = [
    *('"كلمة"', "لـ الاتفاق", "الـدولة", "كلمة ,", "كلمة،كلمة", "اﻷمنية", "الشرکة", "غدًا", "أمس"),
    *("الى", "الإجتماع", "في في", "٢٠١٨", "2018", "(كلمة", "كلمة\u200b"),
]
NOW, PUBLISHED = datetime(2018, 6, 1, tzinfo=UTC), datetime(2018, 5, 21, 8, 5, tzinfo=UTC)
LIMIT = 50  # milliseconds


def make_copy(words: int) -> Copy:
    """An article of ``words`` made-up words in paragraphs of fifty, and a pull quote from it."""
    rng = random.Random(20180521)
    openings = ["", "", "", "ال", "ال", "و", "ب", "لل", "وال"]
    endings = ["", "", "", "ة", "ات", "ين", "ها", "ي"]

    def word() -> str:
        if rng.random() < 0.1:
            return rng.choice(SLIPS)
        root = "".join(rng.choices(LETTERS, k=rng.randint(3, 5)))
        return rng.choice(openings) + root + rng.choice(endings)

    paragraphs = [" ".join(word() for _ in range(50)) + "." for _ in range(words // 50)]
    quote = ("pull quote", " ".join(paragraphs[0].split()[5:15]))
    blocks = [("paragraph", text) for text in paragraphs]
    return Copy(paragraphs[0][:60], "", build_html([*blocks, quote]), PUBLISHED)


def milliseconds(work: Callable[[], object], runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    copy = make_copy(options.words)
    thousands = options.words / 1000
    print(f"{options.words:,} words, best of {options.runs} runs\n")
    print(f"{'rule':28}{'ms / 1,000 words':>18}{'findings':>10}")
    for code in RULES:
        found = sum(map(len, check_article(copy, NOW, [code]).values()))
        spent = milliseconds(lambda code=code: check_article(copy, NOW, [code]), options.runs)
        print(f"{code:28}{spent / thousands:18.2f}{found:10,}")
    found = sum(map(len, check_article(copy, NOW).values()))
    spent = milliseconds(lambda: check_article(copy, NOW), options.runs) / thousands
    print(f"{'all rules':28}{spent:18.2f}{found:10,}")
    if spent > LIMIT:
        sys.exit(f"more than {LIMIT} ms")


if __name__ == "__main__":
    main()
