"""Changes of state: one verb each, with its check, its revision and its line in the audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.arabic import clean_text
from articles.exceptions import Refused
from articles.models import Article, Correction, Precision, Revision, State, Status
from articles.search import store_document

from .access import require
from .content import Content, apply_content, read_content, refuse_lost_relations
from .deeds import Verb, note
from .drafts import note_languages
from .links import link_arrivals, lock_links, settle_related, write_related
from .merging import changed_fields
from .outbox import Event, tell
from .reader_reports import close_corrected
from .revisions import Change, Kind, content_of, record, seal_correction
from .style import count_style

_NOTICED = {Change.CORRECTION, Change.CLARIFICATION}


@dataclass(frozen=True, slots=True)
class Notice:
    """What readers are told of a correction: in Arabic, and in English where the story is."""

    text_ar: str
    text_en: str = ""
    is_serious: bool = False


def hand_in(article: Article, *, by: AbstractBaseUser) -> None:
    """Hand a draft, or changes that wait, to the editors. Raises Refused."""
    with transaction.atomic():
        article = _locked(article)
        require(by, "hand in", article)
        if article.status == Status.DRAFT:
            _refuse_unfinished(article)
        article.draft_by_id = article.draft_by_id or by.pk
        _set_review(article, True)
        note(Verb.HANDED_IN, article, by=by)


def send_back(article: Article, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Give what was handed in back to whose draft it is. Raises Refused."""
    with transaction.atomic():
        article = _locked(article)
        require(by, "send back", article)
        _set_review(article, False)
        note(Verb.SENT_BACK, article, by=by, text=reason)


def publish(article: Article, *, by: AbstractBaseUser) -> None:
    """Put an article before readers, from its publication time on (now, if it has none).

    A time to come is a schedule; before the end of its embargo nothing is published. Raises Refused,
    naming what is missing. Safe to repeat.
    """
    with transaction.atomic():
        article = _locked(article)
        if (
            article.status == Status.PUBLISHED
            and not article.has_changes_waiting  # somebody was quicker, and these are not out
            and by.has_perm("articles.publish_article")
        ):
            return
        require(by, "publish", article)
        now = timezone.now()
        if article.published_at is None:
            article.published_at = now.replace(second=0, microsecond=0)
        _refuse_unfinished(article)
        article.status = Status.PUBLISHED
        article.is_gone = False
        _refuse_impossible(article)
        _refuse_expired(article)
        content = read_content(article)
        record(article, content, Kind.PUBLISHED, by=by, change=Change.FIRST)
        count_style(article, content)
        _put_in_force(article)
        is_scheduled = article.state == State.SCHEDULED
        article.announced_at = None if is_scheduled else now
        article.save(update_fields=["announced_at"])
        if article.is_public:
            tell(Event.PUBLISHED, article, at=now)
        note(Verb.SCHEDULED if is_scheduled else Verb.PUBLISHED, article, by=by)


def unschedule(article: Article, *, by: AbstractBaseUser) -> None:
    """Make a scheduled article a draft again. Raises Refused."""
    with transaction.atomic():
        article = _locked(article)
        require(by, "unschedule", article)
        article.status = Status.DRAFT
        article.live_version = 0
        article.edited_at = timezone.now()
        article.save(update_fields=["status", "live_version", "edited_at"])
        store_document(article)
        note(Verb.SENT_BACK, article, by=by)


def pending_content(article: Article) -> Content:
    """Return what the publication of the changes that wait would put before readers.

    A related headline leads to what has arrived since it was written.
    """
    content = content_of(article, article.version)
    seen = content_of(article, article.live_version)
    related = settle_related(article, content["related"], seen["related"])
    return content | {"related": related}


def publish_changes(
    article: Article,
    change: str,
    *,
    version: int,
    by: AbstractBaseUser,
    notice: Notice | None = None,
    reports: Collection[int] = (),
    reason: str = "",
) -> Revision:
    """Put the changes that wait before readers, and say what they are (``Revision.Change``).

    ``minor`` leaves the time of update alone, and does not make a translation old; all others move
    it. ``correction`` and ``clarification`` need a ``notice``, in English too where the story is.
    ``version`` is the revision that the editor read: Refused where there is a newer one. ``reports``
    are the ids of the readers' reports that it answers.
    """
    notice = _cleaned(notice)
    with transaction.atomic():
        article = _locked(article)
        require(by, "publish changes", article)
        if version != article.version:
            raise Refused(
                _(
                    "Somebody changed this article while you were reading the changes; read them again."
                )
            )
        if change not in {Change.MINOR, Change.UPDATE, *_NOTICED}:
            raise Refused(_("Say what the change is."))
        now = timezone.now()
        was = article.state
        lock_links(article, content_of(article, article.version)["title_ar"])
        content = pending_content(article)
        refuse_lost_relations(content)
        changed = changed_fields(content_of(article, article.live_version), content)
        if change == Change.MINOR:
            changed = [name for name in changed if name.endswith("_en")]
        note_languages(article, changed)
        apply_content(article, content)
        _refuse_unfinished(article)
        _refuse_vanishing(article, was)
        if change in _NOTICED:
            _refuse_silence(article, notice)
        if change != Change.MINOR:
            article.updated_at, article.updated_precision = _minute(article, now), Precision.MINUTE
        _refuse_impossible(article)
        headline_key = Article.objects.values_list("headline_key", flat=True).get(pk=article.pk)
        kind = Kind.CORRECTION if change in _NOTICED else Kind.PUBLISHED
        content = read_content(article, related=content["related"])
        revision = record(article, content, kind, by=by, change=change, reason=reason)
        write_related(article, content["related"])
        _put_in_force(article)
        correction = None
        if change in _NOTICED and notice is not None:
            correction = _issue(article, revision, change, notice, by, now)
        close_corrected(article, reports, correction, by=by)
        if article.is_public:
            if change in _NOTICED:
                tell(Event.CORRECTED, article, at=now, correction=correction)
            else:
                tell(Event.UPDATED, article, at=now, change=change)
        if headline_key != article.headline_key:
            link_arrivals({article.headline_key})
        verb = Verb.CORRECTED if change in _NOTICED else Verb.CHANGED
        note(verb, article, by=by, text=reason)
    return revision


