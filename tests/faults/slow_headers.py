"""How many readers whose requests arrive slowly a server bears, and what others then wait.

Asked of gunicorn itself and of the proxy in front of it, it shows what the proxy is for:

    python tests/faults/slow_headers.py http://127.0.0.1:8000/ --slow 50
    python tests/faults/slow_headers.py https://localhost/ --slow 200

Each slow one opens a connection and sends a line of its headers every second, never the last. Meanwhile
an ordinary reader asks twenty times. It prints how many were answered within two seconds, and the median.
Not part of ``make test``: it needs servers, and half a minute.
"""

import argparse
import socket
import ssl
import statistics
import threading
import time
import urllib.request
from urllib.parse import urlsplit

PATIENCE = 2.0  # seconds
ASKED = 20


def _open(url: str, context: ssl.SSLContext) -> socket.socket:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    one = socket.create_connection((parts.hostname, port), timeout=10)
    if parts.scheme == "https":
        one = context.wrap_socket(one, server_hostname=parts.hostname)
    one.sendall(f"GET / HTTP/1.1\r\nHost: {parts.netloc}\r\n".encode())
    return one


def _drip(url: str, context: ssl.SSLContext, over: threading.Event) -> None:
    number = 0
    while not over.is_set():
        try:
            one = _open(url, context)
            while not over.wait(1):
                number += 1
                one.sendall(f"X-{number}: slowly\r\n".encode())
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
    options = parser.parse_args()
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a certificate of one's own
    over = threading.Event()
    for slow in (0, options.slow):
        for _ in range(slow):
            threading.Thread(target=_drip, args=(options.url, context, over), daemon=True).start()
        time.sleep(3 if slow else 0)
        took = ask(options.url, context)
        answered = sum(one < PATIENCE for one in took)
        middle = statistics.median(took) * 1000
        print(f"{slow:>4} slow connections: {answered} of {ASKED} answered, median {middle:.0f} ms")
    over.set()


if __name__ == "__main__":
    main()
