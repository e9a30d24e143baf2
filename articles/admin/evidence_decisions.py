"""What the buttons on the evidence decide, and what is said then."""

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.editing import (
    Decided,
    Disputed,
    decide_citation,
    decide_proposal,
    decide_proposals,
    judge_kin,
    resolve_link,
    waiting_proposals,
)
from articles.exceptions import Refused
from articles.models import Article, Proposal, RelatedLink

from .disputes import read_decisions
from .fields import read_key
from .labels import FIELDS

Said = tuple[int, str | Promise]
"""A message's level and its words."""

OUTCOMES = {
    "take": Proposal.Outcome.TAKEN,
    "keep": Proposal.Outcome.KEPT,
    "merge": Proposal.Outcome.MERGED,
}
_SAID = {
    Proposal.Outcome.TAKEN: _("The page's text was taken."),
    Proposal.Outcome.KEPT: _("Ours was kept."),
    Proposal.Outcome.MERGED: _("Both were kept: the page's text was merged with ours."),
}


def decide(article: Article, posted: QueryDict, *, by: AbstractBaseUser) -> list[Said]:
    """Do what one of the buttons asks: its name is the verb, its value on what. Return what is said then.

    Raises Refused; Disputed where a merge needs choices; Http404 for a button that is none.
    """
    for verb, outcome in OUTCOMES.items():
        if f"{verb}_all" in posted:
            waiting = waiting_proposals().filter(article=article)
            return report(decide_proposals(waiting, outcome, by=by))
        if verb in posted:
            proposal = article.proposals.filter(pk=key_of(posted[verb])).first()
            if proposal is None:
                raise Refused(gettext("This article has no such proposal any more."))
            try:
                decide_proposal(proposal, outcome, by=by)
            except Disputed as disputed:
                # What was chosen was chosen between the texts of that revision.
                if posted.get("version") != str(disputed.version):
                    raise
                choices = read_decisions(posted, disputed.disputes)
                decide_proposal(proposal, outcome, by=by, choices=choices, version=disputed.version)
            return [(messages.SUCCESS, _SAID[outcome])]
    for verb, is_right in (("confirm", True), ("dismiss", False)):
        if verb in posted:
            decide_citation(article, key_of(posted[verb]), is_right=is_right, by=by)
            said = _("Readers are told of this source.") if is_right else _("Dismissed.")
            return [(messages.SUCCESS, said)]
    if "resolve" in posted:
        link, _colon, target = posted["resolve"].partition(":")
        resolved = resolve_link(article, key_of(link), key_of(target), by=by)
        return [(messages.SUCCESS, say_resolved(resolved))]
    for verdict in ("same", "update", "unrelated"):
        if verdict in posted:
            judge_kin(article, key_of(posted[verdict]), verdict, by=by)
            return [(messages.SUCCESS, _("Noted."))]
    raise Http404


def report(decided: Decided) -> list[Said]:
    """What is said of several proposals that were decided together."""
    said: list[Said] = []
    if decided.done:
        text = ngettext(
            "%(count)s proposal was decided.", "%(count)s proposals were decided.", decided.done
        )
        said.append((messages.SUCCESS, text % {"count": decided.done}))
    for proposal, why in decided.refused[:10]:
        label = FIELDS.get(proposal.field, proposal.field)
        said.append((messages.WARNING, format_html("{} ({}): {}", proposal.article, label, why)))
    if not said:
        said.append((messages.INFO, _("There was nothing to decide.")))
    return said


def say_resolved(link: RelatedLink) -> SafeString:
    return format_html(gettext("«{}» leads to its article now."), link.title)


def key_of(text: str) -> int:
    """A key that a form sends; 0, which no row has, for what is none."""
    return read_key(text) or 0
