"""What a page weighs: the budgets of docs/design.md."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.models import Citation, RelatedLink
from tests.builders import make_article, make_source, make_translated_article, utc
from tests.stories import change_story

STATIC = Path(settings.BASE_DIR, "static")
STYLE, SCRIPT = STATIC / "css" / "site.css", STATIC / "js" / "site.js"


def test_the_style_is_under_20_kb():
    assert len(STYLE.read_bytes()) < 20_000


def test_the_script_is_under_7_kb():
    assert len(SCRIPT.read_bytes()) < 7_000


def test_the_style_names_no_side_of_the_page():
    """Logical properties only, or English would be a second style."""
    sides = (
        r"(?<![\w-])(?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom|width|height)\s*:"
    )
    style = re.sub(r"\((?:min|max)-width:|/\*.*?\*/", "", STYLE.read_text(), flags=re.DOTALL)
    assert re.findall(sides, style) == []


@pytest.mark.django_db
def test_a_whole_article_is_under_30_kb_and_three_requests(client, chief):
    """As a browser gets it, compressed: 1,500 words with all that an article can have."""
    lines = [
        line
        for path in sorted((settings.BASE_DIR / "fixtures/seeds").glob("0*.txt"))[:12]
        for line in path.read_text().splitlines()
        if len(line) > 120
    ]
    words = 0
    body = ""
    for number, line in enumerate(lines):
        body += f"<p>{line}</p>"
        if number % 6 == 3:
            body += f'<blockquote class="pull"><p>{line[:90]}</p></blockquote>'
        words += len(line.split())
        if words > 1500:
            break
    assert words > 1500
    source = make_source()
    article = make_translated_article(
        "جدول جديد للكهرباء يعد بساعات أطول والسكان ينتظرون التطبيق",
        source=source,
        summary_ar=lines[-1],
        byline_ar="ليلى الحموي",
        updated_at=utc(2018, 5, 24, 23, 1),
        tags=["كهرباء", "خدمات", "بلديات", "أسعار", "طاقة", "ريف"],
        body_ar=body,
    )
    for number in range(6):
        target = make_article(f"عنوان مقال آخر طويل بعض الشيء عن الخدمات رقم {number}")
        RelatedLink.objects.create(
            article=article, title=target.title_ar, target=target, position=number
        )
        cited = make_source(f"وكالة الأنباء رقم {number}")
        Citation.objects.create(
            article=article,
            source=cited,
            state=Citation.State.CONFIRMED,
            decided_at=utc(2018, 5, 22),
        )
    for number in range(3):
        article = change_story(article, chief, "correction", body_ar=f"{body}<p>رقم {number}</p>")
    response = client.get(article.get_absolute_url())
    html = response.text
    assert html.count("<article") == 1
    assert html.count('class="correction') == 3
    requested = re.findall(r'<(?:link rel="stylesheet"[^>]*href|script src)="([^"]+)"', html)
    assert requested == ["/static/css/site.css", "/static/js/site.js"]
    weighs = sum(
        len(gzip.compress(part, 6))
        for part in (response.content, STYLE.read_bytes(), SCRIPT.read_bytes())
    )
    assert weighs < 30_000
