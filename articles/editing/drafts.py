"""Saving what a person wrote: nothing of theirs or of anybody else's is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.arabic import clean_line
from articles.body import plain_text, sanitize
from articles.exceptions import Refused
from articles.models import Article, OpenForm, State, Status
from articles.search import store_document

from .access import require
from .citations import propose_citations
from .content import (
    RELATIONS,
    Content,
    apply_content,
    lost_relations,
    read_content,
    refuse_lost_relations,
)
from .deeds import Verb, note
from .kin import propose_kin
from .links import (
    Related,
    link_arrivals,
    lock_links,
    settle_related,
    without_gone,
    write_related,
)
from .merging import Dispute, Merge, changed_fields, merge_contents
from .revisions import Kind, add_revision, content_of, latest_content, record
from .style import count_style

# What a save writes to the row of an article whose text waits.
_WAITING = ("version", "live_version", "edited_at", "draft_by")
MOST_CHARACTERS = 500_000  # of a body; a hundred times a long article
_MOST_OF = {"title": 300, "summary": 5_000, "byline": 200, "image_alt": 500, "image_caption": 500}


class Disputed(Exception):
    """Somebody else changed the same text meanwhile: nothing was saved; ``merge`` has both.

    ``version`` is the revision that theirs is, ``by`` who wrote it.
    """

    def __init__(self, merge: Merge, version: int, by: AbstractBaseUser | None) -> None:
        super().__init__(_("Somebody else changed the same text meanwhile."))
        self.merge = merge
        self.version = version
        self.by = by

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        return self.merge.disputes


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the revision (None where nothing changed), and what was merged into it.

    ``taken`` are the fields in which somebody else's changes, saved meanwhile, were kept;
    ``waits`` says that readers go on seeing the published text.
    """

    version: int | None
    taken: tuple[str, ...] = field(default=())
    waits: bool = False


def load_latest(article: Article) -> None:
    """Set an article's fields to what was last written of it, whether or not readers see it."""
    if article.has_changes_waiting:
        apply_content(article, content_of(article, article.version))


def save_article(
    article: Article,
    *,
    by: AbstractBaseUser,
    base: int | None = None,
    choices: Mapping[str, str] | None = None,
    related: Related | None = None,
    reason: str = "",
    verb: Verb = Verb.SAVED,
) -> Saved:
    """Save an article as edited by a person, with everything that follows from its text.

    ``base`` is the revision that the editor began from (None: the newest). What others saved since
    is merged; where they changed the same text, ``choices`` (editing/merging) decide, and what they
    do not decide raises Disputed. ``related`` are its related links as edited (None: nobody touched
    them). Changes to a published article wait until they are published. ``verb`` is what the audit
    calls it.
    The text is cleaned and the body sanitised here too: not every caller is a form. Raises Refused
    where ``by`` may not, or what comes out cannot be.
    """
    _clean(article)
    related = None if related is None else _clean_related(related)
    with transaction.atomic():
        stored = Article.objects.select_for_update().filter(pk=article.pk).first()
        if stored is None:
            if article.pk is not None:
                raise Refused(_("This article is no longer there: it was deleted meanwhile."))
            return _create(article, by, related or [], reason)
        require(by, "edit", stored)
        mine = read_content(article, related=related or [])
        theirs = latest_content(stored)
        merge = _merge(stored, theirs, mine, base, choices, links_touched=related is not None)
        if not changed_fields(theirs, merge.content):
            _close(stored, by)
            return Saved(None, merge.taken, stored.has_changes_waiting)
        _write(stored, merge.content, Kind.DRAFT, by, reason)
        note(verb, stored, by=by, text=reason)
        _close(stored, by)
        return Saved(stored.version, merge.taken, stored.has_changes_waiting)


