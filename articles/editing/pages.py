"""The newsroom's pages about itself: who may write them, and the line that is left in the audit."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.exceptions import Refused
from articles.models import Page

from .deeds import Verb, note


def save_page(page: Page, *, by: AbstractBaseUser, changed: str = "") -> None:
    """Save a page as a person wrote it; ``changed`` says what, for the audit. Raises Refused."""
    _require_writing(by)
    with transaction.atomic():
        page.changed_at, page.changed_by_id = timezone.now(), by.pk
        page.save()
        text = f"{page.title_ar} ({changed})" if changed else str(page.title_ar)
        note(Verb.WROTE_PAGE, None, by=by, text=text)


def written_since(page: Page, seen: str) -> Page | None:
    """Return a page as it was written after it was ``seen`` (``Page.seen``); None where it was not.

    Nobody else writes it until the transaction is over.
    """
    stored = Page.objects.select_for_update().filter(pk=page.pk).first()
    return stored if stored and stored.seen != seen else None


def delete_page(page: Page, *, by: AbstractBaseUser) -> None:
    """Take a page away: its address is not found any more. Raises Refused."""
    _require_writing(by)
    with transaction.atomic():
        note(Verb.DELETED, None, by=by, text=str(page.title_ar))
        page.delete()


def _require_writing(by: AbstractBaseUser) -> None:
    if not by.has_perm("articles.change_page"):
        raise Refused(_("Only the chief editor may change the newsroom's own pages."))
