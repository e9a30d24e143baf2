"""Where webhooks may lead: over HTTPS into the open internet, never into our own network.

Somebody who may choose an address could otherwise have the server ask machines that only it can
reach (https://cheatsheetseries.owasp.org: Server Side Request Forgery Prevention). A name is looked
up once, and what was looked up is what is called: it cannot lead elsewhere in between.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

IP = IPv4Address | IPv6Address

# Of IPv4 addresses written as IPv6 ones (NAT64, RFC 6052), which ipaddress takes for open internet.
_TRANSLATED = ip_network("64:ff9b::/96")


class Forbidden(Exception):
    """An address that is not called, and why, in the language in force."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is called: ``host`` as certificates name it, ``ips`` that were checked, ``path`` in ASCII."""

    is_encrypted: bool
    host: str
    port: int
    path: str
    ips: tuple[str, ...]


def check_address(address: str) -> None:
    """Raise Forbidden for what no webhook may lead to, as far as the address alone tells."""
    _split(address)


def find_target(address: str) -> Target:
    """Look the address up. Raises Forbidden, or OSError where its name is not known."""
    parts, host, port = _split(address)
    is_encrypted = parts.scheme == "https"
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ips = list(dict.fromkeys(str(address[0]) for *_kind, address in found))
    for ip in ips:
        _refuse(ip_address(ip.partition("%")[0]), is_encrypted)
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    return Target(is_encrypted, host, port, path, tuple(ips))


def _split(address: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Forbidden(_("This is no address.")) from None
    if parts.scheme not in {"http", "https"} or not host:
        raise Forbidden(_("This is no address."))
    if parts.username is not None:
        raise Forbidden(_("The address cannot have a name and a password in it."))
    if parts.scheme == "http" and not settings.WEBHOOKS_PRIVATE:
        raise Forbidden(_("The address must begin with https://."))
    try:
        ip = ip_address(host)
    except ValueError:  # a name, which is looked up when it is called
        return parts, host, port
    _refuse(ip, parts.scheme == "https")
    return parts, host, port


def _refuse(ip: IP, is_encrypted: bool) -> None:
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    if not is_encrypted and not ip.is_loopback:
        raise Forbidden(_("The address must begin with https://."))
    if settings.WEBHOOKS_PRIVATE:
        return
    is_wrapped = isinstance(ip, IPv6Address) and (ip.sixtofour or ip.teredo or ip in _TRANSLATED)
    if not ip.is_global or ip.is_multicast or is_wrapped:
        raise Forbidden(_("The address leads into this network, not to the open internet."))
