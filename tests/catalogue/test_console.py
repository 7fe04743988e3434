"""What commands say: tables and JSON, in which no portal's text steers the terminal."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from catalogue.console import say_json, say_table
from catalogue.processes import start, stop


def test_a_table_shows_what_it_was_given_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(("title", "count"), [("[bold]Bins[/bold]", 12345), (None, True)])

    said = capsys.readouterr().out
    assert "[bold]Bins[/bold]" in said
    assert "12,345" in said
    assert "None" not in said


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(("title",), [("\x1b]0;owned\x07\x1b[2J\x9b2JBins\ud83d",)])

    said = capsys.readouterr().out
    assert "Bins" in said
    assert not {"\x1b", "\x07", "\x9b"} & set(said)


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"portals": [{"title": "Léeds"}]})

    assert json.loads(capsys.readouterr().out) == {"portals": [{"title": "Léeds"}]}


def test_processes_are_stopped_and_those_that_ended_are_left(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"]}
    done = start(["-c", "pass"], environment=environment)
    done.wait()
    running = start(["-c", "import time; time.sleep(60)"], environment=environment)

    stop([done, running])

    assert (done.returncode, running.returncode) == (0, -signal.SIGTERM)
