"""Where tries are counted: in the database that all servers of the site share, so that none counts alone."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from limits.storage import Storage
from sqlalchemy import Connection, Select, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, UtcDateTime, db
from app.core.jobs.queue import regularly

INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class RateCount(Base):
    """How often something was tried in a window of time. What is tried stands in the key unreadable."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    tries: Mapped[int]
    until_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class DatabaseStorage(Storage):
    """``RATELIMIT_STORAGE_URI=database://``: fixed windows, counted outside of the request's own transaction."""

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and return how many there are now in the window; one that is over begins anew."""
        at = clock.now()
        with _writing() as connection:
            connection.execute(delete(RateCount).where(RateCount.key == key, RateCount.until_at <= at))
            row = INSERT[connection.dialect.name](RateCount).values(
                key=key, tries=amount, until_at=at + dt.timedelta(seconds=expiry)
            )
            counted = row.on_conflict_do_update(
                index_elements=[RateCount.key], set_={"tries": RateCount.tries + row.excluded.tries}
            )
            return int(connection.scalar(counted.returning(RateCount.tries)) or 0)

    def get(self, key: str) -> int:
        with db.engine.connect() as connection:
            return int(connection.scalar(_running(RateCount.tries, key)) or 0)

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since 1970."""
        with db.engine.connect() as connection:
            until = connection.scalar(_running(RateCount.until_at, key))
        return (until or clock.now()).timestamp()

    def check(self) -> bool:
        with db.engine.connect() as connection:
            return connection.scalar(select(1)) == 1

    def reset(self) -> int:
        with _writing() as connection:
            return connection.execute(delete(RateCount)).rowcount

    def clear(self, key: str) -> None:
        with _writing() as connection:
            connection.execute(delete(RateCount).where(RateCount.key == key))


@regularly(30)
def sweep() -> None:
    """Forget what no longer counts."""
    with _writing() as connection:
        connection.execute(delete(RateCount).where(RateCount.until_at <= clock.now()))


def _running(column: Any, key: str) -> Select[Any]:
    return select(column).where(RateCount.key == key, RateCount.until_at > clock.now())


@contextmanager
def _writing() -> Iterator[Connection]:
    with db.engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection
