"""gunicorn's settings, for `make demo` and for production alike (docs/operating.md)."""

import ctypes
import gc
import os
import platform

import gunicorn.http.message

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
# An Arabic letter takes six bytes of an address, and whatever is set gunicorn stops reading one at
# 8,190 (MAX_REQUEST_LINE): a search of 1,400 letters would be answered in English, without a page.
gunicorn.http.message.MAX_REQUEST_LINE = limit_request_line = 131_072  # bytes
# gunicorn 27 opens a control socket in the home folder of whoever starts it unless told not to.
control_socket_disable = True
# Where glibc gives each thread a heap of its own, a worker keeps 20 MB in their gaps. Only one thread
# of Python runs at a time, so they do not wait for a common one. -8: M_ARENA_MAX of malloc.h.
if platform.libc_ver()[0] == "glibc":
    ctypes.CDLL(None).mallopt(-8, 1)


def post_worker_init(worker: object) -> None:
    """Never look for garbage among what a worker has loaded: it takes a twentieth of a second."""
    gc.collect()
    gc.freeze()
