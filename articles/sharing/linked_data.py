"""What an article is, in schema.org's words (JSON-LD), for search engines and archives.

https://schema.org/NewsArticle, https://developers.google.com/search/docs/appearance/structured-data/article
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.damascus import damascus_date, iso, long_date
from articles.identifiers import article_id, correction_id
from articles.models import Article, Correction, Page, Source

from .moments import reader_moment
from .pictures import picture_of
from .plain_text import opening

Thing = dict[str, Any]
Absolute = Callable[[str], str]
"""Makes ``/archive/`` the whole address that was asked for: ``request.build_absolute_uri``."""

_LANGUAGES = ("ar", "en")
# What schema.org calls the newsroom's own pages.
_POLICIES = {
    Page.Kind.PRINCIPLES: "publishingPrinciples",
    Page.Kind.CORRECTIONS_POLICY: "correctionsPolicy",
    Page.Kind.OWNERSHIP: "ownershipFundingInfo",
}
# Inside <script>: nothing may end the element, and no line may end where JavaScript ends one.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def dump_linked_data(graph: list[Thing]) -> SafeString:
    """Return the JSON of things, to stand between ``<script type="application/ld+json">`` and its end."""
    document = {"@context": "https://schema.org", "@graph": graph}
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPES))  # noqa: S308  what could end the element is escaped


def article_graph(
    article: Article, language: str, absolute: Absolute, pages: Iterable[Page] = ()
) -> list[Thing]:
    """Return the article, the way to it from the front page, and its publisher.

    ``pages`` are the newsroom's own that are written; ``article`` comes with ``notices`` and
    ``cited`` (views/article): nothing is asked of the database.
    """
    return [
        _news_article(article, language, absolute),
        _breadcrumbs(article, language, absolute),
        _publisher(absolute, pages),
    ]


def site_graph(language: str, absolute: Absolute, pages: Iterable[Page] = ()) -> list[Thing]:
    """Return the site, how it is searched, and its publisher: for the front page."""
    search = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    return [
        {
            "@type": "WebSite",
            "@id": f"{absolute(reverse('front'))}#website",
            "url": absolute(reverse("front")),
            "name": _("Newsroom"),
            "inLanguage": language,
            "publisher": {"@id": _publisher_id(absolute)},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        },
        _publisher(absolute, pages),
    ]


def _news_article(article: Article, language: str, absolute: Absolute) -> Thing:
    address = absolute(article.get_absolute_url())
    picture = picture_of(article)
    thing: Thing = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "identifier": article_id(article.pk, language),
        "url": address,
        "mainEntityOfPage": address,
        "headline": getattr(article, f"title_{language}"),
        "description": getattr(article, f"summary_{language}")
        or opening(getattr(article, f"body_{language}")),
        "inLanguage": language,
        "datePublished": reader_moment(article.published_at, article.published_precision),
        "isAccessibleForFree": True,
        "image": {
            "@type": "ImageObject",
            "url": absolute(picture.address),
            "width": {"@type": "QuantitativeValue", "value": picture.width, "unitCode": "E37"},
            "height": {"@type": "QuantitativeValue", "value": picture.height, "unitCode": "E37"},
            "caption": picture.alt,
        },
        "author": _author(article, language, absolute),
        "publisher": {"@id": _publisher_id(absolute)},
    }
    if article.updated_at:
        thing["dateModified"] = reader_moment(article.updated_at, article.updated_precision)
    if article.section and (name := getattr(article.section, f"name_{language}")):
        thing["articleSection"] = name
    if article.tags and language == "ar":
        thing["keywords"] = article.tags
    if article.has_english:
        thing |= _translation(article, language, absolute)
    if article.source and article.source.kind != Source.Kind.OWN_DESK:
        thing["sourceOrganization"] = _organization(article.source, language, absolute)
        if article.capture_key:
            thing["isBasedOn"] = {
                "@type": "CreativeWork",
                "inLanguage": "ar",
                "publisher": _organization(article.source, language, absolute),
            }
    if article.cited:
        thing["citation"] = [
            {
                "@type": "CreativeWork",
                "publisher": _organization(citation.source, language, absolute),
            }
            for citation in article.cited
        ]
    if article.notices:
        thing["correction"] = [
            _correction(notice, language, absolute) for notice in article.notices
        ]
    return thing


def _translation(article: Article, language: str, absolute: Absolute) -> Thing:
    other = next(one for one in _LANGUAGES if one != language)
    with translation.override(other):
        address = absolute(article.get_absolute_url())
    # The Arabic is what was written; the English is made from it.
    relation = "workTranslation" if other == "en" else "translationOfWork"
    return {
        relation: {
            "@type": "NewsArticle",
            "@id": f"{address}#article",
            "url": address,
            "headline": getattr(article, f"title_{other}"),
            "inLanguage": other,
        }
    }


def _author(article: Article, language: str, absolute: Absolute) -> Thing:
    if byline := getattr(article, f"byline_{language}") or article.byline_ar:
        return {"@type": "Person", "name": byline}
    if article.source and article.source.kind != Source.Kind.OWN_DESK:
        return _organization(article.source, language, absolute)
    return {"@id": _publisher_id(absolute)}


def _organization(source: Source, language: str, absolute: Absolute) -> Thing:
    return {
        "@type": "Organization",
        "name": getattr(source, f"name_{language}") or source.name_ar,
        "url": source.homepage or absolute(source.get_absolute_url()),
    }


def _correction(notice: Correction, language: str, absolute: Absolute) -> Thing:
    history = absolute(reverse("article_history", args=[notice.article_id]))
    return {
        "@type": "CorrectionComment",
        "identifier": correction_id(notice.pk, language),
        "url": f"{history}#correction-{notice.pk}",
        "text": getattr(notice, f"text_{language}"),
        "inLanguage": language,
        "datePublished": iso(notice.issued_at),
    }


def _breadcrumbs(article: Article, language: str, absolute: Absolute) -> Thing:
    day = damascus_date(article.published_at)
    where = [
        (_("Archive"), reverse("archive")),
        (long_date(day, language), reverse("archive_day", args=[day.year, day.month, day.day])),
    ]
    if section := article.section:
        name = getattr(section, f"name_{language}") or section.name_ar
        where = [(name, section.get_absolute_url())]
    steps = [
        (_("Newsroom"), reverse("front")),
        *where,
        (getattr(article, f"title_{language}"), article.get_absolute_url()),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def _publisher_id(absolute: Absolute) -> str:
    return f"{absolute('/')}#publisher"


def _publisher(absolute: Absolute, pages: Iterable[Page]) -> Thing:
    """The newsroom, and where it says how it works: its own pages, or those the operator names."""
    thing: Thing = {
        "@type": "NewsMediaOrganization",
        "@id": _publisher_id(absolute),
        "name": _("Newsroom"),
        "url": absolute(reverse("front")),
        "logo": absolute(static("img/card-ar.png")),
    }
    if settings.PUBLISHER_SAME_AS:
        thing["sameAs"] = settings.PUBLISHER_SAME_AS
    named = {
        _POLICIES[page.kind]: page.get_absolute_url() for page in pages if page.kind in _POLICIES
    }
    named |= settings.PUBLISHER_POLICIES
    return thing | {name: absolute(address) for name, address in named.items()}
