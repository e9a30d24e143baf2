"""What every model's pages on the desk have: titles as an editor would say them, not built from
«اختر %s لتغييره», and lists that no forged address breaks."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from articles.models import OpenForm, SearchDocument, StoryFingerprint

from .fields import read_key
from .smuggled import note_smuggled

# What goes with a deleted row, and no editor has ever seen.
_INTERNALS = (
    OpenForm,
    SearchDocument,
    StoryFingerprint,
    User.groups.through,
    User.user_permissions.through,
    Authenticator,
    EmailAddress,
    UserSession,
)


class Titled:
    """For ModelAdmin: lists are named by their plural, forms by what they hold."""

    new_title: Any = ""
    never_asked: tuple[str, ...] = ()  # fields that no address may filter by
    names_dir = ""  # of file names and the like, which are no Arabic words

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name_plural), "new_title": self.new_title}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """A number that no column holds is no filter: it leads to the whole list, as others do."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            self.note_smuggled(request, object_id)
        title = capfirst(self.opts.verbose_name) if object_id else self.new_title
        shown = {"title": title, "names_dir": self.names_dir}
        return super().changeform_view(request, object_id, form_url, shown | (extra_context or {}))

    def note_smuggled(self, request: HttpRequest, object_id: str | None) -> None:
        """Tell the operator of fields that were sent and stand in no form of this one."""
        key = read_key(object_id) if object_id else None
        stored = self.model.objects.filter(pk=key).first() if key is not None else None
        if stored is None and object_id:
            return
        form = self.get_form(request, stored, change=stored is not None)
        links = getattr(stored, "related_links", None)
        rows = links.values_list("pk", flat=True) if links is not None else ()
        note_smuggled(request, self.model, key, form.base_fields, rows)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No address asks for what the list's readers may not see, letter by letter."""
        hidden = lookup.split("__")[0] in self.never_asked
        return not hidden and super().lookup_allowed(lookup, value, request)

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        """What goes with ``objs``, counted by its name, without the program's own records."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        internals = {model._meta.verbose_name_plural for model in _INTERNALS}
        shown = {name: number for name, number in counts.items() if name not in internals}
        return deleted, shown, lacking, protected
