"""How commands speak: JSON for programs, a table or a bar for people, one line a fact in the log."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Sequence

import click
import orjson
import structlog
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PIPED_WIDTH = 240  # what reads a pipe does not wrap lines


def set_up_logs(*, verbose: bool = False) -> None:
    """One line a fact, key=value, on standard error; without `verbose` only what someone should look at."""
    level = logging.INFO if verbose else logging.WARNING
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it stands when a line is written
        cache_logger_on_first_use=False,
    )


def say(text: str) -> None:
    """A line for a person; nothing in it steers the terminal."""
    click.echo(_CONTROL.sub("", text))


def say_json(value: object) -> None:
    """A value for a program, on standard output."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def say_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for a person; cells are plain text, whatever they hold."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    Console(markup=False, highlight=False, width=width).print(table)


def progress() -> Progress:
    """A bar on standard error, shown only when a person watches."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _cell(value: object) -> str:
    """A value as text. What a portal wrote must not steer the terminal of whoever reads it here."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return _CONTROL.sub("", str(value))
