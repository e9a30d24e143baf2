"""The sources that a text leans on: «حسب شبكة الفرات»، «نقل موقع قناة …»، «وكالة … قالت».

A name or another spelling of a source counts where the text cites it: after a word that cites
(what it may stand behind: «ما ذكر موقع»), or right before a verb of saying. All is matched folded, with
و ف ب ل ك before the word. What is found is proposed, and an editor decides.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.arabic import find_words, match_key, split_words
from articles.body import text_of
from articles.exceptions import Refused
from articles.models import Article, Citation, Source

from .access import require
from .content import Content, read_content
from .deeds import Verb, note
from .revisions import latest_content

_SAYING = frozenset(
    split_words(
        "قال قالت قالته ذكر ذكرت ذكره ذكرته نقل نقلت نقله نقلته أفاد أفادت أفادنا أورد أوردت أوردته نشر نشرت "
        "نشره نشرته بث بثت بثه بثته كشف كشفت أضاف أضافت أشار أشارت أكد أكدت أوضح أوضحت بين بينت تحدث "
        "تحدثت صرح صرحت أعلن أعلنت رصد رصدت وثق وثقت نوه نوهت لفت لفتت روى روت رجح رجحت تداول تداولت"
    )
)
_CITING = _SAYING | frozenset(
    split_words(
        "حسب بحسب وفق وفقا نقلا استنادا تصريح تصريحات تصريحه مقابلة حوار حديث حديثه لقاء تقرير بيان خبر "
        "مراسل مراسلة مراسلنا اتصال تحقيق معلومات منقول"
    )
)
# What may stand between a word that cites and the name.
_BETWEEN = _CITING | frozenset(
    split_words(
        "ما عن على من إلى مع في به بها إليه موقع شبكة قناة وكالة وكالات صحيفة جريدة مجلة إذاعة راديو تلفزيون "
        "منصة مركز مؤسسة مرصد صفحة حساب الموقع القناة الوكالة الصحيفة أنباء الأنباء الرسمي الرسمية المحلي "
        "المحلية الإخباري الإخبارية الإلكتروني خاص خاصة صحفي صحفية سابق سابقة مصور مصورة لها له"
    )
)
_AT_MOST = 5  # words between the two
_CLITICS = "وفبلك"
_SENTENCE_END = re.compile(r"[.!؟?\n]")
_AROUND = 6  # words of a passage after what was found


class Found(NamedTuple):
    """A source and the words that cite it, as the text spells them."""

    source_id: int
    passage: str


class SourceNames:
    """The names of sources, by their folded words; the longest that stands in a text counts."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_first: dict[str, list[tuple[list[str], int]]] = {}
        # What must be somewhere in a text that has the name; a clitic may have taken the alef.
        self._hints: set[str] = set()
        for source in sources:
            for key in source.match_keys:
                words = key.split()
                if len(key) < 3 or set(words) <= _BETWEEN:
                    continue
                self._by_first.setdefault(words[0], []).append((words, source.pk))
                self._hints.add(key.removeprefix("ال"))
        for names in self._by_first.values():
            names.sort(key=lambda name: (-len(name[0]), name[1]))

    def stand_in(self, text: str) -> bool:
        """Whether any name may stand in a text: a quick look, for an archive."""
        key = match_key(text)
        return any(hint in key for hint in self._hints)

    def at(self, words: list[str], start: int) -> tuple[int, int] | None:
        """The source named from a word on, and where its name ends."""
        for first in _without_clitics(words[start]):
            for name, source_id in self._by_first.get(first, ()):
                end = start + len(name)
                if words[start + 1 : end] == name[1:]:
                    return source_id, end
        return None


def find_citations(text: str, names: SourceNames) -> Iterator[Found]:
    """Yield the sources that a plain text cites, in its order; one that is cited twice, twice."""
    if not names.stand_in(text):
        return
    spans = find_words(text)
    words = [match_key(text[start:end]) for start, end in spans]
    end = 0
    for place in range(len(words)):
        # A name within a name that was found is no name of its own.
        named = names.at(words, place) if place >= end else None
        if named is None:
            continue
        source_id, end = named
        start = _cited_from(text, words, spans, place)
        if start is None and end < len(words) and _is_cue(words[end], _SAYING):
            between = text[spans[end - 1][1] : spans[end][0]]
            start = None if _SENTENCE_END.search(between) else place
        if start is not None:
            yield Found(source_id, _passage(text, spans, start, end))


