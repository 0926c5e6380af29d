"""How gunicorn serves: one process with threads, and the worker of the embedded queue as its child."""

import gc
import os
import subprocess
import sys
import threading

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
control_socket_disable = True
accesslog = None
loglevel = "warning"
graceful_timeout = 10

AGAIN_AFTER = 5  # seconds, where the worker of the queue has died
_child: list[subprocess.Popen[bytes]] = []
_stopping = threading.Event()
_starting = threading.Lock()  # no worker is started behind the back of the one who stops them


def when_ready(server):
    """Start the embedded worker once the site listens, unless a shared queue has its own."""
    if not os.environ.get("JOBS_ADDRESS"):
        _start_worker()
        threading.Thread(target=_keep_worker, daemon=True).start()


def on_exit(server):
    """Stop the embedded worker with the site; a job that it cannot leave is begun again at the next start."""
    with _starting:
        _stopping.set()
    for child in _child:
        child.terminate()
        try:
            child.wait(timeout=graceful_timeout)
        except subprocess.TimeoutExpired:
            child.kill()


def _start_worker():
    with _starting:
        if not _stopping.is_set():
            _child[:] = [subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"])]


def _keep_worker():
    while not _stopping.is_set():
        _child[0].wait()
        _stopping.wait(AGAIN_AFTER)
        _start_worker()


def post_worker_init(worker):
    """Take what was loaded out of the garbage collector's rounds, and make those rarer: a full one takes 0.1 s.

    Nearly all that a request makes is freed by its reference counts; the rounds are for the rest.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
