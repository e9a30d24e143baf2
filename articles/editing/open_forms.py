"""Forms that are open: who else has one, and what was typed and not yet saved."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.models import Article, OpenForm

_ALIVE = timedelta(minutes=2)  # a form says every half minute that it is open
_KEPT = timedelta(days=30)


def touch_form(
    article: Article | None,
    *,
    by: AbstractBaseUser,
    version: int,
    typed: Mapping[str, Any] | None = None,
) -> OpenForm:
    """Note that someone has a form open, and what they typed, if that is said.

    Within a transaction nobody else writes into that form until it ends.
    """
    now = timezone.now()
    with transaction.atomic():
        form, is_new = OpenForm.objects.select_for_update().get_or_create(
            article=article, user_id=by.pk, defaults={"version": version, "typed": typed}
        )
        if not is_new:
            if form.seen_at < now - _ALIVE:
                form.opened_at = now
            form.seen_at = now
            if typed is not None:
                form.typed, form.version = dict(typed), version
            form.save()
    return form


def hold_form(article: Article | None, *, by: AbstractBaseUser) -> None:
    """Let nobody else write into a form, if it is there, until the transaction ends."""
    forms = OpenForm.objects.select_for_update().filter(article=article, user_id=by.pk)
    list(forms.values_list("pk"))


def close_form(article: Article | None, *, by: AbstractBaseUser) -> None:
    """Forget a form, and what was typed into it."""
    OpenForm.objects.filter(article=article, user_id=by.pk).delete()


def typed_before(article: Article | None, *, by: AbstractBaseUser) -> OpenForm | None:
    """What someone typed into this form earlier and never saved, if anything."""
    return OpenForm.objects.filter(article=article, user_id=by.pk, typed__isnull=False).first()


def others_in(article: Article, *, by: AbstractBaseUser) -> list[OpenForm]:
    """The forms of this article that others have open now, the longest first."""
    alive = article.open_forms.filter(seen_at__gte=timezone.now() - _ALIVE).exclude(user_id=by.pk)
    return list(alive.select_related("user").order_by("opened_at"))


def forget_old_forms() -> int:
    """Forget what was typed and left for a month; return how many forms that were."""
    return OpenForm.objects.filter(seen_at__lt=timezone.now() - _KEPT).delete()[0]
