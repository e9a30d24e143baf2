"""Correction notices in house wording, drafted from what changed between two contents.

A draft only: the editor reads it, changes it, and signs it by publishing.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from articles.body import Segment, diff_bodies, diff_texts
from articles.models import Source

from .content import Content

Kind = Literal["correction", "clarification"]

_MOST = 3  # changes that a notice tells one by one
_LONGEST = 25  # words quoted of a change
_FEW = 2  # words that are quoted with one beside them, to be clear
_WORD_BEHIND = re.compile(r"\s*(\S+)")
_WORD_IN_FRONT = re.compile(r"(\S+)\s*\Z")
_EDGES = ' \t\n،؛:.,;!؟?«»"“”()'
_ENDS = tuple(".،؛:!؟?…,;)»”")  # of a word in front that belongs to something else
_INNER_QUOTES = str.maketrans("«»", "“”")


class _Wording(NamedTuple):
    first: str
    further: str
    removed: str
    further_removed: str
    added: str
    further_added: str
    source: str
    nothing: str
    more: str


_AR = {
    "correction": _Wording(
        "ورد في نسخة سابقة من هذا الخبر «{before}»، والصواب «{after}».",
        "وورد فيها «{before}»، والصواب «{after}».",
        "ورد في نسخة سابقة من هذا الخبر «{before}»، ولم يكن ذلك صحيحاً فحُذف.",
        "وورد فيها «{before}»، ولم يكن ذلك صحيحاً فحُذف.",
        "سقط من نسخة سابقة من هذا الخبر «{after}».",
        "وسقط منها «{after}».",
        "نُسب هذا الخبر في نسخة سابقة إلى «{before}»، والصواب «{after}».",
        "تضمّنت نسخة سابقة من هذا الخبر خطأً صُحّح.",
        "وصُحّحت مواضع أخرى.",
    ),
    "clarification": _Wording(
        "كانت عبارة «{before}» في نسخة سابقة من هذا الخبر غير واضحة، والمقصود «{after}».",
        "وكانت عبارة «{before}» غير واضحة، والمقصود «{after}».",
        "حُذفت من هذا الخبر عبارة «{before}» منعاً للالتباس.",
        "وحُذفت عبارة «{before}» منعاً للالتباس.",
        "أُضيف إلى هذا الخبر للتوضيح: «{after}».",
        "وأُضيف للتوضيح: «{after}».",
        "نُسب هذا الخبر في نسخة سابقة إلى «{before}»، والمقصود «{after}».",
        "أُعيدت صياغة موضع من هذا الخبر للتوضيح.",
        "ووُضّحت مواضع أخرى.",
    ),
}
_EN = {
    "correction": _Wording(
        "An earlier version of this article said “{before}”; it should have said “{after}”.",
        "It also said “{before}”; it should have said “{after}”.",
        "An earlier version of this article said “{before}”, which was wrong and has been removed.",
        "It also said “{before}”, which was wrong and has been removed.",
        "An earlier version of this article left out “{after}”.",
        "It also left out “{after}”.",
        "An earlier version of this article named “{before}” as its source; it is “{after}”.",
        "An earlier version of this article had an error, which has been corrected.",
        "Other errors were corrected too.",
    ),
    "clarification": _Wording(
        "“{before}” in an earlier version of this article was unclear; what was meant is “{after}”.",
        "“{before}” was unclear too; what was meant is “{after}”.",
        "“{before}” was removed from this article, as it could be misunderstood.",
        "“{before}” was removed too, as it could be misunderstood.",
        "Added to this article to make it clearer: “{after}”.",
        "Also added to make it clearer: “{after}”.",
        "An earlier version of this article named “{before}” as its source; meant is “{after}”.",
        "This article was reworded in one place to make it clearer.",
        "Other places were made clearer too.",
    ),
}
_WORDINGS = {"ar": _AR, "en": _EN}


class Replacement(NamedTuple):
    """Words that became others; either may be empty."""

    before: str
    after: str


def draft_notice(before: Content, after: Content, kind: Kind, language: str) -> str:
    """Return what readers may be told of a change, in one language.

    ``17`` become ``70`` in front of ``عائلة`` -> «ورد في نسخة سابقة من هذا الخبر «17 عائلة»،
    والصواب «70 عائلة».».
    """
    wording = _WORDINGS[language][kind]
    changes = list(_replacements(before, after, language))
    sentences = [_sentence(wording, change, not n) for n, change in enumerate(changes[:_MOST])]
    if before["source"] != after["source"]:
        names = [_source_name(content, language) for content in (before, after)]
        if all(names):
            sentences.append(wording.source.format(before=names[0], after=names[1]))
    if len(changes) > _MOST:
        sentences.append(wording.more)
    return " ".join(sentences) or wording.nothing


def _sentence(wording: _Wording, change: Replacement, is_first: bool) -> str:
    quoted = {"before": _short(change.before), "after": _short(change.after)}
    if change.before and change.after:
        return (wording.first if is_first else wording.further).format(**quoted)
    if change.before:
        return (wording.removed if is_first else wording.further_removed).format(**quoted)
    return (wording.added if is_first else wording.further_added).format(**quoted)


def _replacements(before: Content, after: Content, language: str) -> Iterator[Replacement]:
    seen: set[Replacement] = set()
    for segments in _changed(before, after, language):
        for change in _of_segments(segments):
            if change not in seen and change.before != change.after:
                seen.add(change)
                yield change


def _changed(before: Content, after: Content, language: str) -> Iterator[list[Segment]]:
    for name in (f"title_{language}", f"summary_{language}", f"image_caption_{language}"):
        if before[name] != after[name]:
            yield diff_texts(before[name], after[name])
    name = f"body_{language}"
    for block in diff_bodies(before[name], after[name]):
        if block.status != "kept" and not block.markup_only:
            yield list(block.segments)
    name = f"byline_{language}"
    if before[name] != after[name]:
        yield diff_texts(before[name], after[name])


def _of_segments(segments: list[Segment]) -> Iterator[Replacement]:
    """The runs of removed and added words; a few words with one beside them, to be clear."""
    at = 0
    while at < len(segments):
        if segments[at].kind == "kept":
            at += 1
            continue
        end = at
        while end < len(segments) and segments[end].kind != "kept":
            end += 1
        run = segments[at:end]
        old = "".join(one.text for one in run if one.kind == "removed").strip(_EDGES)
        new = "".join(one.text for one in run if one.kind == "added").strip(_EDGES)
        if old or new:
            behind = _word(_WORD_BEHIND.match(segments[end].text if end < len(segments) else ""))
            in_front = _word(_WORD_IN_FRONT.search(segments[at - 1].text if at else ""))
            old, new = _made_clear(old, new, in_front, behind)
            yield Replacement(old, new)
        at = end


def _word(found: re.Match[str] | None) -> str:
    return found[1] if found else ""


def _made_clear(old: str, new: str, in_front: str, behind: str) -> tuple[str, str]:
    """A few words that changed, with the word that they are said of.

    A number counts what is behind it; anything else is told by what is in front of it, if that is
    of the same phrase: ``أحمد المثال``, ``17 عائلة``.
    """
    if max(len(old.split()), len(new.split())) > (1 if old and new else _FEW):
        return old, new
    in_front = "" if in_front.endswith(_ENDS) else in_front.lstrip(_EDGES)
    behind = "" if behind[:1] in _EDGES else behind.rstrip(_EDGES)
    is_number = bool(old and new) and any(map(str.isdigit, old + new))
    if behind and (is_number or not in_front):
        return f"{old} {behind}".strip(), f"{new} {behind}".strip()
    return f"{in_front} {old}".strip(), f"{in_front} {new}".strip()


def _short(words: str) -> str:
    parts = words.translate(_INNER_QUOTES).split()
    return " ".join(parts) if len(parts) <= _LONGEST else f"{' '.join(parts[:_LONGEST])}…"


def _source_name(content: Content, language: str) -> str:
    source = Source.objects.filter(pk=content["source"]).first()
    return (getattr(source, f"name_{language}") or source.name_ar) if source else ""
