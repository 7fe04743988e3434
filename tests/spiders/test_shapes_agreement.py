"""Whether our shapes of DCAT-AP judge descriptions as the official ones do, whole ones and spoilt ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rdflib import SH, Graph
from test_outgoing_shapes import OFFICIAL, entries

from catalogue.entry import Entry
from catalogue.quality.conforming import Report, look_with
from catalogue.quality.content import SHAPES_FILE
from catalogue.values import Text, Typed
from harvester.replay.recording import bundled_recordings
from vocab import load_vocabulary
from vocab.namespaces import XSD

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not OFFICIAL.is_file(), reason="STOOK_VOCAB_DATA names no folder with the shapes of DCAT-AP"
    ),
]
UNREAD = "date-in-words"
LEAST = 0.98
"""The share of descriptions of which both say the same: that it conforms, or that it does not."""


def damaged(entry: Entry) -> Iterator[Entry]:
    """The description as it is, and in ways in which portals spoil theirs."""
    dataset = entry.dataset
    files = tuple(replace(one, access_url=(), download_url=()) for one in dataset.distribution)
    sizes = tuple(replace(one, byte_size=Typed("many", XSD.string)) for one in dataset.distribution)
    ways = {
        "": {},
        "no-description": {"description": ()},
        "no-address": {"distribution": files},
        "size-in-words": {"distribution": sizes},
        UNREAD: {"issued": Typed("last spring", XSD.string)},
        "blank-title": {"title": (Text(""),)},
    }
    for name, fields in ways.items():
        yield replace(entry, id=f"{entry.id}{name}", dataset=replace(dataset, **fields))


def shapes_with_paths() -> Graph:
    """The official shapes without those that have no path, which say nothing and stop pySHACL."""
    asked = Graph().parse(OFFICIAL)
    for shape, part in list(asked.subject_objects(SH.property)):
        if asked.value(part, SH.path) is None:
            asked.remove((shape, SH.property, part))
            asked.remove((part, None, None))
    return asked


def told(ours: dict[str, Report], theirs: dict[str, Report]) -> str:
    """The figures, for who runs this with -s."""
    same = sum(ours[name].conforms is theirs[name].conforms for name in ours)
    lines = [f"{same} of {len(ours)} descriptions are judged alike"]
    both, we, they = Counter[object](), Counter[object](), Counter[object]()
    for name in ours:
        mine, other = (set(each[name].misses) for each in (ours, theirs))
        both.update(mine & other)
        we.update(mine - other)
        they.update(other - mine)
    for title, counted in (("both", both), ("ours alone", we), ("official alone", they)):
        lines += [f"{title}: {miss} {count}" for miss, count in counted.most_common()]
    return "\n".join(lines)


def test_our_shapes_judge_as_the_official_ones_do(walk) -> None:
    found = [*entries(walk, bundled_recordings()).values()][::6]
    samples = [one for entry in found for one in damaged(entry)]
    vocabulary = load_vocabulary()
    ours = look_with(Graph().parse(SHAPES_FILE), samples, vocabulary)
    theirs = look_with(shapes_with_paths(), samples, vocabulary)
    figures = told(ours, theirs)
    print(figures)  # noqa: T201 - figures for a person who runs this with -s
    alike = [ours[name].conforms is theirs[name].conforms for name in ours if not name.endswith(UNREAD)]
    assert any(not one.conforms for one in ours.values())
    assert any(one.conforms for one in ours.values())
    assert sum(alike) / len(alike) >= LEAST, figures
    # the tables of DCAT-AP ask for a date or an instant there, and the official shapes only for some literal
    assert not any(one.conforms for name, one in ours.items() if name.endswith(UNREAD))
