"""As the site is served, less the worker of the queue: what it does beside the pages is not measured."""

import runpy
from pathlib import Path

post_worker_init = runpy.run_path(str(Path(__file__).parent.parent / "gunicorn.conf.py"))["post_worker_init"]
