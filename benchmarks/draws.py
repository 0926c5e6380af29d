"""How long an organiser waits for a draw in the browser: lottery and ceremony, with a server and a worker of their own.

    python benchmarks/draws.py [--times 1,4]

The synthetic pool of 2,500 (so many times over) is drawn to 250 seats in Chromium. Told are the seconds from the click
on "Make the lottery" to the first sign that something goes on (the button says so), to the bar of progress, and to the
fingerprint on the page, and from the click on "Draw" to the people drawn, by groups. The click comes while the page still
looks at what the pool can give. Wanted: 5 s at 2,500, 10 s at 10,000, progress within the first second.
"""

import argparse
import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Page, expect, sync_playwright

from app import create_app
from app.accounts.models import LoginSession
from app.accounts.sessions import hashed
from app.core import clock
from app.core.db import Base, db, transaction
from app.draws.models import PublicValue
from app.draws.services import ceremony
from tests.browser_support import CHROMIUM, DESKTOP, FLAGS
from tests.draws.builders import DATA, a_draw_of_file, an_organiser

SEATS, PATIENCE_MS = 250, 120_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", default="1,4")
    print("people   first sign   bar of progress   fingerprint   drawn")
    for times in (int(text) for text in parser.parse_args().times.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            draw_id, cookie = _prepare(Path(folder), times)
            with _running(folder) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
                context = browser.new_context(viewport=DESKTOP, locale="ko-KR", base_url=address)
                context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
                sign, progress, made, drawn = _walk(context.new_page(), draw_id)
                browser.close()
        print(f"{2_500 * times:6,}   {sign:8.2f} s   {progress:13.2f} s   {made:9.2f} s   {drawn:.2f} s")


def _prepare(folder: Path, times: int) -> tuple[int, tuple[str, str]]:
    """Make the site with an announced draw; return its number and the cookie of its organiser."""
    app = create_app(INSTANCE=folder, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'minhoe.db'}")
    with app.app_context():
        Base.metadata.create_all(db.engine)
        draw = a_draw_of_file(DATA / "synthetic_2500", SEATS, times)
        ceremony.announce(draw, PublicValue.dice, "십면체 주사위 세 개", None)
        organiser, token, at = an_organiser(), secrets.token_urlsafe(32), clock.now()
        with transaction():
            db.session.add(LoginSession(account_id=organiser.id, token_hash=hashed(token), began_at=at, seen_at=at))
        session = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})  # type: ignore[attr-defined]
        found = draw.id
        db.session.remove()
        db.engine.dispose()
    return found, (app.config["SESSION_COOKIE_NAME"], str(session))


@contextlib.contextmanager
def _running(folder: str) -> Iterator[str]:
    """A server and a worker on the site in the folder; return the server's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"MINHOE_INSTANCE": folder}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    commands = ([*flask, "run", "-p", str(port)], [*flask, "jobs", "work"])
    processes = [
        subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands
    ]
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        time.sleep(5)  # until the worker looks for jobs
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in processes:
            process.terminate()
            process.wait()


# The page that is left keeps when it was pressed, and when a frame was drawn after a button said that it is busy.
_SIGN = """() => {
  addEventListener('click', () => { sessionStorage.pressed = Date.now(); }, true);
  new MutationObserver(() => requestAnimationFrame(() => { sessionStorage.busy ??= Date.now(); }))
    .observe(document.body, {subtree: true, attributeFilter: ['aria-busy']});
}"""


def _walk(page: Page, draw_id: int) -> tuple[float, float, float, float]:
    """Make the lottery and draw; return the seconds to first sign, progress, fingerprint, and people drawn."""
    page.goto(f"/office/draws/{draw_id}")
    page.evaluate(_SIGN)
    began = time.perf_counter()
    page.get_by_role("button", name="추첨표 만들기").click(no_wait_after=True)
    expect(page.locator("progress").or_(page.get_by_label("공개 숫자"))).to_be_visible(timeout=PATIENCE_MS)
    progress = time.perf_counter() - began
    expect(page.get_by_label("공개 숫자")).to_be_visible(timeout=PATIENCE_MS)
    made = time.perf_counter() - began
    page.get_by_label("공개 숫자").fill("437")
    page.get_by_label("누가 보았는지, 어디서 확인할 수 있는지").fill("참관인 세 명")
    began = time.perf_counter()
    page.get_by_role("button", name="추첨", exact=True).click(no_wait_after=True)
    expect(page.locator("table.bar-table").first).to_be_visible(timeout=PATIENCE_MS)
    sign = page.evaluate("(sessionStorage.busy - sessionStorage.pressed) / 1000")
    return sign, progress, made, time.perf_counter() - began


if __name__ == "__main__":
    main()