def propose_citations(article: Article, content: Content, names: SourceNames | None = None) -> None:
    """Propose the sources that a text newly cites, and forget proposals that no longer stand in it.

    What an editor has confirmed or dismissed stays as it was decided. ``names`` are those of all
    sources, where they are at hand.
    """
    names = names or SourceNames(Source.objects.order_by("pk"))
    found = _cited(content, names, content["source"])
    known = dict(article.citations.values_list("source_id", "state"))
    gone = [
        source
        for source, state in known.items()
        if state == Citation.State.PROPOSED and source not in found
    ]
    if gone:
        article.citations.proposed().filter(source__in=gone).delete()
    _keep(article.pk, {source: passage for source, passage in found.items() if source not in known})


def propose_in_archive(articles: Iterable[Article], names: SourceNames) -> int:
    """Propose what articles cite and nobody has proposed yet; return how many citations that are."""
    articles = list(articles)
    known = set(
        Citation.objects.filter(article__in=articles).values_list("article_id", "source_id")
    )
    new = []
    for article in articles:
        if article.has_changes_waiting:
            cited = _cited(latest_content(article), names, article.source_id)
        else:
            texts = {name: getattr(article, name) or "" for name in _READ}
            cited = _cited(texts, names, article.source_id)
        new += [
            Citation(article=article, source_id=source, passage=passage)
            for source, passage in cited.items()
            if (article.pk, source) not in known
        ]
    Citation.objects.bulk_create(new)
    return len(new)


def decide_citation(
    article: Article, citation_id: int, *, is_right: bool, by: AbstractBaseUser
) -> None:
    """Confirm that an article cites a source, so that readers are told; or dismiss it.

    Readers are told at once: it takes an editor. A decision can be changed. Raises Refused.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        require(by, "edit", stored)
        if not by.has_perm("articles.publish_article"):
            raise Refused(_("Only editors decide which sources readers are told of."))
        citation = stored.citations.select_related("source").filter(pk=citation_id).first()
        if citation is None:
            raise Refused(_("This article cites no such source any more."))
        if is_right and stored.has_changes_waiting and not _stands_in(stored, citation.source):
            raise Refused(
                _("Readers do not see the text that cites it yet: publish the changes first.")
            )
        citation.state = Citation.State.CONFIRMED if is_right else Citation.State.DISMISSED
        citation.decided_by_id = by.pk
        citation.decided_at = timezone.now()
        citation.save(update_fields=["state", "decided_by", "decided_at"])
        verb = Verb.CITED if is_right else Verb.DISMISSED
        note(verb, stored, by=by, text=str(citation.source))


def _stands_in(article: Article, source: Source) -> bool:
    """Whether an article cites a source in what readers see of it."""
    return source.pk in _cited(read_content(article), SourceNames([source]), article.source_id)


_READ = ("summary_ar", "body_ar")


def _cited(texts: Mapping[str, str], names: SourceNames, own_source: int | None) -> dict[int, str]:
    """The sources that an article cites, each with the first passage; not the one it is from."""
    text = "\n".join((texts["summary_ar"], text_of(texts["body_ar"])))
    found: dict[int, str] = {}
    for source_id, passage in find_citations(text, names):
        if source_id != own_source:
            found.setdefault(source_id, passage)
    return found


def _keep(article_id: int, found: Mapping[int, str]) -> None:
    Citation.objects.bulk_create(
        Citation(article_id=article_id, source_id=source, passage=passage)
        for source, passage in found.items()
    )


def _cited_from(
    text: str, words: list[str], spans: list[tuple[int, int]], place: int
) -> int | None:
    """Where the words begin that cite the name at ``place``; None where none do."""
    start = None
    for before in range(place - 1, max(place - 2 - _AT_MOST, -1), -1):
        if _SENTENCE_END.search(text[spans[before][1] : spans[before + 1][0]]):
            break
        if _is_cue(words[before], _CITING):
            start = before
        elif not _is_cue(words[before], _BETWEEN):
            break
    return start


def _is_cue(word: str, cues: frozenset[str]) -> bool:
    return any(form in cues for form in _without_clitics(word))


def _without_clitics(word: str) -> Iterator[str]:
    """A folded word, and what is left of it without the letters that Arabic writes onto words."""
    yield word
    for _clitic in range(2):
        if word.startswith("لل") and len(word) > 3:
            yield "ال" + word[2:]
        if len(word) < 4 or word[0] not in _CLITICS:
            return
        word = word[1:]
        yield word


def _passage(text: str, spans: list[tuple[int, int]], start: int, end: int) -> str:
    """The words from one to another and some that follow, within their sentence."""
    last = end
    while last < min(end + _AROUND, len(spans)):
        if _SENTENCE_END.search(text[spans[last - 1][1] : spans[last][0]]):
            break
        last += 1
    passage = text[spans[start][0] : spans[last - 1][1]]
    closing = text[spans[last - 1][1] : spans[last - 1][1] + 1]
    if closing in {"»", '"'} and passage.count("«") > passage.count("»"):
        passage += closing
    return passage if len(passage) <= 300 else f"{passage[:299]}…"