def restore(article: Article, number: int, *, by: AbstractBaseUser) -> bool:
    """Make what a revision says the newest again, as a new revision.

    Of a published article it waits to be published. Related headlines lead where they have come to
    lead since. Returns whether all of it is back: False where its source, section or image is there no
    more. Raises Refused.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        require(by, "edit", stored)
        revision = stored.revisions.filter(number=number).first()
        if revision is None:
            raise Refused(_("This article has no such revision."))
        content = content_of(stored, number)
        lost = lost_relations(content)
        content |= dict.fromkeys(lost)
        if stored.status == Status.PUBLISHED:
            # When it was last updated does not go back with the text; and what was a draft then is
            # before readers now, since when it says in no draft. Nor does a schedule: readers would
            # see it at once.
            kept = ["updated_at", "updated_precision"]
            if content["published_at"] is None or stored.state == State.SCHEDULED:
                kept += ["published_at", "published_precision"]
            now_says = latest_content(stored)
            content |= {name: now_says[name] for name in kept}
        lock_links(stored, content["title_ar"])
        content["related"] = settle_related(stored, content["related"])
        _write(stored, content, Kind.RESTORE, by, _("revision %(number)s") % {"number": number})
        note(Verb.RESTORED, stored, by=by, text=str(number))
    return not lost


def discard_changes(article: Article, *, by: AbstractBaseUser) -> None:
    """Take back the changes to a published article that wait; they stay in its history."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        require(by, "edit", stored)
        if not stored.has_changes_waiting:
            raise Refused(_("There are no changes to publish."))
        record(stored, read_content(stored), Kind.RESTORE, by=by, reason=_("changes discarded"))
        stored.live_version = stored.version
        stored.draft_by = None
        stored.in_review = False
        stored.save(update_fields=["version", "live_version", "draft_by", "in_review"])
        note(Verb.DISCARDED, stored, by=by)
        count_style(stored)


def revise(
    article: Article,
    changes: Mapping[str, Any],
    *,
    by: AbstractBaseUser | None,
    tool: str = "",
    reason: str,
    verb: Verb = Verb.SAVED,
) -> None:
    """Change some fields (editing/content) of an article that is locked, in a revision of its own.

    For what no form sent: ``by`` is None where the newsroom itself did it, by a command.
    """
    _write(article, latest_content(article) | changes, Kind.DRAFT, by, reason, tool=tool)
    note(verb, article, by=by, text=reason)


def _create(article: Article, by: AbstractBaseUser, related: Related, reason: str) -> Saved:
    article.status = Status.DRAFT  # whatever a caller says: only publish() publishes
    require(by, "edit", article)
    apply_content(article, read_content(article))
    article.draft_by_id = by.pk
    article.edited_at = timezone.now()
    _validate(article)
    article.save()
    write_related(article, without_gone(related))
    content = read_content(article)
    add_revision(article, content, Kind.DRAFT, by=by, reason=reason)
    article.save(update_fields=["version"])
    store_document(article)
    link_arrivals({article.headline_key})
    count_style(article, content)
    propose_citations(article, content)
    propose_kin(article, content)
    article.read_at = article.edited_at
    article.save(update_fields=["read_at"])
    note(Verb.CREATED, article, by=by)
    OpenForm.objects.filter(user_id=by.pk, article=None).delete()
    return Saved(article.version)


def _merge(
    stored: Article,
    theirs: Content,
    mine: Content,
    base: int | None,
    choices: Mapping[str, str] | None,
    *,
    links_touched: bool,
) -> Merge:
    # An article without a history has one revision once somebody saves: what it said before.
    base = max(base, 1) if base is not None else None
    if base is None or base == max(stored.version, 1):
        return Merge(mine if links_touched else mine | {"related": theirs["related"]})
    before = stored.revisions.filter(number=base).first()
    if before is None:
        raise Refused(_("This form belongs to another article; open it again."))
    was = content_of(stored, base)
    mine = mine if links_touched else mine | {"related": was["related"]}
    merge = merge_contents(was, theirs, mine, choices)
    if merge.disputes:
        newest = stored.revisions.select_related("created_by").get(number=stored.version)
        raise Disputed(merge, stored.version, newest.created_by)
    return merge


