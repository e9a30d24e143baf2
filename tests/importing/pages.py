"""Captured pages of our own, built part by part."""

from dataclasses import dataclass
from pathlib import Path

from articles.editing import load_latest
from articles.importing import ImportRun, PageResult
from articles.intake import find_pages
from articles.models import Article

HEADLINE = "عودة الماء إلى أحياء المدينة بعد شهر من الانقطاع"
PARAGRAPHS = (
    "عاد الماء صباح اليوم إلى أحياء المدينة الشرقية بعد انقطاع دام شهراً كاملاً بسبب عطل في المضخات.",
    "وقال مهندس في الورشة إن الفرق عملت ليلاً ونهاراً كي لا يبقى بيت بلا ماء في هذا الحر الشديد.",
    "ويطالب السكان بخطة واضحة للصيانة حتى لا يتكرر الانقطاع في الصيف المقبل حين تشتد الحاجة.",
)


@dataclass(frozen=True)
class Page:
    headline: str = HEADLINE
    published: str = "21.05.2018 | 11:05 دمشق"
    updated: str = "25.05.2018 | 02:01 دمشق"
    source: str = "صحيفة العينة"
    byline: str = ""
    paragraphs: tuple[str, ...] = PARAGRAPHS
    quote: str = "الفرق عملت ليلاً ونهاراً كي لا يبقى بيت بلا ماء"
    related: tuple[str, ...] = ("خطة لتبديل شبكة المياه القديمة", "صهاريج الشرب تغيب عن الأحياء")
    after: str = ""
    encoding: str = "utf-8"
    english: str = ""

    def write(self, folder: Path, name: str = "001.txt") -> Path:
        body = list(self.paragraphs)
        if self.quote and body == list(PARAGRAPHS):
            body.insert(1, self.quote)
        blocks = [
            self.headline,
            self.published and f"تاريخ النشر: {self.published}",
            self.updated and f"آخر تحديث: {self.updated}",
            self.source,
            self.byline,
            *body,
            self.related and "\n".join(["مقالات مقترحة", *self.related]),
            self.after,
        ]
        path = folder / name
        path.write_bytes("\n\n".join(block for block in blocks if block).encode(self.encoding))
        if self.english:
            path.with_suffix(".en.txt").write_text(self.english, "utf-8")
        return path


def other_paragraphs(number: int) -> tuple[str, ...]:
    """Paragraphs that share nothing with those of another number."""
    return tuple(
        f"فقرة رقمها {number}{part} في خبر مستقل عن غيره تماماً يحكي عن حي {number}{part} وسكانه اليوم."
        for part in "123"
    )


def newest() -> Article:
    """The only article, as it was last written, whether or not readers see it."""
    article = Article.objects.get()
    load_latest(article)
    return article


def import_folder(folder: Path, **options: object) -> list[PageResult]:
    run = ImportRun(with_blocks=True, **options)  # type: ignore[arg-type]
    return list(run.results(find_pages(folder)))
