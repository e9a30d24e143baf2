"""What readers say is wrong: taken in, checked without a third party, answered (decision 0015)."""

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.arabic import clean_line, clean_text
from articles.body import split_blocks, text_of
from articles.exceptions import Refused
from articles.models import REFERENCE_LENGTH, Article, Correction, ReaderReport, Revision

from .content import Content, read_content
from .deeds import Verb, note
from .networks import network_keys
from .revisions import content_of

MOST_MESSAGE = 2_000  # characters
MOST_QUOTE = 500
_SOONEST = timedelta(seconds=3)  # nobody reads and writes faster
_LATEST = timedelta(days=1)
_MOST_LINKS = 2
_MOST_OF_A_NETWORK = {timedelta(hours=1): 5, timedelta(days=1): 15}
_NETWORK_KEPT = timedelta(days=2)
_UNANSWERED = 6  # times as long as after an answer, an address waits for one

_SIGNER = signing.Signer(salt="articles.reader-report")
_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# Latin and Arabic with their extensions: what is written in this newsroom's two languages.
_OURS = re.compile(r"[A-Za-z\u00c0-\u024f\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufefc]")
# What is heard as another letter is typed as it (Crockford's base 32).
_HEARD = str.maketrans("OIL", "011")

Status = ReaderReport.Status
_ANSWERS = {Status.CORRECTED, Status.NO_ERROR, Status.DUPLICATE, Status.SPAM}


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """What a report's form was opened with: which version of which article, in which language."""

    article_id: int
    version: int
    language: str
    key: str
    opened_at: datetime

    @property
    def is_usable(self) -> bool:
        """Whether it can still be sent."""
        return timezone.now() - self.opened_at <= _LATEST


def sign_report_form(article: Article, language: str) -> str:
    """Return a token for the form of a report on what readers see of an article now."""
    number = article.live_version or min(article.version, 1)
    key = secrets.token_urlsafe(16)
    now = int(timezone.now().timestamp())
    return _SIGNER.sign_object([article.pk, number, language, key, now])


def read_report_form(token: str) -> OpenedReport | None:
    """Return what a token says, however old it is; None for one that is forged or damaged."""
    try:
        *said, opened = _SIGNER.unsign_object(token)
    except signing.BadSignature:
        return None
    return OpenedReport(*said, datetime.fromtimestamp(opened, UTC))


def content_seen(article: Article, number: int) -> Content:
    """Return what an article said in a version that readers read; 0 is one without a history."""
    number = number or min(article.version, 1)
    if number in (0, article.live_version):
        return read_content(article, related=[])
    try:
        return content_of(article, number)
    except Revision.DoesNotExist:
        return read_content(article, related=[])


def paragraphs_of(content: Content, language: str) -> list[str]:
    """Return the texts of a body's blocks; a report's paragraph 1 is the first of them."""
    return [text_of(block) for block in split_blocks(content[f"body_{language}"])]


