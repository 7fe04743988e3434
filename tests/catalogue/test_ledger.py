"""Opening the ledger: made, brought up to date, or refused in a sentence."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, func, insert, select

import catalogue
from catalogue.errors import LedgerError
from catalogue.ledger.ledger import Ledger, make_safe, open_ledger
from catalogue.ledger.schema import entries, portals
from catalogue.ledger.tables import metadata
from catalogue.snapshot import squeeze

MIGRATIONS = Path(catalogue.__file__).parent / "migrations"


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def test_the_migrations_make_exactly_the_schema(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_ledger_of_the_schema_before_identities_knows_what_its_entries_have(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _at_schema("0004", url_of(path))
    packed = {"dataset": {"license": "OGL", "distribution": [{}]}}, {"dataset": {"publisher": {}}}
    with sqlite3.connect(path) as connection:
        portal = "(id, slug, title, kind, address, origin, body, paused, settings, added, next_run)"
        values = "(1, 'a', 'A', 'ckan', 'x', '', '', 0, '{}', 'now', '')"
        connection.execute(f"INSERT INTO portals {portal} VALUES {values}")  # noqa: S608 - made up right here
        for n, snapshot in enumerate(packed, 1):
            body = squeeze(json.dumps(snapshot).encode())
            connection.execute(
                "INSERT INTO changes VALUES (?, ?, 'added', 't', 1, 'm', 't', ?)", (n, f"e{n}", body)
            )
            connection.execute(
                "INSERT INTO entries VALUES (?, 1, ?, 'live', '', '', '', '', ?, '', '', 1, '', 0)",
                (f"e{n}", n, n),
            )
    connection.close()

    ledger = open_ledger(url_of(path))

    with ledger.reading() as reader:
        assert dict(reader.execute(select(entries.c.id, entries.c.filled)).all()) == {"e1": 5, "e2": 2}  # type: ignore[arg-type]
    ledger.close()


def _at_schema(revision: str, url: str) -> None:
    """A new ledger as an earlier program made it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_a_ledger_is_made_with_its_folder_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there 100%" / "ledger.db"

    open_ledger(url_of(path)).close()
    again = open_ledger(url_of(path))

    with again.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(portals)) == 0
    again.close()


def test_a_ledger_of_a_newer_program_is_refused(empty_ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(empty_ledger.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(LedgerError, match=r"schema 9999, which this program does not know .* newer program"):
        open_ledger(url_of(path))


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("These are notes, not a database. " * 100)

    with pytest.raises(LedgerError, match=r"ledger.db cannot be opened: file is not a database"):
        open_ledger(url_of(path))


@pytest.mark.parametrize(
    "url", ["", "ledger.db", "nosuch://host/db", "sqlite:////proc/nowhere/ledger.db", "mysql+nosuch://a/b"]
)
def test_an_address_that_cannot_be_opened_is_refused(url: str) -> None:
    with pytest.raises(LedgerError, match="cannot be opened"):
        open_ledger(url)


def test_a_password_is_not_shown() -> None:
    assert make_safe("postgresql://stook:secret@db.test/stook") == "postgresql://stook:***@db.test/stook"
    assert make_safe("no address") == "(not an address)"


def test_opening_waits_for_no_writer(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.writing() as connection:
        connection.execute(insert(portals).values(slug="a", title="A", kind="ckan", address="x", added="now"))
        other = open_ledger(url_of(tmp_path / "ledger.db"))
        with other.reading() as reader:
            assert reader.scalar(select(func.count()).select_from(portals)) == 0
        other.close()


def test_what_is_written_happens_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.writing() as connection:
        connection.execute(insert(portals).values(slug="a", title="A", kind="ckan", address="x", added="now"))
        raise ZeroDivisionError

    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(portals)) == 0


def test_many_may_open_a_new_ledger_at_once(tmp_path: Path) -> None:
    url = url_of(tmp_path / "ledger.db")

    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(open_ledger, [url] * 6))

    for one in opened:
        one.close()
    assert len(opened) == 6
