"""The database: base of all models, column types that repeat, and the one transaction."""

import datetime as dt
import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Text,
    create_engine,
    event,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


T = TypeVar("T")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware in Python, UTC in the database, whichever that is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _stored_enum(python_type: type[enum.Enum]) -> Enum:
    return Enum(
        python_type,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda kind: [member.value for member in kind],
        name=_snake(python_type.__name__),
    )


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


Won = Annotated[int, mapped_column(BigInteger)]
UtcAt = Annotated[dt.datetime, mapped_column(UtcDateTime)]
Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(200))]
Prose = Annotated[str, mapped_column(Text)]
Json = Annotated[Any, mapped_column(JSON().with_variant(JSONB, "postgresql"))]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dt.datetime: UtcDateTime, int: BigInteger().with_variant(Integer, "sqlite")}


def stored(kind: type[enum.Enum], **options: Any) -> Mapped[Any]:
    """Return a column for a ``StrEnum``: stored by value, with its CHECK."""
    return mapped_column(_stored_enum(kind), **options)


db = SQLAlchemy(metadata=Base.metadata)


@contextmanager
def transaction() -> Iterator[None]:
    """Do all that is inside or nothing; inner calls join the outermost.

    What was read before is read again: on SQLite the write lock is taken first
    (``BEGIN IMMEDIATE``), on PostgreSQL services lock the rows that they decide on.
    """
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    session.rollback()
    session.connection(execution_options={"writing": True})
    session.info.update(writing=True, after_commit=[])
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        todo = session.info.pop("after_commit", [])
        session.info["writing"] = False
    for act in todo:
        act()


@contextmanager
def driver() -> Iterator[PoolProxiedConnection]:
    """Lend the driver's own connection, in no transaction and beginning none by itself: for what may cost no more than it must.

    It is of a pool apart from the session's. What the session has read is let go of first; what the driver refuses is
    raised as SQLAlchemy raises it, and no connection of before is used again. Within a transaction it is that one's
    connection.
    """
    if within_transaction():
        db.session().flush()
        yield db.session().connection().connection
        return
    done_reading()
    engine = _plain_engine(db.engine)
    known, lent = engine.dialect.loaded_dbapi.Error, None
    try:
        lent = engine.raw_connection()
        yield lent
    except BaseException as refused:
        if lent is not None:
            lent.invalidate()
        if not isinstance(refused, known):
            raise
        engine.dispose()
        lost = lent is not None and engine.dialect.is_disconnect(refused, None, None)
        raise DBAPIError.instance(
            "", None, refused, known, hide_parameters=True, connection_invalidated=lost, dialect=engine.dialect
        ) from refused
    finally:
        if lent is not None:
            lent.close()


_plain: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


def _plain_engine(engine: Engine) -> Engine:
    if engine not in _plain:
        _plain[engine] = create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)
    return _plain[engine]


@event.listens_for(Engine, "engine_disposed")
def _dispose_of_both(engine: Engine) -> None:
    if engine in _plain:
        _plain.pop(engine).dispose()


def within_transaction() -> bool:
    """Say whether a transaction that writes is open, which inner work joins."""
    return bool(db.session().info.get("writing"))


def done_reading() -> None:
    """Let go of what was read, so that no transaction stays open during long work; within a writing one it goes on."""
    if not within_transaction():
        db.session.rollback()


def let_go(_error: BaseException | None = None) -> None:
    """End what a request has read. A connection that died meanwhile is thrown away: the answer is made already."""
    try:
        db.session.rollback()
    except DBAPIError:
        db.session().invalidate()


def after_commit(act: Callable[[], object]) -> None:
    """Run ``act`` once the outermost transaction has been committed, never if it was not."""
    db.session().info["after_commit"].append(act)


def locked(model: type[T], key: object) -> T | None:
    """Return the row fresh from the database and locked until the transaction ends."""
    return db.session.get(model, key, with_for_update=True, populate_existing=True)


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection: Any, _record: object) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None  # SQLAlchemy begins, not the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
