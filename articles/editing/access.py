"""Who may do what to an article; asked where the work is done, so that no side door skips it.

One table says from which states each verb leads, and whose it is. Rights are the groups' (migrations
0002 and 0004): reporters write and hand in their own drafts, editors publish and correct, the chief
editor withdraws.
"""

from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.exceptions import Refused
from articles.models import Article, State

User = AbstractBaseUser | AnonymousUser

_EDIT = "articles.change_article"
_PUBLISH = "articles.publish_article"
_WITHDRAW = "articles.withdraw_article"

_LIVE = {State.SCHEDULED, State.PUBLISHED, State.EXPIRED}


class Transition(NamedTuple):
    """A verb: the states it leads from, the right it takes, and the refusals for want of either."""

    states: frozenset[State]
    right: str
    wrong_state: str | Promise
    no_right: str | Promise


TRANSITIONS = {
    "edit": Transition(
        frozenset(State),
        _EDIT,
        "",
        _("Your account may not edit articles."),
    ),
    "hand in": Transition(
        frozenset({State.DRAFT, *_LIVE}),
        _EDIT,
        _("Only a draft or a change that is not yet in review can be handed in."),
        _("Your account may not edit articles."),
    ),
    "send back": Transition(
        frozenset({State.IN_REVIEW, *_LIVE}),
        _EDIT,
        _("This article is not in review."),
        _("Your account may not edit articles."),
    ),
    "publish": Transition(
        frozenset({State.DRAFT, State.IN_REVIEW, State.WITHDRAWN}),
        _PUBLISH,
        _("This article is published already."),
        _("Only editors may publish."),
    ),
    "publish changes": Transition(
        frozenset({State.PUBLISHED, State.EXPIRED}),
        _PUBLISH,
        _("Only a published article has changes to publish."),
        _("Only editors may publish."),
    ),
    "unschedule": Transition(
        frozenset({State.SCHEDULED}),
        _PUBLISH,
        _("Only a scheduled article can be taken off the schedule."),
        _("Only editors may publish."),
    ),
    "withdraw": Transition(
        frozenset({*_LIVE, State.WITHDRAWN}),
        _WITHDRAW,
        _("This article was never published."),
        _("Only the chief editor may withdraw an article from readers."),
    ),
}


def can(user: User, action: str, article: Article) -> bool:
    """Whether ``user`` may do something (a verb of ``TRANSITIONS``) to this article, as it is now."""
    return refusal_of(user, action, article) is None


def require(user: User, action: str, article: Article) -> None:
    """Raise Refused, with the reason in the user's language, unless ``can()``."""
    if refusal := refusal_of(user, action, article):
        raise Refused(str(refusal))


def refusal_of(user: User, action: str, article: Article) -> str | Promise | None:
    """Why ``user`` may not do something to an article; None where they may."""
    transition = TRANSITIONS[action]
    if not user.has_perm(transition.right):
        return transition.no_right
    state = article.state
    if state not in transition.states:
        return transition.wrong_state
    is_editor = user.has_perm(_PUBLISH)
    match action:
        case "publish" if state == State.WITHDRAWN and not user.has_perm(_WITHDRAW):
            return _("Only the chief editor may publish again what was withdrawn.")
        case "publish changes" if not article.has_changes_waiting:
            return _("There are no changes to publish.")
        case "hand in" if article.in_review or (state in _LIVE and not article.has_changes_waiting):
            return transition.wrong_state
        case "send back" if not article.in_review:
            return transition.wrong_state
        case "edit" | "hand in" | "send back" if not is_editor:
            return _why_not_a_reporter(user, action, article, state)
    return None


def may_resolve_links(user: User, article: Article) -> bool:
    """Whether ``user``, who may edit an article, may lead its headlines: that takes effect at once."""
    is_live = article.state in {State.PUBLISHED, State.EXPIRED}
    return not is_live or user.has_perm(_PUBLISH)


def _why_not_a_reporter(
    user: User, action: str, article: Article, state: State
) -> str | Promise | None:
    """What keeps someone who may not publish from working on an article."""
    if state in {State.SCHEDULED, State.WITHDRAWN}:
        return _("Your account may edit drafts only; this article is no longer a draft.")
    if article.draft_by_id not in (None, user.pk):
        return _("This draft is someone else's; only they and editors may change it.")
    if article.in_review and action == "edit":
        return _("This article is in review; take it back, or ask an editor, to change it.")
    return None
