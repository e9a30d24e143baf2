"""Articles, corrections and sources as JSON values: what a page says of them, in both languages.

``ar`` and ``en`` hold what is in a language; ``en`` is null where nothing is. A time is an instant
with the Damascus offset; of a time of which only the day is known, the day.
"""

from collections.abc import Callable, Iterable

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import translation

from articles.body import plain_text
from articles.damascus import iso
from articles.editing import Withdrawn, log_of, public_corrections
from articles.models import (
    Article,
    ArticleQuerySet,
    Citation,
    Correction,
    CorrectionQuerySet,
    RelatedLink,
    Revision,
    Section,
    Source,
)
from articles.sharing import article_id, correction_id, image_id, reader_moment, source_id
from articles.templatetags.newsroom import body

from .answers import LANGUAGES, Document

Absolute = Callable[[str], str]
"""Makes ``/archive/`` a whole address: ``request.build_absolute_uri``."""


def as_entries(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Articles as a list tells of them: their sources beside, their bodies left in the database."""
    return _with_parts(articles.for_lists())


def as_documents(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Articles with everything that is told of one: what is beside it, and when it was written.

    ``first_at`` and ``changed_at`` are when readers could first read it here, and when what they read
    now was written; None for an article without a history.
    """
    # A link leads only where readers may go.
    readable = Article.objects.published().annotate(in_english=_in_english())
    links = RelatedLink.objects.prefetch_related(
        Prefetch("target", queryset=readable.only("pk", "slug", "title_ar", "title_en"))
    )
    notices = Correction.objects.public().newest_first()
    revisions = Revision.objects.filter(article=OuterRef("pk"))
    seen = revisions.filter(~Q(change="") | Q(created_by=None)).order_by("number")
    now = revisions.filter(number=OuterRef("live_version"))
    return (
        _with_parts(articles)
        .annotate(
            first_at=Subquery(seen.values("created_at")[:1]),
            changed_at=Subquery(now.values("created_at")[:1]),
        )
        .prefetch_related(
            Prefetch("related_links", queryset=links),
            Prefetch("corrections", queryset=notices, to_attr="notices"),
            Prefetch("citations", queryset=Citation.objects.confirmed(), to_attr="cited"),
        )
    )


def _with_parts(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.select_related("source", "section", "image__source").annotate(
        in_english=_in_english()
    )


def _in_english() -> Q:
    return Q(title_en__gt="", body_en__gt="")


def languages_of(article: Article) -> list[str]:
    """The languages in which one of ``as_entries`` or ``as_documents`` can be read."""
    return [language for language in LANGUAGES if language == "ar" or article.in_english]


def article_entry(article: Article, absolute: Absolute) -> Document:
    """One of ``as_entries`` as it stands in a list."""
    return {
        "id": article.pk,
        "status": "published",
        "version": article.live_version,
        "published": reader_moment(article.published_at, article.published_precision),
        "updated": article.updated_at
        and reader_moment(article.updated_at, article.updated_precision),
        "source": article.source and source_document(article.source, absolute),
        "section": article.section and section_document(article.section, absolute),
        "topics": article.tags,
        "image": image_document(article, absolute),
        "links": {
            "self": absolute(reverse("api_article", args=[article.pk])),
            "ninjs": absolute(reverse("api_ninjs", args=[article.pk])),
            "history": absolute(reverse("article_history", args=[article.pk])),
        },
        **_in_each(lambda language: _told(article, language, absolute), languages_of(article)),
    }


def article_document(article: Article, absolute: Absolute) -> Document:
    """One of ``as_documents``, whole."""
    document = article_entry(article, absolute)
    for language in languages_of(article):
        html = getattr(article, f"body_{language}")
        document[language] |= {"body_html": body(html), "body_text": plain_text(html)}
    return document | {
        "cited": [source_document(one.source, absolute) for one in article.cited],
        "corrections": [_notice(one, article) for one in article.notices],
        "related": [_related(link, absolute) for link in article.related_links.all()],
    }


def _told(article: Article, language: str, absolute: Absolute) -> Document:
    return {
        "uri": article_id(article.pk, language),
        "url": absolute(article.get_absolute_url()),
        "headline": getattr(article, f"title_{language}"),
        "summary": getattr(article, f"summary_{language}") or "",
        "byline": getattr(article, f"byline_{language}") or "",
    }


def _in_each(tell: Callable[[str], Document], languages: Iterable[str]) -> Document:
    told: Document = dict.fromkeys(LANGUAGES)
    for language in languages:
        with translation.override(language):
            told[language] = tell(language)
    return told


def _related(link: RelatedLink, absolute: Absolute) -> Document:
    """A headline beside an article: ``article`` is told where it is one that readers may read here."""
    if link.target is None:
        return {"headline": link.title, "url": link.url or None, "article": None}
    target = link.target
    return {
        "headline": link.title,
        "url": absolute(target.get_absolute_url()),
        "article": {
            "id": target.pk,
            "links": {"self": absolute(reverse("api_article", args=[target.pk]))},
            **_in_each(
                lambda language: {
                    "uri": article_id(target.pk, language),
                    "url": absolute(target.get_absolute_url()),
                    "headline": getattr(target, f"title_{language}"),
                },
                languages_of(target),
            ),
        },
    }


def _notice(notice: Correction, article: Article) -> Document:
    """A correction beside its own article."""
    languages = [
        language for language in languages_of(article) if getattr(notice, f"text_{language}")
    ]
    return _correction(notice) | _in_each(
        lambda language: {
            "uri": correction_id(notice.pk, language),
            "text": getattr(notice, f"text_{language}"),
        },
        languages,
    )


def _correction(notice: Correction) -> Document:
    return {
        "id": notice.pk,
        "kind": notice.kind,
        "serious": notice.is_serious,
        "issued": iso(notice.issued_at),
    }


def correction_documents(corrections: CorrectionQuerySet, absolute: Absolute) -> list[Document]:
    """Return what the log says of some of ``public_corrections``. Six queries at most."""
    corrections = list(corrections)
    in_english = {
        one.pk: one
        for one in public_corrections("en").filter(pk__in=[one.pk for one in corrections])
    }
    logged = {
        "ar": {one.correction.pk: one for one in log_of(corrections, "ar")},
        "en": {one.correction.pk: one for one in log_of(in_english.values(), "en")},
    }

    def tell(notice: Correction, language: str) -> Document:
        entry = logged[language][notice.pk]
        return {
            "uri": correction_id(notice.pk, language),
            "text": getattr(notice, f"text_{language}"),
            "headline": entry.headline or None,
            "url": absolute(
                f"{entry.history}#correction-{notice.pk}" if entry.history else entry.address
            ),
        }

    return [
        _correction(notice)
        | {
            "article": {
                "id": notice.article_id,
                "uri": article_id(notice.article_id, "ar"),
                "links": {"self": absolute(reverse("api_article", args=[notice.article_id]))},
            },
            "links": {"self": absolute(reverse("api_correction", args=[notice.pk]))},
            **_in_each(
                lambda language: tell(notice, language),  # noqa: B023  called before the next one
                [language for language in LANGUAGES if notice.pk in logged[language]],
            ),
        }
        for notice in corrections
    ]


def source_document(source: Source, absolute: Absolute) -> Document:
    """A source; ``en`` is null where it has no English name."""
    return {
        "id": source.pk,
        "uri": source_id(source.pk),
        "slug": source.slug,
        "kind": source.kind,
        "homepage": source.homepage or None,
        "links": {"self": absolute(reverse("api_source", args=[source.pk]))},
        **_in_each(
            lambda language: {
                "name": getattr(source, f"name_{language}"),
                "url": absolute(source.get_absolute_url()),
            },
            [language for language in LANGUAGES if getattr(source, f"name_{language}")],
        ),
    }


def section_document(section: Section, absolute: Absolute) -> Document:
    """A section; ``en`` is null where it has no English name."""
    return {
        "slug": section.slug,
        **_in_each(
            lambda language: {
                "name": getattr(section, f"name_{language}"),
                "url": absolute(section.get_absolute_url()),
            },
            [language for language in LANGUAGES if getattr(section, f"name_{language}")],
        ),
    }


def image_document(article: Article, absolute: Absolute) -> Document | None:
    """The picture of an article, as its largest JPEG; what is said of it in the article's languages."""
    image, photo = article.image, article.image and article.image.largest_jpeg
    if photo is None:
        return None
    return {
        "uri": image_id(image.pk),
        "url": absolute(photo.address),
        "width": photo.width,
        "height": photo.height,
        "source": image.source and source_document(image.source, absolute),
        **_in_each(
            lambda language: {
                "alt": getattr(article, f"image_alt_{language}") or "",
                "caption": getattr(article, f"image_caption_{language}") or "",
                "credit": getattr(image, f"credit_{language}") or "",
            },
            languages_of(article),
        ),
    }


def source_record(source: Source, absolute: Absolute) -> Document:
    """A source with its record here. Three queries."""
    readable = Article.objects.published()
    confirmed = Citation.objects.filter(source=source, state=Citation.State.CONFIRMED)
    return source_document(source, absolute) | {
        "record": {
            "articles": readable.filter(source=source).count(),
            "cited": readable.filter(pk__in=confirmed.values("article")).count(),
            "corrections": public_corrections("ar").filter(article__source=source).count(),
        }
    }


def withdrawn_document(told: dict[str, Withdrawn], absolute: Absolute) -> Document:
    """What stands for an article that readers can no longer read; ``told`` has it by language."""
    withdrawn = told["ar"]
    retraction, article = withdrawn.retraction, withdrawn.article

    def tell(language: str) -> Document:
        notice = told[language].retraction
        return {
            "uri": article_id(article.pk, language),
            "url": absolute(reverse("article_short", args=[article.pk])),
            "headline": told[language].headline or None,
            "reason": getattr(notice, f"text_{language}") if notice else None,
        }

    return {
        "id": article.pk,
        "status": "withdrawn" if retraction else "expired",
        "since": iso(retraction.issued_at if retraction else article.expires_at),
        **_in_each(tell, told),
    }
