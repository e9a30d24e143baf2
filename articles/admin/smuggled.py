"""What is sent with a form and stands in no form: it changes nothing, and the operator is told."""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from .fields import DamascusTimeWidget

log = logging.getLogger("articles.rights")

# What other systems call what ours decides by a verb: whoever tries one tries the next.
_NO_FIELD = {"state", "author", "withdrawn_at", "is_published", "publish", "owner", "user"}
_OF_INLINE = re.compile(r"(related_links)-\d{1,4}-(id|article)", re.ASCII)


def note_smuggled(
    request: HttpRequest,
    model: type[Model],
    pk: object,
    fields: Mapping[str, Any],
    rows: Iterable[int] = (),
) -> list[str]:
    """Log and return the names of what was sent and is no field of the form (``fields``).

    Only names that are fields of the model are looked at: browsers and their extensions send others.
    Of an inline's rows, ``rows`` are those of this one; the rest are somebody else's. No value is
    logged.
    """
    known = {
        name for name, field in fields.items() if not isinstance(field.widget, DamascusTimeWidget)
    }
    own = {"", str(pk)}, {"", *map(str, rows)}
    named = _NO_FIELD | {
        name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        for name in (field.name, field.attname)
    }
    smuggled = sorted(
        name
        for name in request.POST
        if (name in named and name not in known)
        or (
            (inline := _OF_INLINE.fullmatch(name))
            and request.POST[name] not in own[inline[2] == "id"]
        )
    )
    if smuggled:
        log.warning(
            "User %s sent, with the form of %s %s, what no form has: %s",
            request.user.pk,
            model._meta.model_name,
            pk,
            ", ".join(smuggled),
            extra={"user": request.user.pk, "article": pk, "fields": smuggled},
        )
    return smuggled
