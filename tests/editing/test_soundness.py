"""What check_archive finds besides the history and the index."""

import hashlib
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import check_soundness, soundness
from articles.images import FORMATS, frames
from articles.models import Article, CapturedPage, ImportBatch, Job, RelatedLink, Status
from tests.builders import make_article, make_image, make_translated_article

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, str, str]]:
    return [tuple(one) for one in check_soundness(Counter())]


def link(*targets: int) -> str:
    return "".join(f'<p>انظر <a href="/articles/{pk}/خبر/">هنا</a></p>' for pk in targets)


def make_page(article: Article, content: bytes = b"page", **fields) -> CapturedPage:
    batch, _ = ImportBatch.objects.get_or_create(name="b")
    about = {"kind": "page", "outcome": "created", "file_name": "1.txt", "encoding": "utf-8"}
    digest = hashlib.sha256(content).hexdigest()
    return CapturedPage.objects.create(
        article=article, batch=batch, content=content, parser="p", parser_version=1,
        **about | {"sha256": digest} | fields,
    )  # fmt: skip


def test_a_sound_archive_and_its_states():
    first, draft = make_article(), make_article(status=Status.DRAFT, published_at=None)
    withdrawn = make_article(status=Status.WITHDRAWN)
    second = make_article(
        body_ar=link(first.pk, withdrawn.pk) + "<p>https://elsewhere.example/articles/9/</p>"
    )
    make_article(status=Status.DRAFT, published_at=None, body_ar=link(draft.pk, 999_999))
    later = timezone.now() + timedelta(days=9)
    make_article(published_at=later, updated_at=later + timedelta(hours=1))
    make_page(second)
    RelatedLink.objects.create(article=second, title="x", target=first)
    states: Counter[str] = Counter()
    assert list(check_soundness(states)) == []
    assert states == {"published": 2, "draft": 2, "withdrawn": 1, "scheduled": 1}


def test_each_thing_that_is_wrong(monkeypatch):
    monkeypatch.setattr(soundness, "_CHUNK", 2)
    monkeypatch.setattr(soundness, "_PAGES", 1)
    draft = make_article(status=Status.DRAFT, published_at=None)
    linking = make_translated_article(body_ar=link(draft.pk, 999_999))
    Article.objects.filter(pk=linking.pk).update(
        body_en='<p><a href="/en/articles/777777/">there</a></p>'
    )
    ahead = timezone.now() + timedelta(days=3)
    updated, edited = make_article(updated_at=ahead), make_article(edited_at=ahead)
    page = make_page(updated)
    later = make_page(updated, b"other", imported_at=ahead)
    CapturedPage.objects.filter(pk=page.pk).update(content=b"pagf")
    image = make_image()
    when = f"{ahead.astimezone(timezone.get_fixed_timezone(0)):%Y-%m-%d %H:%M} UTC"
    files = sum(len(FORMATS) for _ in frames(image.width, image.height))
    assert found() == [
        ("broken-link", f"article {linking.pk}", f"article {draft.pk}"),
        ("broken-link", f"article {linking.pk}", "article 777777"),
        ("broken-link", f"article {linking.pk}", "article 999999"),
        ("future-time", f"article {updated.pk}", f"updated at {when}"),
        ("future-time", f"article {edited.pk}", f"edited at {when}"),
        ("page-changed", f"captured page {page.pk}", page.sha256),
        ("future-time", f"captured page {later.pk}", f"imported at {when}"),
        ("missing-file", f"image {image.pk}", f"{image.original.name} and {files} more"),
    ]


def test_a_picture_with_its_files_is_whole_and_one_without_one_is_named():
    image = make_image(width=640, height=360)
    names = [image.file_name(frame, ending) for frame in frames(640, 360) for ending in FORMATS]
    for name in (image.original.name, *names):
        default_storage.save(name, ContentFile(b"x"))
    assert found() == []
    default_storage.delete(names[-1])
    assert found() == [("missing-file", f"image {image.pk}", names[-1])]
    default_storage.save(names[-1], ContentFile(b""))
    assert found() == [("missing-file", f"image {image.pk}", names[-1])]
    default_storage.delete(image.original.name)
    default_storage.save(image.original.name, ContentFile(b""))
    assert found() == [("missing-file", f"image {image.pk}", f"{image.original.name} and 1 more")]


def test_times_that_the_database_would_not_have_taken(monkeypatch):
    article = Article(pk=7, published_at=timezone.now())
    article.updated_at = article.expires_at = article.published_at - timedelta(minutes=1)
    assert [one.detail for one in soundness._wrong_times(article, timezone.now())] == [
        "updated before it was published",
        "expires before it was published",
    ]


def test_the_command_says_it_counts_and_fails():
    article = make_article(body_ar=link(999_999))
    out = StringIO()
    with pytest.raises(CommandError, match="1 links, files, captured pages or times are not"):
        call_command("check_archive", stdout=out)
    assert f"broken-link    article {article.pk}: article 999999\n" in out.getvalue()
    job = Job.objects.get()
    assert (job.name, job.succeeded_at, job.figures) == ("check_archive", None, {"published": 1})


def test_more_rows_are_no_more_queries_a_chunk():
    def asked(rows: int) -> int:
        for _ in range(rows):
            make_page(make_article(body_ar=link(5)), str(Article.objects.count()).encode())
        with CaptureQueriesContext(connection) as queries:
            found()
        return len(queries)

    assert asked(1) == asked(5)
