"""Secret links to what is not published: signed, expiring, of one revision of one article."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone

from articles.models import Article

LASTS = timedelta(hours=48)

# A colon ends an address in many a mail program; a full stop between letters does not.
_SIGNER = signing.Signer(salt="articles.preview", sep=".")


@dataclass(frozen=True, slots=True)
class PreviewLink:
    """What a token says: which revision of which article (0: one without a history), until when."""

    article_id: int
    number: int
    until: datetime


def sign_preview(article: Article, lasts: timedelta = LASTS) -> tuple[str, datetime]:
    """Return a token for what was last written of an article, and until when (UTC) it holds."""
    until = (timezone.now() + lasts).replace(microsecond=0)
    token = _SIGNER.sign_object([article.pk, article.version, int(until.timestamp())])
    return token, until


def read_preview(token: str) -> PreviewLink | None:
    """Return what a token says; None for one that is forged, damaged or no longer holds."""
    try:
        article_id, number, until = _SIGNER.unsign_object(token)
    except signing.BadSignature:
        return None
    link = PreviewLink(article_id, number, datetime.fromtimestamp(until, UTC))
    return link if timezone.now() < link.until else None