def withdraw(
    article: Article, *, by: AbstractBaseUser, notice: Notice, is_gone: bool = False
) -> None:
    """Take an article away from readers, and tell them why at its address; its history stays.

    ``is_gone``: the address answers 410. Safe to repeat. Raises Refused.
    """
    notice = _cleaned(notice) or Notice("")
    with transaction.atomic():
        article = _locked(article)
        require(by, "withdraw", article)
        if article.status == Status.WITHDRAWN:
            return
        _refuse_silence(article, notice)
        now = timezone.now()
        was_seen = article.state in {State.PUBLISHED, State.EXPIRED}
        article.status = Status.WITHDRAWN
        article.is_gone = is_gone
        revision = record(
            article,
            read_content(article),
            Kind.CORRECTION,
            by=by,
            change=Change.RETRACTION,
            reason=notice.text_ar,
        )
        _put_in_force(article)
        if was_seen:
            correction = _issue(article, revision, Change.RETRACTION, notice, by, now)
            tell(Event.WITHDRAWN, article, at=now, correction=correction)
        note(Verb.WITHDREW, article, by=by, text=notice.text_ar)


def take_down(article: Article, *, by: AbstractBaseUser) -> None:
    """Take the text of a withdrawn article away too: its address answers 410 from now on.

    What readers were told of the withdrawal stays. Safe to repeat. Raises Refused.
    """
    with transaction.atomic():
        article = _locked(article)
        require(by, "withdraw", article)
        if article.status != Status.WITHDRAWN:
            raise Refused(_("Only a withdrawn article can be taken down."))
        if article.is_gone:
            return
        article.is_gone = True
        article.save(update_fields=["is_gone"])
        told = article.corrections.filter(kind=Change.RETRACTION).newest_first().first()
        if told:  # what readers never saw, nobody is told of
            tell(Event.WITHDRAWN, article, at=timezone.now(), correction=told)
        note(Verb.WITHDREW, article, by=by, text=_("its text taken down (410)"))


def _cleaned(notice: Notice | None) -> Notice | None:
    """A notice without what nobody sees: it stands on readers' pages, and must turn none around."""
    if notice is None:
        return None
    words = (clean_text(text).strip() for text in (notice.text_ar, notice.text_en))
    return Notice(*words, is_serious=notice.is_serious)


def _minute(article: Article, now: datetime) -> datetime:
    """The minute it is, which forms show and send back whole; not before the publication."""
    minute = now.replace(second=0, microsecond=0)
    published_at = article.published_at
    return published_at if published_at and minute < published_at <= now else minute


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _set_review(article: Article, in_review: bool) -> None:
    article.in_review = in_review
    article.edited_at = timezone.now()
    article.save(update_fields=["in_review", "draft_by", "edited_at"])


def _put_in_force(article: Article) -> None:
    """Save what is now what readers see, or no longer see."""
    article.live_version = article.version
    article.in_review = False
    article.draft_by = None
    article.edited_at = timezone.now()
    article.save()
    store_document(article)


def _issue(
    article: Article,
    revision: Revision,
    kind: str,
    notice: Notice,
    by: AbstractBaseUser,
    now: datetime,
) -> Correction:
    correction = Correction(
        article=article,
        revision=revision,
        kind=kind,
        text_ar=notice.text_ar,
        text_en=notice.text_en,
        is_serious=notice.is_serious or kind == Change.RETRACTION,
        issued_at=now,
        issued_by_id=by.pk,
    )
    correction.sha256 = seal_correction(correction, revision)
    correction.save(force_insert=True)
    return correction


def _refuse_unfinished(article: Article) -> None:
    if article.unwritten:
        raise Refused(
            _("This article cannot be published yet; it lacks: %(parts)s.")
            % {"parts": _(", ").join(article.unwritten)}
        )


def _refuse_vanishing(article: Article, was: State) -> None:
    """A change takes nothing away from readers: that is a withdrawal, and they are told why."""
    if article.state == State.SCHEDULED:
        raise Refused(
            _(
                "It has been published already: its publication time cannot be in the future. "
                "The chief editor can withdraw it."
            )
        )
    if was == State.PUBLISHED:
        _refuse_expired(article)


def _refuse_expired(article: Article) -> None:
    if article.state == State.EXPIRED:
        raise Refused(_("Its time is over already: change when it expires, or leave that empty."))


def _refuse_silence(article: Article, notice: Notice | None) -> None:
    if notice is None or not notice.text_ar.strip():
        raise Refused(_("Readers must be told: write the notice."))
    if article.has_english and not notice.text_en.strip():
        raise Refused(_("This story is in English too: write the notice in English."))


def _refuse_impossible(article: Article) -> None:
    try:
        article.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
