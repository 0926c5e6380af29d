"""No page asks the database more than twelve times, however much there is to show."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.core.db import db
from app.proposals.models import Status
from tests.builders import an_account
from tests.public.builders import a_city_year

AT_MOST = 12
PAGES = (
    "/", "/cycles", "/cycles/2019", "/cycles/2019/proposals?q=어린이&sort=supports&reached=selected&min_won=1",
    "/cycles/2019/proposals/{cut:04d}?from=sort%3Dnow", "/cycles/2019/proposals/{cut:04d}/versions", "/search?q=공원",
    "/changes", "/changes.atom", "/sources", "/verify", "/help", "/api/v1/cycles", "/api/v1/cycles/2019",
    "/api/v1/cycles/2019/proposals",
)  # fmt: skip


@contextmanager
def queries() -> Iterator[list[str]]:
    """Collect the statements that are run meanwhile, without those that begin and end transactions."""
    run: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            run.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked_too_much(client: FlaskClient) -> dict[str, list[str]]:
    cut = a_city_year()[Status.partly_cut]
    found = {}
    for address in PAGES:
        with queries() as run:
            assert client.get(address.format(cut=cut)).status_code == 200
        if len(run) > AT_MOST:
            found[f"{address}: {len(run)}"] = [" ".join(statement.split())[:120] for statement in run]
    return found


def test_anyone_reads_every_public_page_for_at_most_twelve_queries(app: Flask, client: FlaskClient):
    assert asked_too_much(client) == {}


def test_who_is_signed_in_reads_them_for_at_most_twelve_queries_too(app: Flask, client: FlaskClient, sign_in):
    assert asked_too_much(sign_in(an_account())) == {}
