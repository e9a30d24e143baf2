"""The page where two people changed the same text: what it shows, and what it sends.

It sends all that was typed, the revision that was theirs, and a decision for each dispute. From
these comes the form as if it had been typed with theirs in sight (``settle``): it is saved like any
other, and if somebody saves once more meanwhile, merged or disputed like any other.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from articles.body import Segment, build_html, diff_texts, sanitize, text_of
from articles.editing import (
    BODIES,
    PRECISIONS,
    RELATIONS,
    TEXTS,
    TIMES,
    Content,
    Dispute,
    Disputed,
    content_of,
    merge_contents,
    read_content,
)
from articles.models import Article, Precision

from .article_form import ArticleForm
from .fields import Moment, write
from .labels import FIELDS
from .latest import prepare_for_form, read_version
from .related import is_of_links, links_as_posted, read_links_of, shown_value

THEIRS = "disputed_version"  # the field that names the revision that was theirs
_PREFIX = "choice-"
_REWRITTEN = "rewritten-"


class Shown(NamedTuple):
    """A dispute in three columns, and the names of the fields that decide it.

    ``texts`` are ``(whose, how it is shown, whether there is anything, whether it may be chosen)``;
    ``changes``, beside it, says of theirs and of mine what became of the words before both.
    ``ticked`` and ``rewritten`` are what was decided already ("" for nothing), and mine, to write on.
    """

    label: str
    language: str
    direction: str
    choice_name: str
    rewrite_name: str
    rewritable: bool
    is_html: bool
    texts: list[tuple[str, SafeString | str, bool, bool, list[Segment]]]
    ticked: str
    rewritten: str


def show_disputes(
    disputes: Iterable[Dispute], decided: Mapping[str, str] | None = None
) -> list[Shown]:
    """What the page shows of disputes, and of what was ticked and written there before."""
    return [_show(dispute, decided or {}) for dispute in disputes]


def _show(dispute: Dispute, decided: Mapping[str, str]) -> Shown:
    is_english = dispute.field.endswith("_en")
    is_text = dispute.field in (*TEXTS, *BODIES)
    sides = (("base", dispute.base), ("theirs", dispute.theirs), ("mine", dispute.mine))
    return Shown(
        str(FIELDS.get(dispute.field, dispute.field)),
        "en" if is_english else "ar",
        "ltr" if is_english else "rtl",
        f"{_PREFIX}{dispute.key}",
        f"{_REWRITTEN}{dispute.key}",
        is_text,
        dispute.is_html,
        [
            (
                whose,
                _shown(dispute, value),
                bool(value),
                is_text or whose != "base",
                _changes(dispute, value) if is_text and dispute.base and value else [],
            )
            for whose, value in sides
        ],
        decided.get(f"{_PREFIX}{dispute.key}", ""),
        decided.get(f"{_REWRITTEN}{dispute.key}")
        or (text_of(dispute.mine) if dispute.is_html else dispute.mine),
    )


def _shown(dispute: Dispute, value: str) -> SafeString | str:
    if dispute.is_html:
        return mark_safe(sanitize(value)) or "—"  # noqa: S308  the policy is what makes it safe
    if dispute.field in TIMES:
        return shown_value("published_at", [value, Precision.MINUTE] if value else None)
    if dispute.field in RELATIONS:
        return shown_value(dispute.field, value or None)
    return value or "—"


def _changes(dispute: Dispute, value: str) -> list[Segment]:
    """What was changed word by word; nothing where only the formatting was."""
    before, after = (text_of(one) if dispute.is_html else one for one in (dispute.base, value))
    return diff_texts(before, after) if before != after else []


def settle(posted: QueryDict, article: Article) -> QueryDict:
    """Return a form with its disputes decided, as if it had been opened with what was theirs.

    A form that came from no dispute's page, or whose decisions do not decide, comes back as it is:
    saved, it is disputed again.
    """
    if (sides := _sides(posted, article)) is None:
        return posted
    disputes = merge_contents(*sides).disputes
    merge = merge_contents(*sides, read_decisions(posted, disputes))
    if merge.disputes:
        return posted
    return _as_posted(posted, merge.content, sides[1], posted[THEIRS])


def reopen(posted: QueryDict, article: Article) -> Disputed | None:
    """The dispute whose page was left with this in its form; None where there is none any more."""
    if (sides := _sides(posted, article)) is None:
        return None
    merge = merge_contents(*sides)
    theirs = article.revisions.select_related("created_by").get(number=posted[THEIRS])
    return Disputed(merge, theirs.number, theirs.created_by) if merge.disputes else None


def _sides(posted: QueryDict, article: Article) -> tuple[Content, Content, Content] | None:
    """Base, theirs and mine of a dispute's form; None where it is none, or not valid."""
    base, theirs = posted.get("base_version", ""), posted.get(THEIRS, "")
    numbers = [read_version(one) for one in (base, theirs)]
    known = set(article.revisions.filter(number__in=numbers).values_list("number", flat=True))
    if None in numbers or known != set(numbers):
        return None
    before = Article.objects.get(pk=article.pk)
    prepare_for_form(before, base)
    form = ArticleForm(posted, instance=before)
    related = read_links_of(posted, before)
    if related is None or not form.is_valid():
        return None
    contents = [content_of(article, number) for number in numbers]
    return contents[0], contents[1], read_content(form.instance, related=related)


