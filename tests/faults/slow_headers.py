"""How many readers whose requests arrive slowly a server bears, and what others then wait.

Asked of gunicorn itself and of the proxy in front of it, it shows what the proxy is for:

    python tests/faults/slow_headers.py http://127.0.0.1:8000/ --slow 50
    python tests/faults/slow_headers.py https://localhost/ --slow 200
    python tests/faults/slow_headers.py https://localhost/ --slow 200 --bodies

Each slow one opens a connection and sends a line of its headers every second, never the last; or all
of them at once, and then a letter of a form every second. Meanwhile an ordinary reader asks twenty
times. It prints how many were answered within two seconds, and the median.
Not part of ``make test``: it needs servers, and half a minute.
"""

import argparse
import itertools
import socket
import ssl
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

PATIENCE = 2.0  # seconds
ASKED = 20


def _headers(host: str) -> Iterator[str]:
    """What comes of a request, a second between two parts: line by line."""
    yield f"GET / HTTP/1.1\r\nHost: {host}\r\n"
    for number in itertools.count():
        yield f"X-{number}: slowly\r\n"


def _body(host: str) -> Iterator[str]:
    """The same of a form that is announced to have more to come."""
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n"
    yield f"POST /digest/ HTTP/1.1\r\nHost: {host}\r\n{form}\r\n"
    yield from itertools.repeat("a", 999)


def _open(url: str, context: ssl.SSLContext) -> socket.socket:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    one = socket.create_connection((parts.hostname, port), timeout=10)
    if parts.scheme == "https":
        one = context.wrap_socket(one, server_hostname=parts.hostname)
    return one


def _drip(
    url: str,
    context: ssl.SSLContext,
    over: threading.Event,
    parts: Callable[[str], Iterator[str]],
) -> None:
    while not over.is_set():
        try:
            one = _open(url, context)
            for part in parts(urlsplit(url).netloc):
                one.sendall(part.encode())
                if over.wait(1):
                    break
        except OSError:  # thrown out: comes back
            over.wait(0.1)


def ask(url: str, context: ssl.SSLContext) -> list[float]:
    """Seconds that each of ``ASKED`` requests took; infinite where nobody answered in time."""
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        try:
            urllib.request.urlopen(url, timeout=PATIENCE, context=context).read()  # noqa: S310
            took.append(time.perf_counter() - began)
        except OSError:
            took.append(float("inf"))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--slow", type=int, default=50)
    parser.add_argument("--bodies", action="store_true", help="slow forms, not slow headers")
    options = parser.parse_args()
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a certificate of one's own
    over = threading.Event()
    for slow in (0, options.slow):
        for _ in range(slow):
            told = (options.url, context, over, _body if options.bodies else _headers)
            threading.Thread(target=_drip, args=told, daemon=True).start()
        time.sleep(3 if slow else 0)
        took = ask(options.url, context)
        answered = sum(one < PATIENCE for one in took)
        middle = statistics.median(took) * 1000
        print(f"{slow:>4} slow connections: {answered} of {ASKED} answered, median {middle:.0f} ms")
    over.set()


if __name__ == "__main__":
    main()
