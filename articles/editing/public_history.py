"""What readers saw of an article, change by change: its history without drafts and restores."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.models import Revision

from .content import Content, load_content

_CHANGE = Revision.Change


@dataclass(slots=True)
class SeenChange:
    """A change that readers saw: its revision, what they read before it (None: nothing) and after."""

    revision: Revision
    before: Content | None
    after: Content


def seen_changes(article_id: int) -> list[SeenChange]:
    """Return every change to an article that readers saw, the oldest first.

    What was scheduled and taken off the schedule, or withdrawn before anybody could read it, is not
    among them. What came from a page (imports) is no change of ours, but is what a change is
    compared with. Two queries, and one more for each edit of an article on the schedule.
    """
    revisions = Revision.objects.filter(article=article_id).order_by("number")
    history = list(revisions.defer("content").select_related("correction"))
    stored = revisions.filter(Q(number=1) | ~Q(change="") | ~Q(tool=""))
    contents = dict(stored.values_list("number", "content"))

    def content_of(revision: Revision) -> Content:
        return load_content(contents.get(revision.number) or revision.content)

    first = next((one.change for one in history if one.change), "")
    is_out = first not in ("", _CHANGE.FIRST)  # it was public when its history began
    live: Content | None = None
    seen: list[SeenChange] = []
    for revision in history:
        match revision.change:
            case "":
                if not is_out:
                    continue
                if live is None or _is_by_machine(revision):
                    live = content_of(revision)
                elif _was_to_come(live, revision.created_at):
                    live = content_of(revision)
                    if seen:
                        seen[-1].after = live
            case _CHANGE.RETRACTION if not hasattr(revision, "correction"):
                live, is_out = _take_back(seen), False
            case _:
                if revision.change == _CHANGE.FIRST and is_out:
                    live = _take_back(seen) if seen and _is_first(seen[-1]) else live
                seen.append(SeenChange(revision, live, content_of(revision)))
                live = seen[-1].after
                is_out = revision.change != _CHANGE.RETRACTION
    return seen


def _is_first(change: SeenChange) -> bool:
    return change.revision.change == _CHANGE.FIRST


def _take_back(seen: list[SeenChange]) -> Content | None:
    """Forget a publication that readers never saw; return what they had read before."""
    if seen and _is_first(seen[-1]):
        return seen.pop().before
    return seen[-1].after if seen else None


def _is_by_machine(revision: Revision) -> bool:
    """Whether the importer wrote a revision, or undid one: it is in force at once."""
    return revision.tool == Revision.Tool.IMPORTER and revision.kind != Revision.Kind.DRAFT


def _was_to_come(live: Content, moment: datetime) -> bool:
    """Whether an article was on the schedule then: it is edited in place until its time."""
    return datetime.fromisoformat(live["published_at"]) > moment
