"""Who sends, as far as limits need to know: a network, under a key that changes every day.

No address is stored. Of one network the same day's sendings have one key, which nobody without the
site's secret can lead back, and which says nothing of another day's.
"""

from datetime import date, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.damascus import damascus_date

# A household or an office has as much of the address space as this, and a phone moves within it.
_BITS = {4: 24, 6: 56}


def address_of(request: HttpRequest) -> str:
    """The address that a request came from; empty where it is not known (a Unix socket).

    Behind a proxy, what the proxy itself saw: it stands last, and all before it anyone can write.
    """
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def network_keys(address: str) -> tuple[str, str]:
    """Return the keys of an address's network, today's and yesterday's; empty for no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "", ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    network = int(ip) >> (ip.max_prefixlen - _BITS[ip.version])
    today = damascus_date(timezone.now())
    return _key(network, ip.version, today), _key(network, ip.version, today - timedelta(days=1))


def _key(network: int, version: int, day: date) -> str:
    named = f"{day.isoformat()}/{version}/{network:x}"
    return salted_hmac("articles.networks", named, algorithm="sha256").hexdigest()
