"""How a check is followed by server-sent events: in order, to an end, bounded, and taken up again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from registering_site import DONE, FOUND, Desk

from catalogue.ledger.checks import CheckState, Progress, note_progress, take_check
from web.problems import ProblemRaised
from web.registering.streams import Streams, read_last_event

DETECTING = Progress(state=CheckState.DETECTING, sentence="Finding out what answers.")
READING = Progress(state=CheckState.READING, sentence="It is CKAN.", found=FOUND)


def events(text: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The events of a stream: name, number, data."""
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line and not line.startswith(":"))
        if "event" in lines:
            yield lines["event"], int(lines["id"]), json.loads(lines["data"])


def test_a_check_that_is_over_is_told_and_ended(desk: Desk) -> None:
    answer = desk.get(f"{desk.checked()}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert [name for name, _, _ in events(answer.text)] == ["told", "end"]


def test_what_happens_is_told_in_its_order_to_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = desk.filed()
    steps = iter([DETECTING, READING, DONE])
    with desk.ledger.writing() as connection:
        check = take_check(connection, owner="worker", now=desk.clock[0])
    assert check

    async def worked(_seconds: float) -> None:
        with desk.ledger.writing() as connection:
            note_progress(connection, check, next(steps), owner="worker", now=desk.clock[0])

    monkeypatch.setattr("web.views.check.sleep", worked)
    told = list(events(desk.get(f"{page}/events").text))
    assert [name for name, _, _ in told] == ["told", "told", "told", "told", "end"]
    assert [number for _, number, _ in told[:-1]] == sorted({number for _, number, _ in told})
    assert [data["told"] for _, _, data in told][1:3] == [DETECTING.sentence, READING.sentence]
    assert 'aria-current="step">Reading' in told[2][2]["html"]


def test_a_browser_that_comes_again_is_told_only_what_it_has_not_heard(desk: Desk) -> None:
    page = desk.checked()
    (*_, (_, last, _)) = events(desk.get(f"{page}/events").text)
    again = desk.get(f"{page}/events", headers={"Last-Event-ID": str(last)})
    assert (again.status_code, again.content) == (204, b"")
    told = events(desk.get(f"{page}/events", headers={"Last-Event-ID": str(last - 1)}).text)
    assert [number for _, number, _ in told] == [last, last]


def test_a_stream_ends_by_itself_and_keeps_its_proxy_awake(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_seconds: float) -> None: ...

    monkeypatch.setattr("web.views.check.sleep", at_once)
    text = desk.get(f"{desk.filed()}/events").text
    assert [name for name, _, _ in events(text)] == ["told"]
    assert text.startswith("retry: 1000\n\n")
    assert ": still here\n\n" in text
    desk.work(DONE)


def test_streams_end_when_the_site_is_about_to_stop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = desk.client.app.state.site.streams  # type: ignore[attr-defined]

    async def stopping(_seconds: float) -> None:
        streams.close()

    monkeypatch.setattr("web.views.check.sleep", stopping)
    text = desk.get(f"{desk.filed()}/events").text
    streams.closed = False
    assert [name for name, _, _ in events(text)] == ["told"]
    assert ": still here" not in text
    desk.work(DONE)


def test_one_visitor_has_few_streams_and_all_together_so_many() -> None:
    streams = Streams(each=2, most=3)
    with ExitStack() as stack:
        for client in ("a", "a"):
            streams.check(client)
            stack.enter_context(streams.opened(client))
        with pytest.raises(ProblemRaised) as refused:
            streams.check("a")
        assert (refused.value.problem.status, "Retry-After" in refused.value.problem.headers) == (429, True)
        stack.enter_context(streams.opened("b"))
        with pytest.raises(ProblemRaised) as full:
            streams.check("c")
        assert full.value.problem.status == 503
    streams.check("a")


def test_a_stream_that_is_over_is_counted_no_more(desk: Desk) -> None:
    page = desk.checked()
    for _ in range(10):
        assert desk.get(f"{page}/events").status_code == 200


@pytest.mark.parametrize(
    ("header", "number"), [("7", 7), ("", -1), ("x", -1), ("-3", -1), ("٣", -1), ("9" * 30, -1)]
)
def test_the_last_event_is_a_number_or_nothing(header: str, number: int) -> None:
    assert read_last_event(header) == number
