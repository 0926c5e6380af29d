"""The site as it is deployed, gunicorn with its workers, and voters who reach it over HTTP with a one-time code each."""

import contextlib
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.harness import CLIENTS
from voting.ledger.codes import decode

ROOT = Path(__file__).parents[2]
KEPT = 15  # bytes of a leaf that a receipt's code holds
PATIENCE = 120  # seconds that a voter goes on trying


class Site:
    """Gunicorn with two workers, the application loaded before they part, as ``make run`` does; ``kill`` is kill -9."""

    def __init__(self, address: str, instance: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._settings = {
            "DATABASE_URL": address, "MINHOE_INSTANCE": str(instance), "PORT": str(self.port), "WEB_WORKERS": "2",
        }  # fmt: skip
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--preload", "-c", "gunicorn.conf.py", "wsgi:app"]
        self._master = subprocess.Popen(command, cwd=ROOT, env=os.environ | self._settings, start_new_session=True)

    def workers(self) -> list[int]:
        master = self._master.pid
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            return [int(pid) for pid in children if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return []

    def kill(self, *pids: int) -> int:
        """Kill workers in the act; gunicorn puts others in their place. Return how many there were."""
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def kill_all(self) -> int:
        """Kill gunicorn, its workers and the worker of its queue at once, and start again."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._master.pid, signal.SIGKILL)
        self._master.wait()
        self.start()
        return 1

    def stop(self) -> None:
        os.killpg(self._master.pid, signal.SIGKILL)
        self._master.wait()

    def ready(self) -> None:
        """Wait until the site answers."""
        browser, until = Browser(self.port), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if browser.ask("/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the site does not answer")


@dataclass
class Browser:
    """One visitor's cookies and the token of their forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, sent: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        """Return status and page; a POST where something is sent. Raises ``OSError``, ``HTTPException``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            if sent is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(sent), headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def insist(self, path: str, sent: list[tuple[str, str]] | None = None) -> str:
        """Ask again, as the error page says, until the site has an answer."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, page = self.ask(path, sent)
                if status == 200:
                    return page
                assert status == 503, (status, page)
            time.sleep(0.05)
        raise AssertionError(f"no answer from {path}")

    def review(self, slug: str, code: str, choice: str) -> list[tuple[str, str]]:
        """Choose, and return the form that casts the ballot."""
        token = hidden(self.insist(f"/polls/{slug}/vote"), "csrf_token")
        form = [("csrf_token", token), ("code", code), ("option", choice)]
        return [*form, ("draft", hidden(self.insist(f"/polls/{slug}/review", form), "draft"))]


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def receipt_on(page: str) -> bytes:
    """Return what the receipt on a page says of the leaf."""
    found = re.search('id="receipt-code".*?<p class="code-groups">(.*?)</p>', page, re.S)
    assert found, page
    return decode("".join(re.findall("<span>(.*?)</span>", found[1])), KEPT)


class Crowd:
    """Eight people at a time, each with a browser, until every code has a receipt."""

    def __init__(self, site: Site, slug: str, codes: list[str]) -> None:
        self.told: list[bytes] = []
        self.failed: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._vote, args=(Browser(site.port), slug, codes[n::CLIENTS]), daemon=True)
            for n in range(CLIENTS)
        ]
        for thread in self._threads:
            thread.start()

    def _vote(self, browser: Browser, slug: str, codes: list[str]) -> None:
        try:
            for number, code in enumerate(codes):
                form = browser.review(slug, code, str(1 + number % 5))
                self.told.append(receipt_on(browser.insist(f"/polls/{slug}/receipt", form)))
        except BaseException as failed:
            self.failed.append(failed)

    @property
    def at_work(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()
        if self.failed:
            raise self.failed[0]


def kill_while_they_vote(site: Site, crowd: Crowd, rounds: int, pause: float, kill_database=None) -> int:
    """Kill one worker, then another, then the whole site, by turns; return how many were killed while people voted."""
    chance, killed = random.Random(rounds), 0
    for turn in range(rounds):
        time.sleep(pause * (0.5 + chance.random()))
        if not crowd.at_work:
            break
        if turn % 3 == 2 and turn != rounds - 1:
            killed += site.kill_all()
        elif running := site.workers():
            killed += site.kill(chance.choice(running))
        if kill_database is not None and turn % 2:
            kill_database()
    crowd.wait()
    return killed