def read_decisions(posted: QueryDict, disputes: Iterable[Dispute]) -> dict[str, str]:
    """What was decided, by the disputes' keys: a text of theirs, or the one written anew.

    What is written anew is plain text: of a body, each line is a paragraph.
    """
    decisions: dict[str, str] = {}
    for dispute in disputes:
        sides = {"base": dispute.base, "theirs": dispute.theirs, "mine": dispute.mine}
        choice = posted.get(f"{_PREFIX}{dispute.key}")
        if choice == "rewritten":
            text = posted.get(f"{_REWRITTEN}{dispute.key}", "")
            decisions[dispute.key] = build_paragraphs(text) if dispute.is_html else text
        elif choice == "both":
            decisions[dispute.key] = dispute.theirs + dispute.mine
        elif choice in sides:
            decisions[dispute.key] = sides[choice]
    return decisions


def build_paragraphs(text: str) -> str:
    """A text as a body: each line a paragraph."""
    return build_html(("paragraph", line.strip()) for line in text.splitlines() if line.strip())


def _as_posted(posted: QueryDict, content: Content, shown: Content, version: str) -> QueryDict:
    """A content as a form would say it that was opened with another (``shown``)."""
    settled = QueryDict(mutable=True)
    for name, value in typed_fields(posted):
        if not is_of_links(name):
            settled.appendlist(name, value)
    settled.update(links_as_posted(content["related"], shown["related"]))
    settled["base_version"] = version
    for name in (*TEXTS, *BODIES):
        settled[name] = content[name]
    settled["tags"] = "\n".join(content["tags"])
    for name in RELATIONS:
        settled[name] = str(content[name] or "")
    for name in TIMES:
        precision_of = name.replace("_at", "_precision")
        precision = content[precision_of] if precision_of in PRECISIONS else Precision.MINUTE
        at = content[name]
        moment = Moment(datetime.fromisoformat(at), precision) if at else None
        for part, text in write(moment)._asdict().items():
            settled[f"{name}_{part}"] = text
    return settled


def typed_fields(posted: QueryDict) -> Iterator[tuple[str, str]]:
    """All that was typed, to be sent again with what is decided."""
    for name, values in posted.lists():
        if name not in {"csrfmiddlewaretoken", THEIRS} and not name.startswith(
            (_PREFIX, _REWRITTEN)
        ):
            for value in values:
                yield name, value
