"""An article as IPTC ninjs 3.1, for programs that take news: https://iptc.org/standards/ninjs/.

A property without a value is left out. Its times are instants: of a story of which only the day is
known no ``contentCreated`` is made up. A language is an item of its own.
"""

from articles.arabic import split_words
from articles.body import plain_text
from articles.damascus import iso
from articles.editing import Withdrawn
from articles.models import Article, Precision, Source
from articles.sharing import article_id, image_id, source_id
from articles.templatetags.newsroom import body

from .answers import Document
from .documents import Absolute, languages_of

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def ninjs_of(article: Article, language: str, absolute: Absolute) -> Document:
    """Return one of ``as_documents`` in a language; ``language`` is in force."""
    text = plain_text(getattr(article, f"body_{language}"))
    photo = _photo(article, language, absolute)
    by_minute = article.published_precision == Precision.MINUTE
    return _without_empty(
        {
            "uri": article_id(article.pk, language),
            "standard": _STANDARD,
            "type": "text",
            "representationType": "full",
            "profile": "text-photo" if photo else "text-only",
            "pubStatus": "usable",
            "version": str(article.live_version),
            "firstCreated": iso(article.first_at or article.created_at),
            "versionCreated": iso(article.changed_at or article.updated_at or article.created_at),
            "contentCreated": iso(article.published_at) if by_minute else "",
            "expires": iso(article.expires_at) if article.expires_at else "",
            "language": language,
            "headlines": [_plain("main", getattr(article, f"title_{language}"))],
            "descriptions": [
                _plain(role, words)
                for role, words in [
                    ("summary", getattr(article, f"summary_{language}")),
                    *((one.kind, getattr(one, f"text_{language}")) for one in article.notices),
                ]
                if words
            ],
            "bodies": [
                _plain("main", text)
                | {"charCount": len(text), "wordCount": len(split_words(text))},
                {
                    "role": "richtext",
                    "contentType": "text/html",
                    "value": body(getattr(article, f"body_{language}")),
                },
            ],
            "by": getattr(article, f"byline_{language}") or "",
            "infoSources": [
                _info_source(source, role, language)
                for source, role in [
                    (article.source, "origin"),
                    *((one.source, "cited") for one in article.cited),
                ]
                if source
            ],
            # Tags are Arabic; they are not told as if they were English.
            "subjects": [{"name": tag, "rel": "about"} for tag in article.tags]
            if language == "ar"
            else [],
            "associations": [
                *photo,
                *_translations(article, language),
                *_related(article, language),
            ],
            "altIds": [
                {"role": "id", "value": str(article.pk)},
                {"role": "webpage", "value": absolute(article.get_absolute_url())},
            ],
        }
    )


def ninjs_of_withdrawn(withdrawn: Withdrawn, absolute: Absolute) -> Document:
    """Return the notice that takes an item back: canceled, or withheld where its time was over.

    It has nothing of the text; of the headline what may still be told.
    """
    article, retraction, language = withdrawn.article, withdrawn.retraction, withdrawn.language
    notice = getattr(retraction, f"text_{language}") if retraction else ""
    return _without_empty(
        {
            "uri": article_id(article.pk, language),
            "standard": _STANDARD,
            "type": "text",
            "representationType": "partial",
            "profile": "text-only",
            "pubStatus": "canceled" if retraction else "withheld",
            "versionCreated": iso(retraction.issued_at if retraction else article.expires_at),
            "language": language,
            "headlines": [_plain("main", withdrawn.headline)] if withdrawn.headline else [],
            "descriptions": [_plain("retraction", notice)] if notice else [],
            "edNote": notice,
            "altIds": [{"role": "id", "value": str(article.pk)}],
        }
    )


def _plain(role: str, words: str) -> Document:
    return {"role": role, "contentType": "text/plain", "value": words}


def _info_source(source: Source, role: str, language: str) -> Document:
    name = getattr(source, f"name_{language}") or source.name_ar
    return {"name": name, "role": role, "uri": source_id(source.pk)}


def _photo(article: Article, language: str, absolute: Absolute) -> list[Document]:
    """The picture, where there is one; of the words about it those in the language."""
    image, photo = article.image, article.image and article.image.largest_jpeg
    if photo is None:
        return []
    alt, caption = (getattr(article, f"image_{name}_{language}") for name in ("alt", "caption"))
    item = {
        "name": caption or alt or article.image_alt_ar,
        "rel": "picture",
        "uri": image_id(image.pk),
        "type": "picture",
        "descriptions": [
            _plain(role, words) for role, words in [("caption", caption), ("alt", alt)] if words
        ],
        "by": getattr(image, f"credit_{language}") or image.credit_ar,
        "infoSources": [_info_source(image.source, "origin", language)] if image.source else [],
        "renditions": [
            {
                "name": "main",
                "href": absolute(photo.address),
                "contentType": "image/jpeg",
                "width": photo.width,
                "height": photo.height,
            }
        ],
    }
    return [_without_empty(item)]


def _translations(article: Article, language: str) -> list[Document]:
    return [
        _associated(article, "translation", other)
        for other in languages_of(article)
        if other != language
    ]


def _related(article: Article, language: str) -> list[Document]:
    """The related headlines that lead to what can be read here in the language."""
    return [
        _associated(link.target, "related", language)
        for link in article.related_links.all()
        if link.target is not None and language in languages_of(link.target)
    ]


def _associated(article: Article, relation: str, language: str) -> Document:
    headline = getattr(article, f"title_{language}")
    return {
        "name": headline,
        "rel": relation,
        "uri": article_id(article.pk, language),
        "type": "text",
        "representationType": "partial",
        "language": language,
        "headlines": [_plain("main", headline)],
    }


def _without_empty(item: Document) -> Document:
    return {name: value for name, value in item.items() if value not in ("", [])}
