"""How gunicorn serves: one process with threads, and the worker of the embedded queue as its child."""

import os
import subprocess
import sys

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
control_socket_disable = True
accesslog = None
loglevel = "warning"
graceful_timeout = 10

_child: list[subprocess.Popen[bytes]] = []


def when_ready(server):
    """Start the embedded worker once the site listens, unless a shared queue has its own."""
    if not os.environ.get("JOBS_ADDRESS"):
        _child.append(subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]))


def on_exit(server):
    """Stop the embedded worker with the site."""
    for child in _child:
        child.terminate()
        child.wait(timeout=10)
