"""Who may do what to an article; asked where the work is done, so that no side door skips it."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext as _

from articles.exceptions import Refused
from articles.models import Article, Status

# The permissions are given to the groups by migration 0002.
_PERMISSIONS = {
    "edit": "articles.change_article",
    "publish": "articles.publish_article",
    "withdraw": "articles.withdraw_article",
}


def can(user: AbstractBaseUser | AnonymousUser, action: str, article: Article) -> bool:
    """Whether ``user`` may ``edit``, ``publish`` or ``withdraw`` this article, as it is now."""
    if not user.has_perm(_PERMISSIONS[action]):
        return False
    if action == "publish" and article.status == Status.WITHDRAWN:  # who took it away gives it back
        return user.has_perm(_PERMISSIONS["withdraw"])
    # What readers can see is changed only by those who may put it before readers.
    was_public = article.pk and article.status != Status.DRAFT
    return action != "edit" or not was_public or user.has_perm(_PERMISSIONS["publish"])


def require(user: AbstractBaseUser | AnonymousUser, action: str, article: Article) -> None:
    """Raise Refused, with the reason in the user's language, unless ``can()``."""
    if not can(user, action, article):
        raise Refused(
            {
                "edit": _("Your account may edit drafts only; this article is no longer a draft."),
                "publish": (
                    _("Only the chief editor may publish again what was withdrawn.")
                    if article.status == Status.WITHDRAWN
                    else _("Only editors may publish.")
                ),
                "withdraw": _("Only the chief editor may withdraw an article from readers."),
            }[action]
        )
