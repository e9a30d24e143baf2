"""What two people made of one article: both changes, or the conflict by its name.

Fields are merged one by one, bodies block by block (body/merge), tags as lists. Where both changed
the same field or block, the editor decides; nothing is decided for them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from articles.body import Clash, merge_bodies, merge_lists, merge_values

from .content import BODIES, PRECISIONS, RELATIONS, TEXTS, TIMES, Content
from .links import Related

# A time and how exactly it is known are one thing.
_PRECISION_OF = {"published_at": "published_precision", "updated_at": "updated_precision"}


@dataclass(frozen=True, slots=True)
class Dispute:
    """What two people both changed: a field, or a block of a body (HTML), numbered from 0 in its field.

    ``key`` names it in a form by what it is about, ``"title_ar:5b2f60c19ad4"``: a choice made before
    somebody saved once more decides nothing that the editor has not seen.
    """

    field: str
    place: int
    base: str
    theirs: str
    mine: str

    @property
    def key(self) -> str:
        sides = json.dumps([self.base, self.theirs, self.mine]).encode()
        return f"{self.field}:{hashlib.sha256(sides).hexdigest()[:12]}"

    @property
    def is_html(self) -> bool:
        return self.field in BODIES


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome: ``content`` with both changes (mine, where there is a dispute), and the disputes.

    ``taken`` are the fields in which something of theirs was taken over.
    """

    content: Content
    disputes: tuple[Dispute, ...] = ()
    taken: tuple[str, ...] = field(default=())


def merge_contents(
    base: Content, theirs: Content, mine: Content, choices: Mapping[str, str] | None = None
) -> Merge:
    """Merge two contents that were made of one.

    ``choices`` decide disputes by their keys, with a text (HTML for a block) of either or a new one;
    those that they do not decide are returned.
    """
    merged: Content = dict(mine)
    disputes: list[Dispute] = []
    choices = choices or {}

    def decide(dispute: Dispute) -> str:
        if dispute.key in choices:
            return choices[dispute.key]
        disputes.append(dispute)
        return dispute.mine

    for name in TEXTS:
        value = merge_values(base[name], theirs[name], mine[name])
        if isinstance(value, Clash):
            value = decide(Dispute(name, 0, value.base, value.theirs, value.mine))
        merged[name] = value
    for name in BODIES:
        body = merge_bodies(base[name], theirs[name], mine[name])
        chosen = [
            decide(Dispute(name, place, conflict.base, conflict.theirs, conflict.mine))
            for place, conflict in enumerate(body.conflicts)
        ]
        merged[name] = body.resolve(chosen)
    for name in (*TIMES, *RELATIONS):
        names = [name, *([_PRECISION_OF[name]] if name in _PRECISION_OF else [])]
        of_base, of_theirs, of_mine = (
            tuple(content[one] for one in names) for content in (base, theirs, mine)
        )
        value = merge_values(of_base, of_theirs, of_mine)
        if isinstance(value, Clash):
            dispute = Dispute(
                name, 0, *(str(one[0] or "") for one in (of_base, of_theirs, of_mine))
            )
            value = of_theirs if decide(dispute) == dispute.theirs else of_mine
        merged |= dict(zip(names, value, strict=True))
    merged["tags"] = merge_lists(base["tags"], theirs["tags"], mine["tags"])
    merged["related"] = merge_related(base["related"], theirs["related"], mine["related"])
    taken = tuple(
        name
        for name in (*TEXTS, *BODIES, *TIMES, *RELATIONS, "tags", "related")
        if merged[name] != mine[name] and theirs[name] != base[name]
    )
    return Merge(merged, tuple(disputes), taken)


def merge_related(base: Related, theirs: Related, mine: Related) -> Related:
    """Merge related links by their headlines, and of each where it leads. Never a dispute.

    What one removed and the other changed stays as it was changed; one headline that both led
    elsewhere is there twice, theirs first.
    """
    before, first, second = map(_by_headline, (base, theirs, mine))
    known = [
        key
        for key, link in before.items()
        if not any(
            key not in one and other.get(key, link) != link
            for one, other in ((first, second), (second, first))
        )
    ]
    merged: Related = []
    for key in merge_lists(known, first, second):
        if key in first and key in second:
            of_base = before.get(key, ("", None))
            parts = [
                merge_values(*sides) for sides in zip(of_base, first[key], second[key], strict=True)
            ]
            clashes = any(isinstance(part, Clash) for part in parts)
            links = [first[key], second[key]] if clashes else [parts]
        else:
            links = [first.get(key) or second[key]]
        merged += [[key[0], *link] for link in links]
    return merged


def _by_headline(related: Related) -> dict[tuple[str, int], tuple[str, int | None]]:
    """Links by their headlines; one that is there twice is told by its turn."""
    found: dict[tuple[str, int], tuple[str, int | None]] = {}
    for title, url, target in related:
        turn = sum(1 for known, _turn in found if known == title)
        found[title, turn] = (url, target)
    return found


def changed_fields(before: Content, after: Content) -> list[str]:
    """Return the names of the fields in which two contents differ, in the order of a form."""
    return [
        name
        for name in (*TEXTS, *BODIES, *TIMES, *PRECISIONS, *RELATIONS, "tags", "related")
        if before.get(name) != after.get(name)
    ]
