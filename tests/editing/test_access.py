"""Who may do what to an article in which state, and why not: the whole table."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import translation

from articles.editing import TRANSITIONS, can, refusal_of, require
from articles.exceptions import Refused
from articles.models import Article, State

pytestmark = pytest.mark.django_db

NOT_YET = "This article is published already."
NO_CHANGES = "There are no changes to publish."
NOT_PUBLISHED = "Only a published article has changes to publish."
NOT_IN_REVIEW = "This article is not in review."
IN_REVIEW = "This article is in review; take it back, or ask an editor, to change it."
CANNOT_HAND_IN = "Only a draft or a change that is not yet in review can be handed in."
NOT_SCHEDULED = "Only a scheduled article can be taken off the schedule."
NEVER_PUBLISHED = "This article was never published."
NO_DRAFT = "Your account may edit drafts only; this article is no longer a draft."
NO_PUBLISHING = "Only editors may publish."
NO_WITHDRAWING = "Only the chief editor may withdraw an article from readers."
NO_RETURN = "Only the chief editor may publish again what was withdrawn."
NO_EDITING = "Your account may not edit articles."
OK = None

VERBS = ("edit", "hand in", "send back", "publish", "publish changes", "unschedule", "withdraw")
# group: {state: why not, verb by verb in the order above; None where it may}
NOBODY = (*[NO_EDITING] * 3, *[NO_PUBLISHING] * 3, NO_WITHDRAWING)
REPORTER = (*[NO_PUBLISHING] * 3, NO_WITHDRAWING)
TABLE = {
    "nobody": dict.fromkeys(State.values, NOBODY),
    "reporter": {
        "draft": (OK, OK, NOT_IN_REVIEW, *REPORTER),
        "in-review": (IN_REVIEW, CANNOT_HAND_IN, OK, *REPORTER),
        "scheduled": (NO_DRAFT, CANNOT_HAND_IN, NOT_IN_REVIEW, *REPORTER),
        "published": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, *REPORTER),
        "expired": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, *REPORTER),
        "withdrawn": (NO_DRAFT, CANNOT_HAND_IN, NOT_IN_REVIEW, *REPORTER),
    },
    "editor": {
        "draft": (OK, OK, NOT_IN_REVIEW, OK, NOT_PUBLISHED, NOT_SCHEDULED, NO_WITHDRAWING),
        "in-review": (OK, CANNOT_HAND_IN, OK, OK, NOT_PUBLISHED, NOT_SCHEDULED, NO_WITHDRAWING),
        "scheduled": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NOT_YET, NOT_PUBLISHED, OK, NO_WITHDRAWING),
        "published": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NOT_YET, NO_CHANGES, NOT_SCHEDULED, NO_WITHDRAWING),
        "expired": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NOT_YET, NO_CHANGES, NOT_SCHEDULED, NO_WITHDRAWING),
        "withdrawn": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NO_RETURN, NOT_PUBLISHED, NOT_SCHEDULED, NO_WITHDRAWING),
    },
    "chief editor": {
        "draft": (OK, OK, NOT_IN_REVIEW, OK, NOT_PUBLISHED, NOT_SCHEDULED, NEVER_PUBLISHED),
        "in-review": (OK, CANNOT_HAND_IN, OK, OK, NOT_PUBLISHED, NOT_SCHEDULED, NEVER_PUBLISHED),
        "scheduled": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NOT_YET, NOT_PUBLISHED, OK, OK),
        "published": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NOT_YET, NO_CHANGES, NOT_SCHEDULED, OK),
        "expired": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, NOT_YET, NO_CHANGES, NOT_SCHEDULED, OK),
        "withdrawn": (OK, CANNOT_HAND_IN, NOT_IN_REVIEW, OK, NOT_PUBLISHED, NOT_SCHEDULED, OK),
    },
}  # fmt: skip


def account(member, group: str) -> User:
    return User.objects.create_user("nobody") if group == "nobody" else member(group)


def why_not(user: User, article: Article) -> tuple[str | None, ...]:
    with translation.override("en"):
        refusals = [refusal_of(user, verb, article) for verb in VERBS]
        return tuple(None if refusal is None else str(refusal) for refusal in refusals)


@pytest.mark.parametrize("group", TABLE)
def test_the_whole_table(member, in_state, group):
    user = account(member, group)
    assert {state: why_not(user, in_state(state)) for state in State.values} == TABLE[group]


def test_the_table_has_every_verb():
    assert tuple(TRANSITIONS) == VERBS


@pytest.mark.parametrize(
    ("group", "state", "of_it", "verbs"),
    [
        # Changes that wait can be handed in, and published by those who publish.
        ("reporter", "published", {"version": 2, "live_version": 1}, {"edit", "hand in"}),
        ("reporter", "expired", {"version": 2, "live_version": 1}, {"edit", "hand in"}),
        ("editor", "published", {"version": 2, "live_version": 1}, {"edit", "hand in", "publish changes"}),
        ("editor", "expired", {"version": 2, "live_version": 1}, {"edit", "hand in", "publish changes"}),
        # In review they are an editor's, until whoever handed them in takes them back.
        ("reporter", "published", {"version": 2, "live_version": 1, "in_review": True}, {"send back"}),
        ("editor", "published", {"version": 2, "live_version": 1, "in_review": True}, {"edit", "send back", "publish changes"}),
    ],
)  # fmt: skip
def test_changes_that_wait(member, in_state, group, state, of_it, verbs):
    user = member(group)
    article = in_state(state, **of_it)
    assert {verb for verb in VERBS if can(user, verb, article)} == verbs


@pytest.mark.parametrize("state", ["draft", "in-review", "published"])
def test_a_reporter_leaves_the_drafts_of_others_alone(member, in_state, state):
    someone = member("reporter", "lina")
    waits = {"version": 2, "live_version": 1} if state == "published" else {}
    article = in_state(state, draft_by=someone, **waits)
    said = "This draft is someone else's; only they and editors may change it."
    assert why_not(member("reporter", "rami"), article)[0] == said
    assert can(someone, "send back" if state == "in-review" else "edit", article)
    assert can(member("editor"), "edit", article)


def test_a_new_article_is_anyones_who_may_write(member):
    assert can(member("reporter"), "edit", Article())
    assert not can(User.objects.create_user("nobody"), "edit", Article())


def test_strangers_may_nothing(in_state):
    for state in State.values:
        assert why_not(AnonymousUser(), in_state(state)) == NOBODY


def test_a_refusal_is_a_sentence_in_arabic(member, in_state):
    with translation.override("ar"):
        for group in TABLE:
            user = account(member, group)
            for state in State.values:
                article = in_state(state)
                for verb in VERBS:
                    if can(user, verb, article):
                        continue
                    with pytest.raises(Refused) as refused:
                        require(user, verb, article)
                    said = str(refused.value)
                    assert said == str(refusal_of(user, verb, article))
                    assert re.fullmatch(r"[^A-Za-z]+\.", said)
