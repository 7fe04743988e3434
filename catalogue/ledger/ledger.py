"""Opening the ledger: the one place that knows how its database is reached and brought up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from catalogue.errors import LedgerError

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_WAIT_MS = 60_000
_SWITCHES, _SWITCH_SECONDS = 50, 0.05


@dataclass(frozen=True, slots=True)
class Ledger:
    """The truth, in SQL. Each `reading` sees one moment; each `writing` happens whole or not at all."""

    _reader: Engine
    _writer: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger and must not write."""
        with self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; it waits for another writer rather than failing."""
        with self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Closes every connection."""
        self._reader.dispose()
        self._writer.dispose()


def open_ledger(url: str) -> Ledger:
    """The ledger at an SQLAlchemy address (`sqlite:///var/ledger.db`), brought up to the newest schema.

    Raises LedgerError when it cannot be opened or was written by a newer program.
    """
    try:
        path = make_url(url).database
        if path and path != ":memory:" and url.startswith("sqlite"):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        ledger = Ledger(_engine(url, "BEGIN"), _engine(url, "BEGIN IMMEDIATE"))
    except (ArgumentError, ImportError, OSError) as error:
        raise _unopened(url, error) from error
    try:
        _migrate(ledger)
    except (DatabaseError, sqlite3.Error) as error:
        ledger.close()
        raise _unopened(url, error) from error
    except LedgerError:
        ledger.close()
        raise
    return ledger


def make_safe(url: str) -> str:
    """The address without its password, for messages."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(not an address)"


def _unopened(url: str, error: Exception) -> LedgerError:
    return LedgerError(f"the ledger at {make_safe(url)} cannot be opened: {error.__cause__ or error}")


def _engine(url: str, begin: str) -> Engine:
    # One state for a whole reading needs more than PostgreSQL's usual level (its manual, 13.2.2); SQLite's is enough.
    level = (
        {"isolation_level": "REPEATABLE READ"} if begin == "BEGIN" and url.startswith("postgresql") else {}
    )
    engine = create_engine(url, **level)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log: readers never wait for the writer, and a killed process leaves nothing half written."""
    connection.isolation_level = None  # we say BEGIN ourselves; the driver's own habit begins too late
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {_WAIT_MS}", "synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switches the file to the write-ahead log. Two that switch a new file at once are told at once that it is
    locked, whatever the busy timeout says (https://www.sqlite.org/rescode.html#busy); one of them will have done it."""
    for _ in range(_SWITCHES):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            time.sleep(_SWITCH_SECONDS)
        else:
            return
    cursor.execute("PRAGMA journal_mode = WAL")


def _migrate(ledger: Ledger) -> None:
    """Brings the schema up to date. An up-to-date ledger is only read, so that opening it waits for no writer."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with ledger.reading() as connection:
        if _is_current(connection, scripts):
            return
    with ledger.writing() as connection:
        if not _is_current(connection, scripts):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _is_current(connection: Connection, scripts: ScriptDirectory) -> bool:
    """Whether the schema is the newest; LedgerError where it is one that this program does not know."""
    held, newest = MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()
    if held and held not in {script.revision for script in scripts.walk_revisions()}:
        raise LedgerError(
            f"the ledger is at schema {held}, which this program does not know (it knows up to {newest}): "
            "a newer program wrote it; run that one, or restore a backup"
        )
    return held == newest
