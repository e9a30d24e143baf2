"""gunicorn's settings, for `make demo` and for production alike (docs/operating.md)."""

import ctypes
import gc
import os
import platform
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp

import environ
import gunicorn.http.message

_ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(_ROOT))  # for the line below, wherever gunicorn was started from

from newsroom.logs import FORMATTERS, GunicornLogger  # noqa: E402

# What the site's settings read, they read too.
environ.Env.read_env(os.environ.get("ENV_FILE", str(_ROOT / ".env")))

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
# In memory where there is such a place: a slow disk must not make a living worker look dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# An Arabic letter takes six bytes of an address, and whatever is set gunicorn stops reading one at
# 8,190 (MAX_REQUEST_LINE): a search of 1,400 letters would be answered in English, without a page.
gunicorn.http.message.MAX_REQUEST_LINE = limit_request_line = 131_072  # bytes
# From a proxy on this machine it would take SCRIPT_NAME for where the site begins, whoever sent it: the
# Arabic page at an English address, or /x/readyz past the proxy's rule. No header says that here.
forwarder_headers = ""
# gunicorn 27 opens a control socket in the home folder of whoever starts it unless told not to.
control_socket_disable = True
# Where glibc gives each thread a heap of its own, a worker keeps 20 MB in their gaps. Only one thread
# of Python runs at a time, so they do not wait for a common one. -8: M_ARENA_MAX of malloc.h.
if platform.libc_ver()[0] == "glibc":
    ctypes.CDLL(None).mallopt(-8, 1)

# No access log: it would name readers' addresses and what they searched for. Proxies keep them.
accesslog = None
logger_class = GunicornLogger
GunicornLogger.form = FORMATTERS[os.environ.get("LOG_FORMAT", "line")]

# Each worker counts in files of its own, and whichever answers /metrics adds them up; those of a worker
# that is gone stay, since counters never go back. A new folder at every start: nothing else is added.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
if os.environ.get("METRICS_TOKEN") and _METRICS not in os.environ:  # else it is read again (HUP)
    os.environ[_METRICS] = mkdtemp(prefix="newsroom-metrics-")


def on_exit(server: object) -> None:
    """Leave no counts behind."""
    if "/newsroom-metrics-" in os.environ.get(_METRICS, ""):
        shutil.rmtree(os.environ[_METRICS], ignore_errors=True)


def post_worker_init(worker: object) -> None:
    """Never look for garbage among what a worker has loaded: it takes a twentieth of a second."""
    gc.collect()
    gc.freeze()
