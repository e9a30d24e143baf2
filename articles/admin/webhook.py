"""Webhooks on the desk: whom the chief editor has told of what, and what became of each message."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.models import Webhook, WebhookDelivery
from articles.webhooks import Forbidden, check_address, secret_of, send_again

from .evidence import EvidenceAdmin
from .fields import LineField
from .marks import damascus_time
from .titles import Titled

_SHOW_SECRET = "webhook_secret_to_show"  # noqa: S105  in the session: of which webhook, once


class WebhookForm(forms.ModelForm):
    name = LineField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "desk-text"}),
    )
    address = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(
            attrs={"dir": "ltr", "class": "desk-text", "placeholder": "https://"}
        ),
    )
    events = forms.MultipleChoiceField(
        label=_("When"),
        choices=Webhook.Event.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )

    class Meta:
        model = Webhook
        fields = ["name", "address", "events", "is_active"]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        try:
            check_address(address)
        except Forbidden as refusal:
            raise ValidationError(str(refusal), code="forbidden") from None
        return address


@admin.register(Webhook)
class WebhookAdmin(Titled, admin.ModelAdmin):
    """Nothing is deleted here: what is not wanted any more is taken out of use."""

    new_title = _("New webhook")
    never_asked = ("salt",)
    form = WebhookForm
    fields = ["name", "address", "events", "is_active"]
    list_display = ["name", "address_shown", "is_active", "waiting_shown", "given_up_shown"]
    list_per_page = 50
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Webhook | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.renew_view))
        return [path("<int:pk>/secret/", view, name="articles_webhook_secret"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        waiting = Q(deliveries__next_at__isnull=False)
        given_up = Q(deliveries__next_at=None, deliveries__delivered_at=None)
        return (
            super()
            .get_queryset(request)
            .annotate(
                waiting_count=Count("deliveries", filter=waiting),
                given_up_count=Count("deliveries", filter=given_up & Q(deliveries__isnull=False)),
            )
        )

    # --- the secret ------------------------------------------------------------------------------

    def response_add(
        self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._show_secret(request, obj)

    def renew_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        webhook = Webhook.objects.filter(pk=pk).first()
        if webhook is None:
            raise Http404
        if not self.has_change_permission(request, webhook):
            raise PermissionDenied
        webhook.renew_secret()
        return self._show_secret(request, webhook)

    def _show_secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        request.session[_SHOW_SECRET] = webhook.pk
        return HttpResponseRedirect(reverse("admin:articles_webhook_change", args=[webhook.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        webhook = kwargs.get("obj")
        if webhook is not None and request.session.get(_SHOW_SECRET) == webhook.pk:
            del request.session[_SHOW_SECRET]
            context["secret"] = secret_of(webhook)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- the columns -----------------------------------------------------------------------------

    @admin.display(description=_("address"), ordering="address")
    def address_shown(self, webhook: Webhook) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', webhook.address)

    @admin.display(description=_("waiting"))
    def waiting_shown(self, webhook: Webhook) -> SafeString:
        return _count(webhook, "waiting", webhook.waiting_count)

    @admin.display(description=_("given up"))
    def given_up_shown(self, webhook: Webhook) -> SafeString:
        return _count(webhook, "given-up", webhook.given_up_count)


class OutcomeFilter(SimpleListFilter):
    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [
            ("waiting", _("waiting")),
            ("arrived", _("arrived")),
            ("given-up", _("given up")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        match self.value():
            case "waiting":
                return queryset.filter(next_at__isnull=False)
            case "arrived":
                return queryset.filter(delivered_at__isnull=False)
            case "given-up":
                return queryset.given_up()
        return None


class WebhookFilter(SimpleListFilter):
    title = _("webhook")
    parameter_name = "webhook"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        return [(str(pk), name) for pk, name in Webhook.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if not self.value():
            return None
        known = {str(pk): pk for pk in Webhook.objects.values_list("pk", flat=True)}
        return queryset.filter(webhook=known.get(self.value()))


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(EvidenceAdmin):
    list_display = [
        "created_shown",
        "webhook_shown",
        "event",
        "outcome_shown",
        "attempts",
        "answer_shown",
    ]
    list_filter = [OutcomeFilter, WebhookFilter]
    list_select_related = ["webhook"]
    fields = [
        "webhook_shown",
        "event",
        "event_id_shown",
        "created_shown",
        "outcome_shown",
        "attempts",
        "next_shown",
        "answer_shown",
        "payload_shown",
    ]
    readonly_fields = fields
    names_dir = "ltr"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.again_view))
        again = path("<int:pk>/again/", view, name="articles_webhookdelivery_again")
        return [again, *super().get_urls()]

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Into the outbox again: the next run of ``manage.py deliver`` sends it."""
        delivery = WebhookDelivery.objects.filter(pk=pk).first()
        if delivery is None:
            raise Http404
        if not self._may_send(request):
            raise PermissionDenied
        send_again(delivery)
        self.message_user(request, gettext("It is sent again within minutes."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_webhookdelivery_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_send"] = self._may_send(request)
        return super().render_change_form(request, context, *args, **kwargs)

    @staticmethod
    def _may_send(request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_webhookdelivery")

    # --- the columns -----------------------------------------------------------------------------

    @admin.display(description=_("when (Damascus)"), ordering="pk")
    def created_shown(self, delivery: WebhookDelivery) -> SafeString | str:
        return damascus_time(delivery.created_at)

    @admin.display(description=_("webhook"), ordering="webhook__name")
    def webhook_shown(self, delivery: WebhookDelivery) -> SafeString:
        return format_html("<bdi>{}</bdi>", delivery.webhook)

    @admin.display(description=_("event id"))
    def event_id_shown(self, delivery: WebhookDelivery) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', delivery.event_id)

    @admin.display(description=_("outcome"))
    def outcome_shown(self, delivery: WebhookDelivery) -> SafeString:
        if delivery.delivered_at:
            return format_html("{} {}", gettext("arrived"), damascus_time(delivery.delivered_at))
        if delivery.next_at:
            return format_html("{}", gettext("waiting"))
        return format_html('<span class="desk-badge desk-problem">{}</span>', gettext("given up"))

    @admin.display(description=_("next attempt (Damascus)"))
    def next_shown(self, delivery: WebhookDelivery) -> SafeString | str:
        return damascus_time(delivery.next_at)

    @admin.display(description=_("last answer"))
    def answer_shown(self, delivery: WebhookDelivery) -> SafeString | str:
        if not delivery.attempts and not delivery.last_answer:
            return "—"
        return format_html(
            '<bdi>{}</bdi> <bdi dir="auto">{}</bdi>',
            delivery.last_status or "",
            delivery.last_answer,
        )

    @admin.display(description=_("payload"))
    def payload_shown(self, delivery: WebhookDelivery) -> SafeString:
        return format_html('<div class="desk-english" dir="ltr">{}</div>', delivery.payload)


def _count(webhook: Webhook, outcome: str, number: int) -> SafeString:
    address = reverse("admin:articles_webhookdelivery_changelist")
    return format_html(
        '<a href="{}?webhook={}&outcome={}"><bdi>{}</bdi></a>',
        address,
        webhook.pk,
        outcome,
        number,
    )
