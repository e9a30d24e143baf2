"""An article's words as they are searched, written with the article in one transaction.

Both doors end here. What is written goes into every index there is: the live one, and one that a
rebuild is filling beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from articles.arabic import AnalysedText, Stemmer, analyse, match_key
from articles.body import plain_text
from articles.models import Article, SearchDocument, SearchIndex, State, Status, insert_rows

from .backends import Entry, get_backend
from .places import LANGUAGES, Places, place_of, places_of
from .topics import Tagged, link_topics
from .vocabulary import guarding_counts, load_vocabulary

# Tokens that no text can give, since text's letters and digits are split: what stands between
# two fields, so that no phrase runs from one into the other, and so in every entry; a source; a topic.
EVERYWHERE = "0x"
_BOUNDARY = f" {EVERYWHERE} "
_COLUMNS = (
    *("place", "article_id", "source_id", "topics"),
    *("headline", "headline_tokens", "text_tokens"),
)


class Text(NamedTuple):
    """What an article says in one language; ``body`` is HTML, ``caption`` of its picture."""

    headline: str
    summary: str
    body: str
    caption: str = ""


VocabularyKey = tuple[int, datetime | None]
"""Which index a vocabulary is of, and when its words were counted."""


class LiveVocabulary(NamedTuple):
    """The words that guard the live index's stems, for a process that analyses without a database."""

    key: VocabularyKey
    counts: dict[str, int]


class Analysis(NamedTuple):
    """An article's texts analysed beforehand, and the vocabulary that it was done by."""

    vocabulary: VocabularyKey
    texts: dict[str, AnalysedText]


@dataclass(frozen=True, slots=True)
class Subject:
    """What search is to know of an article: ``texts`` by language, only those that can be read."""

    article_id: int
    public: bool
    published_at: datetime | None
    source_id: int | None
    topics: Sequence[str]
    texts: Mapping[str, Text]
    analysis: Analysis | None = field(default=None, compare=False)


def source_token(source_id: int) -> str:
    return f"s{source_id}"


def topic_token(topic: str) -> str:
    """A token for a tag, the same for all its spellings."""
    return f"t0{blake2b(match_key(topic).encode(), digest_size=5).hexdigest()}"


def live_index() -> SearchIndex | None:
    """The index that searches read; None where nothing was ever stored."""
    return SearchIndex.objects.filter(state=SearchIndex.State.LIVE).first()


def live_vocabulary() -> LiveVocabulary:
    """Return the vocabulary by which to analyse what will be stored."""
    index = live_index()
    if index is None:
        return LiveVocabulary((0, None), {})
    return LiveVocabulary((index.slot, index.vocabulary_at), guarding_counts(index))


def store_document(article: Article) -> None:
    """Write what search keeps of a saved article; call it inside the transaction that saved it."""
    store_documents([subject_of(article)])


def store_documents(subjects: Sequence[Subject]) -> None:
    """Write what search keeps of saved articles, in place of what it kept of them before.

    Their topics too: what an article is found by is written here.
    """
    link_topics(
        {subject.article_id: Tagged(subject.published_at, subject.topics) for subject in subjects}
    )
    for index in SearchIndex.objects.all() or [first_index()]:
        store_in(index, subjects)


def store_in(index: SearchIndex, subjects: Sequence[Subject]) -> None:
    """Write what one index keeps of articles."""
    _forget([subject.article_id for subject in subjects], places_of(index.slot), index.slot)
    documents = [document for subject in subjects for document in documents_of(subject, index)]
    insert_rows(
        SearchDocument,
        _COLUMNS,
        ([getattr(document, name) for name in _COLUMNS] for document in documents),
    )
    get_backend().add(index.slot, map(entry_of, documents))


def remove_documents(article_ids: Sequence[int]) -> None:
    """Forget articles that are about to be deleted; call it in the same transaction."""
    for index in SearchIndex.objects.all():
        _forget(article_ids, places_of(index.slot), index.slot)


def text_in(article: Article, language: str) -> Text:
    """What an article says in a language as it stands in memory; a caption only beside its picture."""
    fields = ["title", "summary", "body", *(["image_caption"] if article.image_id else [])]
    return Text(*(getattr(article, f"{name}_{language}") or "" for name in fields))


def subject_of(article: Article) -> Subject:
    """What search is to know of an article as it stands in memory."""
    texts = {"ar": text_in(article, "ar")}
    if article.has_english:
        texts["en"] = text_in(article, "en")
    return Subject(
        article.pk,
        article.status == Status.PUBLISHED and article.state != State.EXPIRED,
        article.published_at,
        article.source_id,
        article.tags,
        texts,
    )


def documents_of(subject: Subject, index: SearchIndex) -> list[SearchDocument]:
    """What an index keeps of an article, not saved; one a language."""
    analysis = subject.analysis
    if analysis is None or analysis.vocabulary != (index.slot, index.vocabulary_at):
        analysis = analysis_of(subject, index)
    return [
        _document(subject, language, text, index.slot)
        for language in LANGUAGES
        if (text := analysis.texts.get(language))
    ]


def analysis_of(subject: Subject, index: SearchIndex) -> Analysis:
    """Analyse an article's texts by an index's vocabulary."""
    stemmer = load_vocabulary(index).stemmer
    return Analysis(
        (index.slot, index.vocabulary_at),
        {language: _analyse(text, stemmer) for language, text in subject.texts.items()},
    )


def _document(subject: Subject, language: str, text: AnalysedText, slot: int) -> SearchDocument:
    marks = [topic_token(topic) for topic in subject.topics]
    if subject.source_id:
        marks.append(source_token(subject.source_id))
    stems = text.stems[0].split()
    written = [word for word in text.headline.split() if word not in stems]
    return SearchDocument(
        place=place_of(
            subject.article_id,
            language,
            slot=slot,
            public=subject.public,
            published_at=subject.published_at,
        ),
        article_id=subject.article_id,
        source_id=subject.source_id,
        topics=list(subject.topics),
        headline=text.headline,
        headline_tokens=" ".join([*stems, EVERYWHERE, *written, *marks]),
        text_tokens=" ".join(_BOUNDARY.join([*text.stems, " ".join(marks)]).split()),
    )


def stems_of(text_tokens: str) -> tuple[str, str, str]:
    """The stems of the headline, the summary and the body in a document's tokens.

    A caption counts as a part of the body, which it stands behind, a boundary between them.
    """
    headline, summary, *body, _marks = text_tokens.split(EVERYWHERE)
    return headline, summary, EVERYWHERE.join(body)


def entry_of(document: SearchDocument) -> Entry:
    """What the backend is given of a document."""
    return Entry(document.place, document.headline_tokens, document.text_tokens)


def _analyse(text: Text, stemmer: Stemmer) -> AnalysedText:
    return analyse(
        stemmer,
        headline=text.headline,
        summary=text.summary,
        body=plain_text(text.body),
        caption=text.caption,
    )


def _forget(article_ids: Iterable[int], places: Places, slot: int) -> None:
    documents = list(
        SearchDocument.objects.filter(article_id__in=list(article_ids), place__range=places)
    )
    if documents:
        get_backend().remove(slot, map(entry_of, documents))
        SearchDocument.objects.filter(pk__in=[document.pk for document in documents]).delete()


def first_index() -> SearchIndex:
    """Begin the first index; what a database that was emptied left in its tables goes."""
    index, is_new = SearchIndex.objects.get_or_create(
        slot=0, defaults={"state": SearchIndex.State.LIVE}
    )
    if is_new:
        get_backend().clear(0)
    return index
