"""What the database itself holds to, whoever writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from articles.models import Article, Source, Status

pytestmark = pytest.mark.django_db
WHEN = datetime(2018, 5, 21, 8, 5, tzinfo=UTC)
WHOLE = {
    "title_ar": "عنوان",
    "body_ar": "<p>متن.</p>",
    "published_at": WHEN,
    "status": Status.PUBLISHED,
}


def test_an_update_is_not_before_its_publication() -> None:
    Article.objects.create(**WHOLE, updated_at=WHEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(**WHOLE, updated_at=WHEN - timedelta(seconds=1))


@pytest.mark.parametrize(
    "lacking",
    [
        {"title_ar": ""},
        {"title_ar": None},
        {"body_ar": ""},
        {"body_ar": None},
        {"published_at": None},
    ],
)
def test_a_published_article_is_whole(lacking: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(**WHOLE | lacking)
    Article.objects.create(**WHOLE | lacking | {"status": Status.DRAFT})


def test_published_is_decided_by_the_clock() -> None:
    article = Article.objects.create(**WHOLE)
    ahead = Article.objects.create(
        **WHOLE | {"published_at": timezone.now() + timedelta(minutes=1)}
    )
    for status in (Status.DRAFT, Status.WITHDRAWN):
        Article.objects.create(**WHOLE | {"status": status})
    assert list(Article.objects.published()) == [article]
    assert set(Article.objects.published(at=timezone.now() + timedelta(minutes=2))) == {
        article,
        ahead,
    }
    assert (article.is_public, ahead.is_public) == (True, False)


def test_english_is_for_what_is_translated() -> None:
    Article.objects.create(**WHOLE)
    half = Article.objects.create(**WHOLE, title_en="Headline")
    whole = Article.objects.create(**WHOLE, title_en="Headline", body_en="<p>Body.</p>")
    assert list(Article.objects.in_language("en")) == [whole]
    assert Article.objects.in_language("ar").count() == 3
    assert (half.has_english, whole.has_english) == (False, True)


def test_addresses() -> None:
    article = Article.objects.create(**WHOLE, slug="عنوان-الخبر")
    path = f"/articles/{article.pk}/%D8%B9%D9%86%D9%88%D8%A7%D9%86-%D8%A7%D9%84%D8%AE%D8%A8%D8%B1/"
    assert article.get_absolute_url() == path
    with translation.override("en"):
        assert article.get_absolute_url() == f"/en{path}"


def test_what_is_missing_is_said_in_arabic() -> None:
    with translation.override("ar"):
        assert Article(title_ar="عنوان").missing == ["النص", "وقت النشر"]


def test_the_spellings_of_a_source() -> None:
    source = Source(name_ar="صحيفة العيّنة", name_en="The Sample", aliases=["العينة"])
    assert source.match_keys == {"صحيفه العينه", "the sample", "العينه"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"published_at": datetime(218, 5, 21, tzinfo=UTC)},
        {"updated_at": datetime(2101, 5, 21, tzinfo=UTC)},
        {"status": "junk"},
        {"published_precision": "junk"},
    ],
)
def test_times_of_ours_and_known_words_only(wrong: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(**WHOLE | wrong)


@pytest.mark.parametrize("wrong", [{"kind": "junk"}, {"slug": ""}])
def test_a_source_has_a_kind_and_an_address(wrong: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(**{"name_ar": "العينة", "slug": "sample"} | wrong)


def test_a_body_of_nothing_visible_is_missing() -> None:
    with translation.override("ar"):
        assert Article(
            title_ar="عنوان", body_ar="<ul><li></li></ul>", published_at=WHEN
        ).missing == ["النص"]
