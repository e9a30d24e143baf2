"""What newer captures propose where an editor had written something else: taken, kept out or merged.

A page's values are JSON values, field by field, as the importer compares them: a text, a time as
``["2018-05-21T08:05:00+00:00", "minute"]``, a source's id, a list of tags or of related headlines.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.body import merge_lists
from articles.exceptions import Refused
from articles.intake import digest
from articles.models import Article, Precision, Proposal, RelatedLink, Revision, Source

from .access import require
from .content import (
    BODIES,
    TEXTS,
    Content,
    apply_content,
    load_content,
    read_content,
    read_links,
)
from .deeds import Verb, note
from .drafts import Disputed, save_article
from .links import Related, make_link, resolve_links
from .merging import merge_contents
from .revisions import latest_content

Outcome = Proposal.Outcome

MERGEABLE = (*BODIES, "tags", "related")
"""Fields in which a page's changes and an editor's can both be kept; others are one value."""

_TIMES = ("published_at", "updated_at")
_LOOKED_AT = 30  # revisions, for what the importer last wrote


@dataclass(slots=True)
class Decided:
    """What became of several proposals: how many were decided, and those refused, each with why."""

    done: int = 0
    refused: list[tuple[Proposal, str]] = field(default_factory=list)


def waiting_proposals() -> QuerySet[Proposal]:
    """The proposals that nobody has decided yet, the newest first."""
    return Proposal.objects.filter(outcome="")


def values_of(content: Content) -> dict[str, Any]:
    """Return a content's fields as a capture's values."""
    values: dict[str, Any] = {name: content[name] for name in (*TEXTS, *BODIES)}
    for name in _TIMES:
        precision = content[name.replace("_at", "_precision")]
        values[name] = [content[name], precision] if content[name] else None
    values |= {name: content[name] for name in ("source", "tags")}
    values["related"] = [title for title, *_ in content["related"]]
    return values


def with_value(content: Content, name: str, value: Any) -> Content:
    """Return a content with a page's value in one field; a related headline keeps where it leads."""
    if name == "related":
        here = {link[0]: link for link in content[name]}
        return content | {name: [here.get(title, [title, "", None]) for title in value]}
    if name in _TIMES:
        instant, precision = value or (None, Precision.MINUTE.value)
        return content | {name: instant, name.replace("_at", "_precision"): precision}
    return content | {name: value}


def latest_contents(articles: Iterable[Article]) -> dict[int, Content]:
    """Return what was last written of articles, by their ids, from two queries."""
    articles = {article.pk: article for article in articles}
    waiting = [pk for pk, article in articles.items() if article.has_changes_waiting]
    newest = Revision.objects.filter(article__in=waiting, number=F("article__version"))
    contents = {pk: load_content(text) for pk, text in newest.values_list("article_id", "content")}
    links = read_links(articles)
    for pk, article in articles.items():
        if pk not in contents:
            contents[pk] = read_content(article, links.get(pk, []))
    return contents


def edited_fields(article: Article, content: Content) -> set[str]:
    """Return the imported fields in which a content is not what the page last said."""
    values = values_of(content)
    return {
        name
        for name, was in article.imported_digests.items()
        if name in values and digest(values[name]) != was
    }


def imported_values(article: Article, fields: Iterable[str]) -> dict[str, Any]:
    """Return what the importer last wrote into fields or an editor last decided on, where it is known."""
    digests = article.imported_digests
    wanted = {name: digests[name] for name in fields if name in digests}
    if not wanted:
        return {}
    found: dict[str, Any] = {}

    def look_at(values: Mapping[str, Any]) -> None:
        for name, was in wanted.items():
            if name not in found and name in values and digest(values[name]) == was:
                found[name] = values[name]

    decided = article.proposals.filter(field__in=wanted).exclude(outcome="")
    for name, value in decided.values_list("field", "value"):
        look_at({name: value})
    kinds = [Revision.Kind.IMPORT, Revision.Kind.RESTORE]
    written = article.revisions.filter(kind__in=kinds).order_by("-number")
    for text in written.values_list("content", flat=True)[:_LOOKED_AT]:
        if len(found) == len(wanted):
            break
        look_at(values_of(load_content(text)))
    return found


