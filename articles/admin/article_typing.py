"""What keeps an article's form from losing what is typed into it, and tells who else has it open."""

import json
from collections.abc import Callable, Iterable
from copy import copy
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.forms.utils import ErrorDict, ErrorList
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
    RawPostDataException,
)
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.editing import others_in, touch_form
from articles.models import Article
from articles.read_only import is_passing, is_read_only

from .disputes import settle
from .fields import read_key
from .latest import read_version, stored_of
from .marks import damascus_time
from .typed import (
    MOST_BYTES,
    Typed,
    discard,
    fields_of,
    is_too_long,
    keep,
    keep_in_session,
    new_page,
    take_from_session,
    typed_pages,
)

# The pages whose forms are kept: by their names, what they are called among what was typed.
_FORMS = {
    "articles_article_add": "",
    "articles_article_change": "",
    "articles_article_changes": "changes",
    "articles_article_withdraw": "withdraw",
}


class ArticleTyping:
    """For ArticleAdmin: autosave, recovery, and forms whose session has ended."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.typed_view))
        urls = super().get_urls()
        for pattern in urls:
            if pattern.name in _FORMS:
                pattern.callback = self._without_login(pattern.callback, _FORMS[pattern.name])
        return [
            path("new/typed/", view, name="articles_article_typed_new"),
            path("<int:pk>/typed/", view, name="articles_article_typed"),
            *urls,
        ]

    # --- the session has ended ---------------------------------------------------------------------

    def _without_login(
        self, view: Callable[..., HttpResponse], form: str
    ) -> Callable[..., HttpResponse]:
        """A form that is sent after the session has ended: kept until somebody logs in."""

        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not self.admin_site.has_permission(request):
                article_id = str(kwargs["pk"]) if form else kwargs.get("object_id")
                if keep_in_session(request, article_id, form):
                    said = _(
                        "Your session had ended. Nothing was saved, and nothing is lost: "
                        "log in, and what you typed will be offered to you."
                    )
                    messages.warning(request, said)
                else:
                    messages.error(
                        request,
                        _(
                            "Your session had ended, and what you typed is too long to be kept: "
                            "go back in the browser and copy it before you log in."
                        ),
                    )
            return view(request, *args, **kwargs)

        return asked

    # --- while it is open ----------------------------------------------------------------------------

    def typed_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """From the open form: it is still open, and what is typed into it; or: forget what was typed."""
        article = self._asked(request, pk) if pk else None
        if not request.user.has_perm("articles.change_article"):
            return JsonResponse({}, status=403)
        if page := request.POST.get("discard"):
            discard(article, request.user, page)
            self.message_user(request, _("What was typed and not saved is forgotten."))
            return HttpResponseRedirect(_address(article, request.GET.get("form", "")))
        try:
            sent = json.loads(request.body)
            page, fields, form = sent["page"], sent["fields"], sent.get("form", "")
            if not isinstance(page, str) or not isinstance(fields, dict | None):
                raise TypeError
            if form not in _FORMS.values():
                raise TypeError
        except (
            ValueError,
            KeyError,
            TypeError,
            RawPostDataException,
        ):  # the last: a form, not JSON
            return JsonResponse({}, status=400)
        if fields is None:
            touch_form(article, by=request.user, version=article.version if article else 0)
        elif not fields:
            discard(article, request.user, page)
        elif is_too_long(fields := fields_of(fields)):
            return JsonResponse({}, status=413)
        else:
            keep(article, request.user, fields, page=page, form=form)
        return JsonResponse({"others": self._others(request, article) if article else ""})

    def _others(self, request: HttpRequest, article: Article) -> SafeString:
        others = [
            (form.user.get_full_name() or form.user.get_username(), damascus_time(form.opened_at))
            for form in others_in(article, by=request.user)
        ]
        shown = render_to_string("admin/articles/article/_others.html", {"others": others})
        return mark_safe(shown.strip())  # noqa: S308  a template's output, without its line ends

    # --- when it is opened -----------------------------------------------------------------------------

    @staticmethod
    def stored_article(object_id: str | None) -> Article | None:
        """The row that an address names, if there is one."""
        key = read_key(object_id) if object_id else None
        return Article.objects.filter(pk=key).first() if key is not None else None

    def begin_typing(
        self, request: HttpRequest, article: Article | None, object_id: str | None
    ) -> None:
        """Note that the form is open, and take up what was typed before it."""
        if object_id and (article is None or not self.has_view_permission(request, article)):
            return
        if not request.user.has_perm("articles.change_article"):
            return
        if is_read_only():  # what was typed stays where it is kept
            return
        if ended := take_from_session(request, object_id):
            # A dispute's page may have sent it: what was decided there is typed too.
            posted = settle(ended.as_posted(), article) if article else ended.as_posted()
            keep(article, request.user, fields_of(posted), page=ended.page, why="session")
        if asked := request.GET.get("typed"):
            pages = [one for one in typed_pages(article, request.user) if not one.form]
            chosen = [one for one in pages if one.page == asked] or pages[: asked == "1"]
            if chosen and (article is None or self.has_change_permission(request, article)):
                request.typed = chosen[0]
        if article is not None and self.has_change_permission(request, article):
            try:
                touch_form(article, by=request.user, version=article.version)
            except DatabaseError as error:  # it can be read all the same
                if not is_passing(error):
                    raise

    def typed_context(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """For the form's template: what was typed before, who else is here."""
        restored = getattr(request, "typed", None)
        stored = stored_of(article) if article else None
        page = request.POST.get("_page") or (restored.page if restored else new_page())
        pages = []
        if request.method != "POST":
            pages = [
                one
                for one in typed_pages(stored, request.user)
                if one.page != page
                and (one.form or self._says_something_else(request, article, one))
            ]
        return {
            "page": page,
            "restored": restored,
            "typed_pages": _shown(pages),
            **self.typing_context(stored),
            "others": self._others(request, stored) if stored else "",
        }

    def typing_context(self, article: Article | None, form: str = "") -> dict[str, Any]:
        """For the template that autosave.js reads."""
        address = _typed_address(article)
        return {
            "typed_address": f"{address}?form={form}" if form else address,
            "typed_form": form,
            "most_kept": MOST_BYTES // 1_000_000,
        }

    def notice_context(self, request: HttpRequest, article: Article, form: str) -> dict[str, Any]:
        """For the pages where a notice is typed: what was typed there before and never sent."""
        if ended := take_from_session(request, str(article.pk), form):
            keep(article, request.user, ended.fields, page=ended.page, why="session", form=form)
        pages = [one for one in typed_pages(article, request.user) if one.form == form]
        asked = request.GET.get("typed") if request.method != "POST" else None
        restored = next((one for one in pages if one.page == asked), None)
        page = request.POST.get("_page") or (restored.page if restored else new_page())
        return {
            "page": page,
            "restored": restored,
            "typed_pages": _shown(one for one in pages if one.page != page),
            **self.typing_context(article, form),
        }

    def _says_something_else(
        self, request: HttpRequest, article: Article | None, typed: Typed
    ) -> bool:
        """Whether what was typed is anything but what the form shows anyway."""
        instance = copy(article) if article else Article()
        change = article is not None
        asked = getattr(request, "typed", None)
        request.typed = None
        try:
            fields = list(self.form._meta.fields)
            made = self.get_form(request, article, change=change, fields=fields)
            form = made(typed.as_posted(), instance=instance)
            if set(form.changed_data) - {"base_version"}:
                return True
            request.typed = typed
            formsets, _inlines = self._create_formsets(request, instance, change=change)
            return any(formset.is_bound and formset.has_changed() for formset in formsets)
        finally:
            request.typed = asked

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """With what was typed before in it, where that is asked for."""
        form = super().get_form(request, obj, **kwargs)
        typed = getattr(request, "typed", None)
        if typed is None:
            return form

        class Restored(form):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, data=restored_fields(typed, obj), **kwargs)
                self._errors = ErrorDict()  # nothing is judged before it is saved

        return Restored

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        typed = getattr(request, "typed", None)
        if typed is not None and f"{prefix}-TOTAL_FORMS" in typed.fields:
            given |= {"data": typed.as_posted(), "files": {}}
        return given

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield (
                (formset if getattr(request, "typed", None) is None else _unjudged(formset)),
                inline,
            )

    # --- when it is sent -------------------------------------------------------------------------------

    def keep_typed(
        self, request: HttpRequest, article: Article | None, why: str = "", form: str = ""
    ) -> str:
        """Keep what was sent; return the name of its page, which goes with it from now on."""
        if not request.POST.get("_page"):
            request.POST = request.POST.copy()
            request.POST["_page"] = new_page()
        page = request.POST["_page"]
        fields = fields_of(request.POST)
        if not is_too_long(fields):
            keep(article, request.user, fields, page=page, why=why, form=form)
        else:
            messages.error(
                request,
                _(
                    "What you typed is too long to be kept: go back in the browser and copy it "
                    "before you do anything else."
                ),
            )
        return page

    def forget_typed(self, request: HttpRequest, article: Article) -> None:
        """What was sent is done: it need not be kept any more."""
        discard(article, request.user, request.POST.get("_page", ""))

    def refuse_typed(
        self, request: HttpRequest, article: Article | None, refusal: str
    ) -> HttpResponse:
        """Say why nothing was saved, and show what was typed again."""
        page = self.keep_typed(request, article, "refused")
        self.message_user(request, refusal, messages.ERROR)
        query = QueryDict(mutable=True)
        query["typed"] = page
        return HttpResponseRedirect(f"{_address(article)}?{query.urlencode()}")

    def refuse_gone(self, request: HttpRequest, ended: Typed | None = None) -> HttpResponse:
        """An article that was deleted meanwhile: what was typed is offered for a new one."""
        refusal = gettext("This article is no longer there: it was deleted meanwhile.")
        if ended is None:
            return self.refuse_typed(request, None, refusal)
        keep(None, request.user, ended.fields, page=ended.page, why="session")
        self.message_user(request, refusal, messages.ERROR)
        return HttpResponseRedirect(_address(None))

    def typed_elsewhere(self, request: HttpRequest, article: Article | None) -> list[Typed]:
        """What was typed into other pages, and stays undecided when this one is saved."""
        page = request.POST.get("_page", "")
        return [one for one in typed_pages(article, request.user) if one.page != page]


