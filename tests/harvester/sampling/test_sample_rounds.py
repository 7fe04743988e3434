"""Rounds over files at hosts of every awkward kind, on the loopback network."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import awkward_hosts as hosts
import pytest
from awkward_hosts import CSV, Talk, awkward
from sampled import Sampled, open_sampled
from test_sample_forms import workbook

from catalogue.ledger.portals import add_portal
from catalogue.portal import Portal

ROWS = "".join(f"{100_000 + n},Ward {n % 3},{'Open' if n % 2 else 'Shut'},Jane {n}\n" for n in range(9_000))
BODY = f"UPRN,Ward,State,Applicant name\n{ROWS}".encode()


@pytest.fixture
def sampled(tmp_path: Path) -> Iterator[Sampled]:
    """An empty catalogue."""
    with open_sampled(tmp_path) as made:
        yield made


def part_of(talk: Talk, body: bytes) -> tuple[bytes, str]:
    first, last = map(int, re.findall(r"\d+", talk.asked.headers["range"]))
    piece = body[first : last + 1]
    return piece, f"Content-Range: bytes {first}-{first + len(piece) - 1}/{len(body)}"


def serving(body: bytes, *heads: str) -> hosts.Behaviour:
    """A host that keeps to ranges, and knows no robots.txt."""

    async def serve(talk: Talk) -> None:
        if talk.asked.path == "/robots.txt":
            return await talk.say(404)
        piece, head = part_of(talk, body)
        return await talk.say(206, piece, CSV, head, *heads)

    return serve


def only(behaviour: hosts.Behaviour) -> hosts.Behaviour:
    """The behaviour for all but robots.txt, of which there is none."""

    async def serve(talk: Talk) -> None:
        await (talk.say(404) if talk.asked.path == "/robots.txt" else behaviour(talk))

    return serve


async def knows_no_ranges(talk: Talk) -> None:
    """Sends all of it, again and again, until nobody listens."""
    talk.writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n" + BODY)
    while True:
        talk.writer.write(ROWS.encode())
        await talk.writer.drain()


async def knows_its_own(talk: Talk) -> None:
    if talk.asked.headers.get("if-none-match") == '"v1"':
        await talk.say(304)
    else:
        await talk.say(200, BODY[:5_000], CSV, 'ETag: "v1"')


async def closes_itself(talk: Talk) -> None:
    body = b"User-agent: *\nDisallow: /private/\n"
    await (talk.say(200, body) if talk.asked.path == "/robots.txt" else talk.say(200, BODY[:5_000], CSV))


async def has_too_much_to_do(talk: Talk) -> None:
    await talk.say(503)


async def packs_as_nobody_asked(talk: Talk) -> None:
    await talk.say(200, b"\x0b\x02\x80", CSV, "Content-Encoding: br")


async def is_busy(talk: Talk) -> None:
    await talk.say(429, b"", "Retry-After: 7200")


def files_of(up: hosts.Hosts, name: str = "one") -> list[hosts.Asked]:
    return [one for one in up.asked_of(name) if one.path != "/robots.txt"]


def test_the_first_rows_are_asked_for_politely_and_told(sampled: Sampled) -> None:
    with awkward({"one": serving(BODY)}, network=4) as up:
        sampled.have([f"{up.places['one']}/a.csv"])
        sampled.read()
    (asked,) = files_of(up)
    assert (asked.method, asked.headers["range"], asked.headers["accept-encoding"]) == (
        "GET",
        "bytes=0-65535",
        "identity",
    )
    assert "stook" in asked.headers["user-agent"].lower()
    table = sampled.table()
    assert [(one.name, one.datatype) for one in table.columns] == [
        ("UPRN", "integer"), ("Ward", "string"), ("State", "string"), ("Applicant name", "string"),
    ]  # fmt: skip
    assert (table.rows, table.whole, table.encoding, table.separator, table.header) == (
        200,
        False,
        "utf-8",
        ",",
        1,
    )
    assert sampled.row()["due"] > table.at


def test_values_are_shown_of_categories_only(sampled: Sampled) -> None:
    with awkward({"one": serving(BODY)}, network=4) as up:
        sampled.have([f"{up.places['one']}/a.csv"])
        sampled.read()
    uprn, _, state, name = sampled.table().columns
    assert set(state.examples) == {"Open", "Shut"}
    assert (uprn.examples, name.examples, name.traits[:1]) == ((), (), ("person",))
    assert [one.kind for one in uprn.detections] == ["uprn"]
    assert 0 < len(uprn.detections[0].sketch) <= 400
    assert b"100007" not in sampled.row()["body"]


def test_a_host_that_knows_no_ranges_is_left_after_the_first_bytes(sampled: Sampled) -> None:
    with awkward({"one": only(knows_no_ranges)}, network=4) as up:
        sampled.have([f"{up.places['one']}/a.csv"])
        sampled.read()
    assert (sampled.table().rows, sampled.row()["bytes"]) == (200, 65_536)


def test_a_file_that_has_not_changed_is_not_read_again(sampled: Sampled) -> None:
    with awkward({"one": only(knows_its_own)}, network=4) as up:
        sampled.have([f"{up.places['one']}/a.csv"])
        sampled.read()
        first = sampled.table()
        sampled.make_due()
        sampled.read()
    assert [one.headers.get("if-none-match") for one in files_of(up)] == [None, '"v1"']
    assert sampled.table() == first
    assert sampled.row()["state"] == "read"


def test_what_robots_txt_closes_is_not_asked_for(sampled: Sampled) -> None:
    with awkward({"one": closes_itself}, network=4) as up:
        sampled.have([f"{up.places['one']}/private/a.csv", f"{up.places['one']}/public/a.csv"])
        sampled.read()
    assert [one.path for one in files_of(up)] == ["/public/a.csv"]
    states = {url.rpartition("/p")[2]: row["state"] for url, row in sampled.rows().items()}
    assert states == {"rivate/a.csv": "refused", "ublic/a.csv": "read"}


def test_a_host_that_asks_to_wait_is_left_alone_with_all_its_files(sampled: Sampled) -> None:
    with awkward({"one": only(is_busy)}, network=4) as up:
        sampled.have(f"{up.places['one']}/{n}.csv" for n in range(7))
        sampled.read()
        sampled.read()
    assert len(files_of(up)) == 1
    assert sorted(row["state"] for row in sampled.rows().values()) == [""] * 6 + ["failed"]


def test_a_longer_workbook_is_read_by_a_few_ranges(sampled: Sampled) -> None:
    with awkward({"one": serving(workbook(noise=1_000))}, network=4) as up:
        sampled.have([f"{up.places['one']}/a.xlsx"])
        sampled.read()
    assert [one.name for one in sampled.table().columns] == ["UPRN", "Ward", "Emptied"]
    assert 1 < len(files_of(up)) <= 4
    assert sampled.row()["bytes"] <= 3 * 65_536


AWKWARD = (
    (hosts.not_found, "failed", "is not there"),
    (packs_as_nobody_asked, "unfit", "comes packed as br, which is not read"),
    (has_too_much_to_do, "failed", "is not given: its host answered 503"),
    (hosts.forbids, "failed", "is not given to programs, or not to everybody"),
    (hosts.is_being_made, "failed", "is still being made by its host"),
    (hosts.leads_inside, "refused", "was not asked: 169.254.169.254"),
    (hosts.leads_to_a_file_of_this_machine, "failed", "is not given"),
    (hosts.leads_round, "failed", "leads from one address to the next without an end"),
    (hosts.drips, "failed", "did not answer in time"),
    (hosts.has_huge_heads, "unfit", "is empty"),
    (hosts.has_a_huge_line, "failed", ""),
    (hosts.speaks_no_http, "failed", ""),
    (hosts.hangs_up, "failed", ""),
    (hosts.asks_to_sign_in, "unfit", "is a web page (title: Log in | Harrowmere)"),
    (hosts.has_an_error_inside, "unfit", "is JSON that is no GeoJSON"),
    (hosts.never_ends, "unfit", "begins with a row that is longer"),
    (hosts.grows, "read", ""),
    (hosts.says_more_than_it_sends, "unfit", ""),
    (hosts.plain, "read", ""),
    (hosts.leads_on, "read", ""),
    (hosts.wants_its_cookies_back, "read", ""),
    (hosts.wants_the_whole, "unfit", "is empty"),
)  # fmt: skip


def test_what_a_host_does_to_us_is_about_its_file(sampled: Sampled) -> None:
    behaviours = {behaviour.__name__: only(behaviour) for behaviour, _, _ in AWKWARD}
    with awkward(behaviours, network=4) as up:
        sampled.have(f"{place}/{name}.csv" for name, place in up.places.items())
        sampled.read()
    rows = {url.rpartition("/")[2].removesuffix(".csv"): row for url, row in sampled.rows().items()}
    found = [
        (rows[one.__name__]["state"], rows[one.__name__]["remark"][: len(said)]) for one, _, said in AWKWARD
    ]
    assert found == [(state, said) for _, state, said in AWKWARD]
    assert all(row["due"] > row["read"] and not row["taken_by"] for row in rows.values())


def test_two_workers_at_once_read_each_file_once_and_ask_no_host_too_often(sampled: Sampled) -> None:
    with awkward({f"host{n}": serving(BODY) for n in range(4)}, network=5) as up:
        sampled.have(f"{place}/{n}.csv" for place in up.places.values() for n in range(2))
        workers = [sampled.begin() for _ in range(2)]
        for worker in workers:
            worker.join(60)
        assert [worker.exitcode for worker in workers] == [0, 0], sampled.log
    assert {row["state"] for row in sampled.rows().values()} == {"read"}
    for name in up.places:
        assert sorted(one.path for one in files_of(up, name)) == ["/0.csv", "/1.csv"]
        times = [one.at for one in up.asked_of(name)]
        assert all(later - earlier >= 0.5 for earlier, later in pairwise(times))


def test_what_a_killed_worker_had_taken_is_read_by_the_next(sampled: Sampled) -> None:
    with awkward({"fine": serving(BODY), "slow": only(hosts.says_nothing)}, network=5) as up:
        sampled.have([f"{up.places['fine']}/a.csv", f"{up.places['slow']}/b.csv"])
        worker = sampled.begin()
        while not any(row["state"] for row in sampled.rows().values()) or not files_of(up, "slow"):
            assert worker.exitcode is None, sampled.log
            time.sleep(0.02)
        os.kill(worker.pid or 0, signal.SIGKILL)
        worker.join()
        assert sum(bool(row["taken_by"]) for row in sampled.rows().values()) == 1
        sampled.read()
    assert len(files_of(up, "fine")) == 1
    assert sorted(row["state"] for row in sampled.rows().values()) == ["failed", "read"]


def test_a_portal_that_wants_none_of_it_is_not_asked(sampled: Sampled) -> None:
    with awkward({"theirs": serving(BODY), "others": serving(BODY)}, network=6) as up:
        with sampled.ledger.writing() as connection:
            settings = {"samples": "no"}
            shy = Portal(slug="shy", title="Shy", kind="ckan", address=up.places["theirs"], settings=settings)
            add_portal(connection, shy, now="2026-11-29T09:00:00Z")
        sampled.have([f"{up.places['theirs']}/a.csv"], portal="harrowmere")
        sampled.have([f"{up.places['others']}/a.csv"], portal="shy")
        sampled.read()
    assert up.asked == []


def test_a_host_that_does_not_answer_is_not_asked_for_each_of_its_files(sampled: Sampled) -> None:
    with awkward({"one": only(hosts.hangs_up)}, network=6) as up:
        sampled.have(f"{up.places['one']}/{n}.csv" for n in range(5))
        sampled.read()
    assert len(files_of(up)) == 2
    assert {row["state"] for row in sampled.rows().values()} == {"failed"}
