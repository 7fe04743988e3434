"""The evidence of stories is asked for as any link, once a story is shown."""

from __future__ import annotations

from pathlib import Path

import awkward_hosts as hosts
from awkward_hosts import awkward
from linked import Linked, open_linked

from catalogue.clock import now_utc
from catalogue.ledger.reuse_deeds import Judge, add_story
from catalogue.ledger.reuse_filing import begin_story, send_story
from catalogue.ledger.reuses import evidence_of
from catalogue.linkage.standing import State
from catalogue.reuses.story import Content, Story
from vocab import load_vocabulary


def told(linked: Linked, address: str) -> Story:
    """A story that is shown, with evidence at an address."""
    judge = Judge(who="op@stook.example", now=now_utc(), vocabulary=load_vocabulary())
    with linked.ledger.writing() as connection:
        return add_story(connection, said(address), judge).story


def said(address: str) -> Content:
    """What it says."""
    return Content(title=address, who="W", kind="app", changed="C", story="", evidence=address)


def test_a_round_finds_whether_evidence_is_there_and_never_asks_for_what_nobody_has_read(
    tmp_path: Path,
) -> None:
    answering = {"plain": hosts.plain, "not_found": hosts.not_found, "just_works": hosts.just_works}
    with open_linked(tmp_path) as linked, awkward(answering) as up:
        there, lost = (told(linked, f"{up.places[name]}/minutes") for name in ("plain", "not_found"))
        with linked.ledger.writing() as connection:
            unread = said(f"{up.places['just_works']}/minutes")
            filed = begin_story(connection, unread, token="t" * 43, email="", now=now_utc())
            send_story(connection, filed, now=now_utc())
        assert linked.check() == 0, linked.log
        with linked.ledger.reading() as connection:
            found = evidence_of(connection, (there, lost))
        assert (found[there.id].state, found[lost.id].state) == (State.WORKS, State.FAILING)
        assert len(linked.links()) == 2
