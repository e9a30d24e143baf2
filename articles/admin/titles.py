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
        title = capfirst(self.opts.verbose_name) if object_id else self.new_title
        shown = {"title": title, "names_dir": self.names_dir}
        return super().changeform_view(request, object_id, form_url, shown | (extra_context or {}))

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        """What goes with ``objs``, counted by its name, without the program's own records."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        internals = {model._meta.verbose_name_plural for model in _INTERNALS}
        shown = {name: number for name, number in counts.items() if name not in internals}
        return deleted, shown, lacking, protected
