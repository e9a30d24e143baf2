"""Accounts on the desk: who is in which of the newsroom's three groups."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.accounts import (
    end_sessions,
    free_account,
    has_second_factor,
    may_reset,
    needs_second_factor,
    open_sessions,
    reset_second_factor,
)

from .evidence import EvidenceAdmin
from .fields import read_key
from .labels import GROUPS
from .marks import damascus_time
from .titles import Titled

_VERBS = {
    "add": _("add: %(what)s"),
    "change": _("change: %(what)s"),
    "delete": _("delete: %(what)s"),
    "view": _("view: %(what)s"),
}


def group_name(group: Group) -> str:
    """The group's name in the language of the desk; names of other groups as they are."""
    return str(GROUPS.get(group.name, group.name))


def permission_name(permission: Permission) -> str:
    """``"change_article"`` -> «تعديل: مقال»; permissions of our own have a sentence."""
    verb, _underscore, _model = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if verb in _VERBS and model is not None:
        return str(_VERBS[verb]) % {"what": model._meta.verbose_name}
    return gettext(permission.name)


class GroupsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return group_name(group)


class GroupFilter(SimpleListFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return [(str(group.pk), group_name(group)) for group in Group.objects.order_by("pk")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        group = read_key(self.value())
        return queryset.none() if group is None else queryset.filter(groups=group)


class ActiveFilter(SimpleListFilter):
    title = _("account")
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [("yes", _("in use")), ("no", _("closed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        return queryset.filter(is_active=self.value() == "yes") if self.value() else None


class PasswordForm(AdminPasswordChangeForm):
    """Django's, whose warning has no translation."""

    usable_password_help_text = format_lazy(
        '{} <span id="id_unusable_warning" class="desk-warning">{}</span>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password of this account is lost."),
    )


admin.site.unregister([User, Group])
# Addresses of e-mail are nothing here; factors and sessions are on the account's own page.
admin.site.unregister([EmailAddress, Authenticator, UserSession])


@admin.register(User)
class AccountAdmin(Titled, UserAdmin):
    """Rights come from groups: permissions one by one are not given here."""

    change_password_form = PasswordForm
    never_asked = ("password",)
    new_title = _("New account")
    names_dir = "ltr"

    list_display = [
        "username",
        "name_shown",
        "groups_shown",
        "active_shown",
        "factor_shown",
        "login_shown",
    ]
    list_filter = [ActiveFilter, GroupFilter]
    fieldsets = [
        (None, {"fields": ("username", "password_shown", "security_shown")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("login_shown", "joined_shown")}),
    ]
    readonly_fields = ["password_shown", "security_shown", "login_shown", "joined_shown"]
    filter_horizontal = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        accounts = super().get_queryset(request).prefetch_related("groups")
        return accounts.annotate(has_factor=Exists(factors))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without the way to another password for who only looks."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(None, {"fields": ("username", "security_shown")}), *fieldsets[1:]]

    def get_urls(self) -> list[URLPattern]:
        security = path(
            "<int:pk>/security/",
            self.admin_site.admin_view(self.security_view),
            name="auth_user_security",
        )
        return [security, *super().get_urls()]

    def security_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Another's second factor and sessions, and taking them away; each time it is written down.

        The second factor by whoever ``may_reset`` it; sessions, which say where somebody is, by
        superusers.
        """
        account = User.objects.filter(pk=pk).first()
        if account is None:
            raise Http404
        if not self.has_view_permission(request, account):
            raise PermissionDenied
        may_end, may_take = request.user.is_superuser, may_reset(request.user, account)
        if request.method == "POST":
            done = {"sessions": may_end, "factor": may_take, "free": may_take or may_end}
            what = request.POST.get("end", "")
            if not done.get(what):
                raise PermissionDenied
            said = self._end(what, account)
            self.log_change(request, account, said)
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:auth_user_security", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "account": account,
            "title": gettext("The security of an account"),
            "factors": Authenticator.objects.filter(user=account).order_by("created_at"),
            "has_factor": has_second_factor(account),
            "is_needed": needs_second_factor(account),
            "sessions": open_sessions(account) if may_end else None,
            "may_take": may_take,
            "may_end": may_end,
        }
        return TemplateResponse(request, "admin/auth/user/security.html", context)

    @staticmethod
    def _end(what: str, account: User) -> str:
        if what == "factor":
            reset_second_factor(account)
            return gettext("The second factor was taken away, and the sessions ended.")
        if what == "sessions":
            end_sessions(account)
            return gettext("All sessions of the account were ended.")
        free_account(account.get_username())
        return gettext("Failed attempts at this account were forgotten: it can sign in again.")

    @admin.display(description=_("security"))
    def security_shown(self, user: User) -> SafeString:
        return format_html(
            '{} — <a href="{}">{}</a>',
            self.factor_shown(user),
            reverse("admin:auth_user_security", args=[user.pk]),
            gettext("second factor and sessions"),
        )

    @admin.display(description=_("second factor"), ordering="has_factor")
    def factor_shown(self, user: User) -> str:
        return gettext("set up") if user.has_factor else gettext("none yet")

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return GroupsField(
                queryset=Group.objects.order_by("pk"), required=False, label=_("groups")
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("password"))
    def password_shown(self, user: User) -> SafeString:
        return format_html(
            '{} — <a href="{}">{}</a>',
            gettext("set") if user.has_usable_password() else gettext("not set"),
            reverse("admin:auth_user_password_change", args=[user.pk]),
            gettext("change the password"),
        )

    @admin.display(description=_("full name"), ordering="last_name")
    def name_shown(self, user: User) -> str:
        return user.get_full_name() or "—"

    @admin.display(description=_("account"), ordering="is_active")
    def active_shown(self, user: User) -> str:
        return gettext("in use") if user.is_active else gettext("closed")

    @admin.display(description=_("groups"))
    def groups_shown(self, user: User) -> str:
        return gettext(", ").join(map(group_name, user.groups.all())) or "—"

    @admin.display(description=_("last login (Damascus)"), ordering="last_login")
    def login_shown(self, user: User) -> SafeString | str:
        return damascus_time(user.last_login)

    @admin.display(description=_("account made (Damascus)"))
    def joined_shown(self, user: User) -> SafeString | str:
        return damascus_time(user.date_joined)


@admin.register(Group)
class GroupAdmin(EvidenceAdmin):
    """What each group may do. The groups are made by migration 0002: part of the program."""

    list_display = ["name_shown", "members_shown"]
    fields = ["name_shown", "permissions_shown", "members_shown"]
    readonly_fields = fields
    ordering = ["pk"]
    list_display_links = ["name_shown"]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Group | None:
        """The group under its Arabic name, for the page's titles; nothing here can save it."""
        group = super().get_object(request, *args, **kwargs)
        if group:
            group.name = group_name(group)
        return group

    @admin.display(description=_("name"))
    def name_shown(self, group: Group) -> str:
        return group_name(group)

    @admin.display(description=_("members"))
    def members_shown(self, group: Group) -> SafeString | str:
        names = group.user_set.order_by("username").values_list("username", flat=True)
        return format_html_join(gettext(", "), "<bdi>{}</bdi>", ((name,) for name in names)) or "—"

    @admin.display(description=_("what its members may do"))
    def permissions_shown(self, group: Group) -> SafeString:
        permissions = group.permissions.select_related("content_type")
        names = format_html_join("", "<li>{}</li>", ((permission_name(p),) for p in permissions))
        return format_html('<ul class="desk-list">{}</ul>', names)
