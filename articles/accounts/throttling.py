"""How often signing in may fail, counted by django-axes in the database, for all workers together.

A password counts against its account and the address it came from, and against that address for all
accounts; nobody can lock an editor out from elsewhere. A second step counts against the account from
wherever it comes: whoever is there knows the password. An account that does not exist is counted as
one that does.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from articles.damascus import damascus_date, in_damascus
from articles.editing import address_of

_IPV6_BITS = 64  # who has one address of so many has them all


def counted_address(request: HttpRequest) -> str | None:
    """The address that attempts are counted by, of IPv6 its network; None where it is not known."""
    try:
        ip = ip_address(address_of(request))
    except ValueError:
        return None
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(IPv6Network((int(ip), _IPV6_BITS), strict=False).network_address)
    return str(ip)


def counted_by(request: HttpRequest, credentials: dict[str, Any] | None = None) -> list[Any]:
    """What makes two attempts of one kind; axes asks this (AXES_LOCKOUT_PARAMETERS)."""
    if _is_second_step(get_client_username(request, credentials)):
        return ["username"]
    return [["username", "ip_address"], "ip_address"]


def _second_step(username: str) -> str:
    """The name that the second step of an account is counted under.

    No form can send it: what is typed loses the space before it.
    """
    return f" {username}"


def _is_second_step(name: str | None) -> bool:
    return (name or "").startswith(" ")


class Handler(AxesDatabaseHandler):
    """axes' own, with a limit of its own for all that comes from one address."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures that count: AXES_FAILURE_LIMIT of them are too many."""
        return max(count for count, _last in self._counted(request, credentials))

    def locked_until(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> datetime:
        """From when on attempts like this one are looked at again."""
        counted = self._counted(request, credentials)
        last = [last for count, last in counted if count >= settings.AXES_FAILURE_LIMIT]
        return max(last, default=timezone.now()) + settings.AXES_COOLOFF_TIME

    def _counted(
        self, request: HttpRequest, credentials: dict[str, Any] | None
    ) -> list[tuple[int, datetime]]:
        """Of each kind, how many failures count and when the last one was."""
        sums = Sum("failures_since_start", default=0), Max("attempt_time", default=timezone.now())
        counted = [
            tuple(kind.aggregate(count=sums[0], last=sums[1]).values())
            for kind in self.get_user_attempts(request, credentials)
        ]
        if len(counted) > 1 and counted[1][0] < settings.LOGIN_ATTEMPTS_BY_ADDRESS:
            del counted[1]
        return counted

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget the failures of who has signed in, here; not those of others at their address."""
        name = get_client_username(request, credentials)
        own: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
            username=name, ip_address=request.axes_ip_address
        )
        count, _ = own.delete()
        second, _ = AccessAttempt.objects.filter(username=_second_step(name)).delete()
        return count + second


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page that answers instead: when to try again, and nothing of whether there is such an
    account (429, with ``Retry-After``)."""
    until = AxesProxyHandler.get_implementation().locked_until(request, credentials)
    until += timedelta(seconds=59)  # told in minutes
    now, local = timezone.now(), in_damascus(until)
    is_today = damascus_date(until) == damascus_date(now)
    context = site.each_context(request) | {
        "clock": f"{local:%H:%M}" if is_today else f"{local:%H:%M} {local:%d.%m.%Y}"
    }
    answer = render(request, "accounts/locked.html", context, status=429)
    answer["Retry-After"] = str(max(1, int((until - now).total_seconds())))
    add_never_cache_headers(answer)
    return answer


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether the second step of this account is locked; then the answer will say so."""
    credentials = {"username": _second_step(user.get_username())}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out, request.axes_credentials = True, credentials
    return True


def count_wrong_code(request: HttpRequest, user: User) -> None:
    """Count a code that was not right; the one too many locks the account's second step."""
    user_login_failed.send(
        sender=__name__,
        credentials={"username": _second_step(user.get_username())},
        request=request,
    )


def forget_attempts(now: datetime) -> int:
    """Delete the failed attempts that count no more; return how many accounts and addresses went."""
    count, _ = AccessAttempt.objects.filter(
        attempt_time__lt=now - settings.AXES_COOLOFF_TIME
    ).delete()
    return count


def free_account(username: str) -> int:
    """Let an account be tried again at once, both steps, from everywhere; return how many records of
    failures are gone."""
    count, _ = AccessAttempt.objects.filter(
        username__in=[username, _second_step(username)]
    ).delete()
    return count
