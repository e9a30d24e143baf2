"""A receiver of webhooks on this machine: it keeps what came and answers as it is told."""

import hmac
import json
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """``status`` is what it answers; ``drip`` makes it answer a byte at a time, ``hold`` late."""

    def __init__(self) -> None:
        self.status = 200
        self.answer = b"thanks"
        self.location = ""
        self.drip = 0.0
        self.hold = 0.0
        self.came: list[tuple[dict[str, str], str]] = []
        self.address = ""

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.came]

    @property
    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.came]


def is_signed(secret: str, headers: dict[str, str], body: str) -> bool:
    """As a receiver checks it, with nothing but what it was given."""
    key = b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    expected = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return expected in headers["webhook-signature"].split(" ")


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(receiver.hold)
            if receiver.drip:
                for byte in b"HTTP/1.0 200 OK\r\nX-Slow: " + b"x" * 10_000:
                    try:
                        self.wfile.write(bytes([byte]))
                    except OSError:
                        return
                    time.sleep(receiver.drip)
                return
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.end_headers()
            self.wfile.write(receiver.answer)

        def log_message(self, *args: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # the other side has gone
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    ).start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
