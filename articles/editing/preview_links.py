"""Secret links to what is not published: signed, expiring, of one revision of one article."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.core import signing
from django.utils import timezone

from articles.models import Article

LASTS = timedelta(hours=48)
_RIGHT = "articles.view_article"  # of whoever made a link, for as long as it is to hold

# A colon ends an address in many a mail program; a full stop between letters does not.
_SIGNER = signing.Signer(salt="articles.preview", sep=".")


@dataclass(frozen=True, slots=True)
class PreviewLink:
    """What a token says: which revision of which article (0: one without a history), until when."""

    article_id: int
    number: int
    until: datetime


def sign_preview(article: Article, by: User, lasts: timedelta = LASTS) -> tuple[str, datetime]:
    """Return a token for what was last written of an article, and until when (UTC) it holds."""
    until = (timezone.now() + lasts).replace(microsecond=0)
    token = _SIGNER.sign_object([article.pk, article.version, int(until.timestamp()), by.pk])
    return token, until


def read_preview(token: str) -> PreviewLink | None:
    """Return what a token says; None for one that is forged, damaged or no longer holds.

    It holds no longer than its maker may read drafts: an account that is closed takes its links along.
    """
    try:
        article_id, number, until, by = _SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):  # the latter: of a release that named nobody
        return None
    link = PreviewLink(article_id, number, datetime.fromtimestamp(until, UTC))
    if timezone.now() >= link.until:
        return None
    maker = User.objects.filter(pk=by, is_staff=True).first()
    return link if maker and maker.has_perm(_RIGHT) else None