def receive_report(
    article: Article,
    opened: OpenedReport,
    *,
    paragraph: int | None,
    message: str,
    quote: str = "",
    email: str = "",
    address: str = "",
) -> ReaderReport:
    """Take in what a reader says is wrong; the same form sent again is the same report.

    ``address`` is the sender's; only its network counts, and no address is kept. A quote that is not
    in the article is left out, and one that is in one paragraph alone names it. Raises Refused.
    """
    if known := ReaderReport.objects.filter(form_key=opened.key).first():
        return known
    message, quote = clean_text(message).strip(), clean_line(quote).text
    _refuse_haste(opened)
    _refuse_spam(message)
    keys = network_keys(address)
    _refuse_flood(keys)
    content = content_seen(article, opened.version)
    texts = [content[f"title_{opened.language}"], *paragraphs_of(content, opened.language)]
    quote = quote[:MOST_QUOTE]
    places = [
        place for place, text in enumerate(texts) if quote and quote in " ".join(text.split())
    ]
    if not places:
        quote = ""
    elif paragraph not in places:
        paragraph = places[0]
    if paragraph is not None and paragraph >= len(texts):
        paragraph = None
    report = ReaderReport(
        article=article,
        version=opened.version,
        language=opened.language,
        paragraph=paragraph,
        paragraph_text="" if paragraph is None else texts[paragraph],
        quote=quote,
        message=message,
        email=email,
        created_at=timezone.now(),
        form_key=opened.key,
        network=keys[0],
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:  # the same form, at the same moment
        return ReaderReport.objects.get(form_key=opened.key)
    return report


def find_report(reference: str) -> ReaderReport | None:
    """Find a report by its number as a reader types it: ``7k3p-qoxd`` is ``7K3PQ0XD``."""
    typed = re.sub(r"[\W_]", "", reference).upper().translate(_HEARD)
    if len(typed) != REFERENCE_LENGTH:
        return None
    reports = ReaderReport.objects.select_related("article", "correction")
    return reports.filter(reference=typed).first()


def answer_report(
    report: ReaderReport, status: str, answer: str, *, by: AbstractBaseUser
) -> ReaderReport:
    """Answer a reader: what became of the report, and what they read of it. Raises Refused.

    An answer may be put right, but not one that a correction was published with. Safe to repeat.
    """
    _require_answering(by)
    answer = clean_text(answer).strip()
    with transaction.atomic():
        report = ReaderReport.objects.select_for_update().get(pk=report.pk)
        if (report.status, report.answer) == (status, answer):
            return report
        if report.correction_id:
            raise Refused(_("This report was answered with a published correction."))
        if status not in _ANSWERS:
            raise Refused(_("Say what becomes of the report."))
        if not answer and status != Status.SPAM:
            raise Refused(_("Write the answer: the reader reads it under the report's number."))
        _close(report, status, by, answer=answer)
    return report


def close_corrected(
    article: Article,
    report_ids: Collection[int],
    correction: Correction | None,
    *,
    by: AbstractBaseUser,
) -> None:
    """Close the reports that a change to an article answers; call it in the transaction that does.

    ``correction`` is what readers are told of it, None where the change needed no notice.
    """
    if not report_ids:
        return
    _require_answering(by)
    reports = article.reader_reports.select_for_update().waiting().filter(pk__in=report_ids)
    for report in reports:
        _close(report, Status.CORRECTED, by, correction=correction)


def forget_readers(now: datetime) -> int:
    """Forget what is not needed any more of who reported; return how many e-mail addresses that were.

    Networks after two days; addresses ``READER_EMAIL_DAYS`` after the answer, and where there is none
    after six times as many.
    """
    kept = timedelta(days=settings.READER_EMAIL_DAYS)
    reports = ReaderReport.objects.order_by()
    reports.filter(network__gt="", created_at__lt=now - _NETWORK_KEPT).update(network="")
    answered = Q(answered_at__lt=now - kept)
    old = Q(created_at__lt=now - _UNANSWERED * kept)
    return reports.filter(answered | old, email__gt="").update(email="")


def _close(report: ReaderReport, status: str, by: AbstractBaseUser, **said: Any) -> None:
    report.status = status
    report.answered_at, report.answered_by_id = timezone.now(), by.pk
    for name, value in said.items():
        setattr(report, name, value)
    report.save(update_fields=["status", "answered_at", "answered_by", *said])
    text = f"{report.shown_reference}: {report.get_status_display()}"
    note(Verb.ANSWERED, report.article, by=by, text=text)


def _require_answering(by: AbstractBaseUser) -> None:
    if not by.has_perm("articles.change_readerreport"):
        raise Refused(_("Only editors answer readers."))


def _refuse_haste(opened: OpenedReport) -> None:
    if timezone.now() - opened.opened_at < _SOONEST:
        raise Refused(
            _("That was faster than anybody writes. Please wait a moment and send it again.")
        )
    if not opened.is_usable:
        raise Refused(
            _(
                "This form was open for more than a day. Please check that the article still says it, "
                "and send it again."
            )
        )


def _refuse_spam(message: str) -> None:
    if len(_LINK.findall(message)) > _MOST_LINKS:
        raise Refused(
            _("There are too many links in it. Please leave two at most, and send it again.")
        )
    letters = _LETTER.findall(message)
    if len(letters) < 3:
        raise Refused(_("Please say in words what is wrong."))
    if len(_OURS.findall(message)) * 2 < len(letters):
        raise Refused(_("Please write in Arabic or in English."))


def _refuse_flood(keys: Sequence[str]) -> None:
    if not keys[0]:
        return
    now = timezone.now()
    sent = ReaderReport.objects.filter(network__in=keys).order_by()
    for period, most in _MOST_OF_A_NETWORK.items():
        if sent.filter(created_at__gt=now - period).count() >= most:
            raise Refused(
                _(
                    "Many reports have come from your network already. Please keep what you wrote, "
                    "and send it later."
                )
            )
