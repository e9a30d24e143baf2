"""One message sent to one address: an HTTP POST whose time and answer are bounded.

By the standard library: what is asked of a client here (one POST, no redirects, to an IP that was
checked before) is what larger ones make hard.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass

from .addresses import Forbidden, Target, find_target

PATIENCE = 10.0  # seconds for a whole call, however slowly the other side answers
_MOST_READ = 2000  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the first words of an answer; without a status, why there was none."""

    status: int | None
    words: str

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def call(address: str, payload: str, headers: dict[str, str]) -> Answer:
    """POST a message and return what was answered. Raises nothing that the network can cause."""
    try:
        return _post(find_target(address), payload, headers)
    except Forbidden as refusal:
        return Answer(None, str(refusal))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(None, f"{type(error).__name__}: {error}")


def _post(target: Target, payload: str, headers: dict[str, str]) -> Answer:
    connection = _Connection(target)
    # A socket's own time-out begins anew with every byte: this one is for all of them.
    alarm = threading.Timer(PATIENCE, connection.cut)
    alarm.start()
    try:
        connection.request("POST", target.path, payload.encode(), headers)
        answer = connection.getresponse()
        words = answer.read(_MOST_READ).decode("utf-8", "replace")
        if connection.was_cut:  # headers that end anywhere are headers to http.client
            raise TimeoutError
        return Answer(answer.status, words)
    except (OSError, http.client.HTTPException, ValueError):
        if connection.was_cut:
            raise TimeoutError("no whole answer in time") from None
        raise
    finally:
        alarm.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """To the addresses that were looked up, under the name that was asked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self._target = target
        self.was_cut = False
        if target.is_encrypted:
            self.default_port = http.client.HTTPS_PORT  # the Host header names any other

    def connect(self) -> None:
        for number, ip in enumerate(self._target.ips, start=1):
            try:
                self.sock = socket.create_connection((ip, self.port), timeout=PATIENCE / 2)
                break
            except OSError:
                if number == len(self._target.ips) or self.was_cut:
                    raise
        self.sock.settimeout(PATIENCE)
        if self._target.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        if self.was_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it from another thread: whatever is waited for fails at once."""
        self.was_cut = True
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