def restored_fields(typed: Typed, article: Article | None) -> QueryDict:
    """What was typed, for a form; of a revision that the article does not have, the newest."""
    posted = typed.as_posted()
    if article is not None:
        number = read_version(posted.get("base_version", ""))
        newest = max(article.version, 1)
        if number != newest and not article.revisions.filter(number=number).exists():
            posted["base_version"] = str(article.version)
    return posted


def _unjudged(formset: type[Any]) -> type[Any]:
    class Restored(formset):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if self.is_bound and self.management_form.is_valid():
                self._errors, self._non_form_errors = [], ErrorList()
                for form in self.forms:
                    form._errors = ErrorDict()

    return Restored


def _shown(pages: Iterable[Typed]) -> list[tuple[Typed, SafeString | str, list[str]]]:
    return [(one, damascus_time(one.at), _texts(one)) for one in pages]


def _texts(typed: Typed) -> list[str]:
    """What was typed as it can be read and copied: headline and body, or a notice."""
    names = ("title_ar", "body_ar", "text_ar", "text_en", "reason")
    return [typed.fields[name] for name in names if typed.fields.get(name)]


def _address(article: Article | None, form: str = "") -> str:
    if article is None:
        return reverse("admin:articles_article_add")
    if form in {"changes", "withdraw"}:
        return reverse(f"admin:articles_article_{form}", args=[article.pk])
    return reverse("admin:articles_article_change", args=[article.pk])


def _typed_address(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_typed_new")
    return reverse("admin:articles_article_typed", args=[article.pk])