def _write(
    stored: Article,
    content: Content,
    kind: Kind,
    by: AbstractBaseUser | None,
    reason: str,
    *,
    tool: str = "",
) -> None:
    """Add a revision to an article that is locked; put it in force, or let it wait."""
    is_published = stored.status == Status.PUBLISHED
    before = latest_content(stored)
    headline_key = stored.headline_key
    draft = Article(pk=stored.pk, status=stored.status)
    apply_content(draft, content)
    _clean(draft)  # what was chosen in a dispute came from a form too
    _validate(draft)
    content = read_content(draft, related=without_gone(content["related"]))
    changed = changed_fields(before, content)
    # What nobody has read yet is changed in place; what readers see waits to be published.
    waits = stored.state in {State.PUBLISHED, State.EXPIRED} and (
        stored.has_changes_waiting or bool(changed)
    )
    record(stored, content, kind, by=by, tool=tool, reason=reason)
    if {"summary_ar", "body_ar", "source"} & {*changed}:
        propose_citations(stored, content)
    if "body_ar" in changed:
        propose_kin(stored, content)
    stored.edited_at = timezone.now()
    if by is not None and (not is_published or stored.has_changes_waiting):
        stored.draft_by_id = stored.draft_by_id or by.pk
    count_style(stored, content)
    if waits:  # when a language was changed is noted when it is published, as what it then is
        stored.save(update_fields=_WAITING)
        return
    note_languages(stored, changed)
    apply_content(stored, content)
    if is_published:
        stored.live_version = stored.version
        stored.draft_by = None
    stored.save()
    if headline_key != stored.headline_key:
        lock_links(stored, stored.title_ar)
    write_related(stored, content["related"])
    store_document(stored)
    if headline_key != stored.headline_key:
        link_arrivals({stored.headline_key})


def note_languages(article: Article, changed: Iterable[str]) -> None:
    """Note, of an article in memory, which language is changed now, by the fields that are."""
    changed = set(changed)
    for language, name in (("ar", "arabic_changed_at"), ("en", "english_changed_at")):
        if changed & {f"{part}_{language}" for part in ("title", "summary", "body")}:
            setattr(article, name, timezone.now())


def _validate(article: Article) -> None:
    for language in ("ar", "en"):
        if len(getattr(article, f"body_{language}") or "") > MOST_CHARACTERS:
            raise Refused(
                _("The body is too long: %(most)s characters are the most.")
                % {"most": f"{MOST_CHARACTERS:,}"}
            )
        for name, most in _MOST_OF.items():
            if len(getattr(article, f"{name}_{language}") or "") > most:
                raise Refused(
                    _("%(field)s is too long: %(most)s characters are the most.")
                    % {
                        "field": Article._meta.get_field(name).verbose_name,
                        "most": f"{most:,}",
                    }
                )
    refuse_lost_relations({name: getattr(article, f"{name}_id") for name in RELATIONS})
    try:
        article.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


def _close(article: Article, by: AbstractBaseUser) -> None:
    """What was typed is saved: the buffer of this form is not needed any more."""
    article.open_forms.filter(user_id=by.pk).update(typed=None, version=article.version)


def _clean(article: Article) -> None:
    """Leave in an article's texts what the importer would: nothing invisible, no empty body."""
    tags = (clean_line(str(tag)).text for tag in article.tags)
    article.tags = list(dict.fromkeys(filter(None, tags)))
    for language in ("ar", "en"):
        empty = "" if language == "ar" else None
        for name in ("title", "byline", "image_alt", "image_caption"):
            text = clean_line(getattr(article, f"{name}_{language}") or "").text
            setattr(article, f"{name}_{language}", text or empty)
        summary = getattr(article, f"summary_{language}") or ""
        lines = [line for line, _removed in map(clean_line, summary.splitlines())]
        setattr(article, f"summary_{language}", "\n".join(lines).strip() or empty)
        body = sanitize(clean_line(getattr(article, f"body_{language}") or "").text)
        setattr(article, f"body_{language}", body if plain_text(body) else empty)


def _clean_related(related: Related) -> Related:
    """Related links whose words turn nothing around, and whose addresses are of web pages."""
    for _title, url, _target in related:
        if url and not url.lower().startswith(("https://", "http://")):
            raise Refused(_("The address must begin with https://."))
    return [[clean_line(title).text, url, target] for title, url, target in related]