def decide_proposal(
    proposal: Proposal,
    outcome: str,
    *,
    by: AbstractBaseUser,
    choices: Mapping[str, str] | None = None,
    version: int | None = None,
) -> None:
    """Take what a newer page says, keep ours, or merge the two; older proposals of the field end too.

    Taken and merged text is a revision like any other: of a published article it waits. The next
    capture that says the same finds it imported. Raises Refused; Disputed where the page and an
    editor changed the same text and ``choices`` (editing/merging), made between the page and the
    revision ``version``, do not decide.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=proposal.article_id)
        require(by, "edit", article)
        proposal = Proposal.objects.get(pk=proposal.pk)
        if proposal.outcome:
            raise Refused(_("This proposal was decided already."))
        if choices and version != article.version:
            choices = None  # they were made between other texts
        if outcome == Outcome.TAKEN:
            reason = _("the page's text taken: %(field)s")
            _put(article, proposal.field, proposal.value, by, reason, Verb.TOOK)
        elif outcome == Outcome.MERGED:
            merged = _merged(article, proposal, choices)
            reason = _("merged with the page's text: %(field)s")
            _put(article, proposal.field, merged, by, reason, Verb.MERGED)
        elif outcome == Outcome.KEPT:
            note(Verb.KEPT, article, by=by, text=field_name(proposal.field))
        else:
            raise Refused(_("Say what is to become of it."))
        # What the page says is known now, whatever became of it: the next page is compared with it,
        # and what was kept or merged goes on counting as edited here.
        stored = Article.objects.select_for_update().get(pk=article.pk)
        stored.imported_digests |= {proposal.field: digest(proposal.value)}
        stored.save(update_fields=["imported_digests"])
        decided = {"decided_by": by.pk, "decided_at": timezone.now()}
        older = article.proposals.filter(outcome="", field=proposal.field, pk__lt=proposal.pk)
        older.update(outcome=Outcome.KEPT, **decided)
        article.proposals.filter(pk=proposal.pk).update(outcome=outcome, **decided)


def decide_proposals(
    proposals: Iterable[Proposal], outcome: str, *, by: AbstractBaseUser
) -> Decided:
    """Decide proposals one by one, the newest of each field first; one that is refused stops no other."""
    decided = Decided()
    for proposal in sorted(proposals, key=lambda one: -one.pk):
        now = Proposal.objects.select_related("article").filter(pk=proposal.pk).first()
        if now is None or now.outcome:
            continue  # an older one of a field decided just now, or by somebody else
        try:
            decide_proposal(now, outcome, by=by)
        except Disputed:
            text = _("The page and an editor changed the same text: take the page's or keep ours.")
            decided.refused.append((now, text))
        except Refused as refusal:
            decided.refused.append((now, str(refusal)))
        else:
            decided.done += 1
    return decided


def field_name(name: str) -> str:
    """What a field is called in the audit: ``"body_en"`` -> ``"body (en)"``, translated."""
    if name == "related":
        return str(RelatedLink._meta.verbose_name_plural)
    noun, _underscore, language = name.rpartition("_")
    is_text = language in {"ar", "en"}
    label = str(Article._meta.get_field(noun if is_text else name).verbose_name)
    return f"{label} (en)" if language == "en" else label


def _put(
    article: Article, name: str, value: Any, by: AbstractBaseUser, reason: str, verb: Verb
) -> None:
    """Save an article with one field changed to a page's value."""
    if name not in {*TEXTS, *BODIES, *_TIMES, "source", "tags", "related"}:
        raise Refused(_("A page cannot decide that; use the buttons below the form."))
    if name == "source" and not Source.objects.filter(pk=value).exists():
        raise Refused(_("That source is here no more."))
    content = with_value(latest_content(article), name, value)
    if name == "related":
        content["related"] = _led(article, content["related"])
    draft = Article.objects.get(pk=article.pk)
    apply_content(draft, content)
    reason %= {"field": field_name(name)}
    saved = save_article(draft, by=by, related=content["related"], reason=reason, verb=verb)
    if saved.version is None:  # an editor had written the same meanwhile: decided all the same
        note(verb, article, by=by, text=reason)


def _led(article: Article, related: Related) -> Related:
    """Return links, those that lead nowhere led to the articles that they name."""
    links = [make_link(article.pk, *link) for link in related]
    resolve_links(links)
    return [[link.title, link.url, link.target_id] for link in links]


def _merged(article: Article, proposal: Proposal, choices: Mapping[str, str] | None) -> Any:
    """What the importer last wrote, with what the page changed in it and what an editor did."""
    name = proposal.field
    if name not in MERGEABLE:
        raise Refused(_("These two cannot be merged: take the page's, or keep ours."))
    base = imported_values(article, [name])
    if name not in base:
        raise Refused(
            _("What the page said before is not known: take the page's text, or keep ours.")
        )
    ours = latest_content(article)
    if name == "related":
        return merge_lists(base[name], values_of(ours)[name], proposal.value)
    before = ours | base
    merge = merge_contents(before, ours, before | {name: proposal.value}, choices)
    if merge.disputes:
        raise Disputed(merge, article.version, None)
    return merge.content[name]
