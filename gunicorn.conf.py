"""gunicorn's settings, for `make demo` and for production alike (docs/operating.md)."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
# gunicorn 27 opens a control socket in the home folder of whoever starts it unless told not to.
control_socket_disable = True
