"""What was typed into an article's form and never saved: kept, offered again, filled in.

An account has one buffer for each article (``OpenForm.typed``). In it lies what was typed last, by
the form's fields, and behind it what was typed earlier into other pages and is not decided yet. What
a form said whose session had ended waits in the browser's next session until somebody logs in.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.crypto import get_random_string

from articles.editing import close_form, hold_form, touch_form, typed_before
from articles.models import Article

from .latest import read_version

MOST_BYTES = 3_000_000  # of one form: six times the longest body
_MOST_PAGES = 4  # undecided texts of one account and one article
_IN_SESSION = "desk-typed"
_PAGE, _AT, _WHY, _VERSION, _EARLIER = "_page", "_at", "_why", "_version", "_earlier"
_FORM = "_form"


class Typed(NamedTuple):
    """What was typed into one page: its fields, when, and why it was not saved.

    ``page`` is the name of the page that it was typed into; ``why`` is ``session`` or ``refused``,
    or empty where it is not known. ``form`` is the article's page that has the form, by its name
    (``changes``, ``withdraw``), empty for the article's own.
    """

    page: str
    at: datetime
    version: int
    fields: dict[str, str]
    why: str = ""
    form: str = ""

    def as_posted(self) -> QueryDict:
        """As a browser would send it."""
        posted = QueryDict(mutable=True)
        posted.update(self.fields)
        return posted


def new_page() -> str:
    """The name of a page with a form that is opened now."""
    return get_random_string(12)


def fields_of(posted: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a form that was sent, without its buttons and what it says about itself."""
    return {
        _storable(name): _storable(value)
        for name, value in posted.items()
        if isinstance(value, str) and not name.startswith(("_", "csrfmiddlewaretoken"))
    }


def _storable(text: str) -> str:
    """A text without what no database keeps: null characters, half an emoji."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def is_too_long(fields: Mapping[str, str]) -> bool:
    return sum(len(value.encode()) for value in fields.values()) > MOST_BYTES


def typed_pages(article: Article | None, by: AbstractBaseUser) -> list[Typed]:
    """What an account typed into an article's form and never saved, the newest first."""
    form = typed_before(article, by=by)
    if form is None or not form.typed:
        return []
    packed = [form.typed, *form.typed.get(_EARLIER, [])]
    return [_unpack(one, form.version, form.seen_at) for one in packed]


def keep(
    article: Article | None,
    by: AbstractBaseUser,
    fields: Mapping[str, str],
    *,
    page: str,
    why: str = "",
    form: str = "",
) -> None:
    """Keep what was typed into a page; what was typed into others stays behind it."""
    version = read_version(fields.get("base_version", "")) or 0
    page = _storable(page)
    typed = Typed(page, timezone.now(), version, dict(fields), why, form)
    with transaction.atomic():
        # Two pages of one account may say so at once: one after the other.
        touch_form(article, by=by, version=version)
        others = [one for one in typed_pages(article, by) if one.page != page]
        _store(article, by, [typed, *others])


def put_back(
    article: Article | None, by: AbstractBaseUser, pages: Iterable[Typed], *, saved: str
) -> None:
    """Keep these pages again, which the save of another (``saved``) took away.

    What was typed into them since is newer.
    """
    with transaction.atomic():
        hold_form(article, by=by)
        since = [one for one in typed_pages(article, by) if one.page != saved]
        known = {one.page for one in since}
        _keep_only(article, by, [*since, *(one for one in pages if one.page not in known)])


def _keep_only(article: Article | None, by: AbstractBaseUser, pages: list[Typed]) -> None:
    """Keep these pages, and no other; of an article that is there, the form stays open."""
    if pages:
        _store(article, by, pages)
    elif article is None:
        close_form(None, by=by)
    else:
        article.open_forms.filter(user_id=by.pk).update(typed=None)


def discard(article: Article | None, by: AbstractBaseUser, page: str) -> None:
    """Forget what was typed into one page."""
    with transaction.atomic():
        hold_form(article, by=by)
        pages = typed_pages(article, by)
        if any(one.page == page for one in pages):
            _keep_only(article, by, [one for one in pages if one.page != page])


def keep_in_session(request: HttpRequest, article_id: str | None, form: str = "") -> bool:
    """Keep a form that came without a login until somebody logs in; whether it was not too long."""
    fields = fields_of(request.POST)
    if is_too_long(fields):
        return False
    request.session[_IN_SESSION] = {
        "article": article_id,
        "at": timezone.now().isoformat(),
        "fields": fields,
        "by": request.POST.get("_by", ""),
        "form": form,
    }
    return True


def take_from_session(request: HttpRequest, article_id: str | None, form: str = "") -> Typed | None:
    """What was kept of this article's form before the login; it is taken out.

    Only by who had the form open: somebody else may log in first at the same desk.
    """
    kept = request.session.get(_IN_SESSION)
    if not kept or (kept["article"], kept.get("form", "")) != (article_id, form):
        return None
    if kept.get("by") and kept["by"] != str(request.user.pk):
        return None
    del request.session[_IN_SESSION]
    at = datetime.fromisoformat(kept["at"])
    return Typed(new_page(), at, 0, kept["fields"], "session", form)


def _store(article: Article | None, by: AbstractBaseUser, pages: list[Typed]) -> None:
    newest, *earlier = pages[:_MOST_PAGES]
    packed = _pack(newest) | ({_EARLIER: [_pack(one) for one in earlier]} if earlier else {})
    touch_form(article, by=by, version=newest.version, typed=packed)


def _pack(typed: Typed) -> dict[str, Any]:
    about = {
        _PAGE: typed.page,
        _AT: typed.at.isoformat(),
        _WHY: typed.why,
        _VERSION: typed.version,
        _FORM: typed.form,
    }
    return typed.fields | about


def _unpack(packed: Mapping[str, Any], version: int, seen_at: datetime) -> Typed:
    at = packed.get(_AT)
    return Typed(
        packed.get(_PAGE, ""),
        datetime.fromisoformat(at) if at else seen_at,
        packed.get(_VERSION, version),
        fields_of(packed),
        packed.get(_WHY, ""),
        packed.get(_FORM, ""),
    )
