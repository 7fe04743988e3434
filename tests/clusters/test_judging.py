"""What is a copy, what may be one, and which comes first."""

from __future__ import annotations

import pytest
from made_up_copies import UUID, entry_of

from catalogue.clusters.evidence import Kind, came_from, evidence_of
from catalogue.clusters.judging import MOST_TOGETHER, Judgement, Member, judge
from catalogue.entry import Entry


def member(entry: Entry, **more: object) -> Member:
    return Member(
        id=entry.id,
        portal=entry.portal,
        title=entry.dataset.title[0].value,
        evidence={one.key: one.kind for one in evidence_of(entry)},
        says_copy=bool(came_from(entry)),
        **more,  # type: ignore[arg-type]
    )


def judged(*entries: Entry) -> Judgement:
    return judge([member(one) for one in entries], {})


def test_the_same_identifier_at_two_portals_is_a_copy_and_the_one_that_names_no_origin_leads() -> None:
    first = entry_of("thornmere", "1", "Litter bins", identifiers=(UUID.format(1),))
    copy = entry_of(
        "collector",
        "9",
        "Litter bins",
        identifiers=(UUID.format(1),),
        sources=("https://thornmere.example/1",),
    )
    assert judged(copy, first).clusters == ((first.id, copy.id),)


def test_what_is_with_its_publisher_leads_before_a_collector_of_many() -> None:
    own = entry_of("thornmere", "1", "Litter bins", identifiers=(UUID.format(1),))
    other = entry_of("collector", "9", "Litter bins", identifiers=(UUID.format(1),))
    found = judge([member(other, crowd=20, first_seen="2020"), member(own, crowd=1, first_seen="2024")], {})
    assert found.clusters == ((own.id, other.id),)


@pytest.mark.parametrize(
    "said",
    [
        {"iri": "https://t.example/dataset/bins"},
        {"identifiers": ("https://t.example/dataset/bins",)},
        {"sources": ("https://t.example/dataset/bins",)},
        {"record": "https://t.example/dataset/bins"},
        {"pages": ("https://t.example/dataset/bins",)},
    ],
)
def test_an_address_of_a_datasets_own_tells_its_copy(said: dict[str, object]) -> None:
    first = entry_of("thornmere", "1", "Litter bins", iri="https://t.example/dataset/bins")
    assert len(judged(first, entry_of("collector", "9", "Bins for litter", **said)).clusters) == 1


def test_the_same_files_under_the_same_title_tell_a_copy() -> None:
    files = ("https://t.example/bins.csv", "https://t.example/bins.json")
    first = entry_of("thornmere", "1", "Litter bins", files=files)
    assert judged(first, entry_of("other", "9", "Litter bins 2024", files=files[:1], publisher="x")).clusters


def test_one_file_of_many_under_the_same_title_and_publisher_tells_a_copy() -> None:
    own = tuple(f"https://t.example/bins.{suffix}" for suffix in ("csv", "json", "kml", "zip"))
    other = (own[0], *(f"https://files.example/{n}" for n in range(5)))
    assert judged(
        entry_of("a", "1", "Litter bins", files=own), entry_of("b", "1", "Litter bins", files=other)
    ).clusters


def test_a_file_that_many_datasets_of_a_portal_share_tells_nothing() -> None:
    root = ("https://t.example/api/all",)
    many = [entry_of("thornmere", str(n), "Litter bins", files=root, publisher=str(n)) for n in range(3)]
    found = judged(*many, entry_of("other", "9", "Litter bins", files=root, publisher="x"))
    assert found == Judgement(clusters=(), pairs=())


def test_an_address_that_many_portals_share_tells_nothing() -> None:
    page = ("https://t.example/open-data",)
    many = [
        entry_of(f"p{n}", "1", "Litter bins", pages=page, publisher=str(n)) for n in range(MOST_TOGETHER + 1)
    ]
    assert judged(*many).clusters == ()


def test_one_reason_under_quite_another_title_is_left_to_a_person() -> None:
    page = ("https://t.example/transport",)
    found = judged(
        entry_of("a", "1", "Bus stops", pages=page), entry_of("b", "1", "Road closures", pages=page)
    )
    assert found.clusters == ()
    assert [(pair.sure, pair.kinds) for pair in found.pairs] == [(False, (Kind.PAGE,))]


def test_title_and_publisher_alone_are_only_a_proposal() -> None:
    found = judged(entry_of("a", "1", "Litter bins"), entry_of("b", "1", "Bins, litter"))
    assert found.clusters == ()
    assert [(pair.sure, pair.kinds) for pair in found.pairs] == [(False, (Kind.TITLE,))]


def test_two_datasets_of_one_portal_never_come_together() -> None:
    link = {"identifiers": (UUID.format(1),), "iri": "https://t.example/1"}
    other = {"identifiers": (UUID.format(2),), "iri": "https://t.example/2"}
    bridge = entry_of("collector", "9", "Litter bins", identifiers=(UUID.format(1), UUID.format(2)))
    found = judged(
        entry_of("thornmere", "1", "Litter bins", **link),
        entry_of("thornmere", "2", "Litter bins", **other),
        bridge,
    )
    assert [len(cluster) for cluster in found.clusters] == [2]
    assert sorted(pair.sure for pair in found.pairs) == [False, True]


def test_copies_of_copies_are_one_cluster() -> None:
    a = entry_of("a", "1", "Litter bins", identifiers=(UUID.format(1),))
    b = entry_of("b", "1", "Litter bins", identifiers=(UUID.format(1),), iri="https://b.example/1")
    c = entry_of("c", "1", "Litter bins", sources=("https://b.example/1",))
    assert {len(cluster) for cluster in judged(a, b, c).clusters} == {3}


def test_what_a_person_said_goes_before_all_evidence() -> None:
    a = entry_of("a", "1", "Litter bins", identifiers=(UUID.format(1),))
    b = entry_of("b", "1", "Litter bins", identifiers=(UUID.format(1),))
    c = entry_of("c", "1", "Quite another")
    members = [member(one) for one in (a, b, c)]
    apart, together = tuple(sorted((a.id, b.id))), tuple(sorted((a.id, c.id)))
    found = judge(members, {apart: False, together: True})  # type: ignore[dict-item]
    assert [set(one) for one in found.clusters] == [{a.id, c.id}]
    assert found.pairs == ()


def test_the_order_in_which_datasets_come_changes_nothing() -> None:
    found = [entry_of(p, "1", "Litter bins", identifiers=(UUID.format(1),)) for p in "abcd"]
    assert judged(*found) == judged(*reversed(found))


def test_two_that_name_one_origin_under_other_titles_are_left_to_a_person() -> None:
    """Portals name the catalogue that they harvested, not the dataset, as the source."""
    source = ("https://t.example/catalog.ttl",)
    found = judged(
        entry_of("a", "1", "Bus stops in Thornmere", sources=source),
        entry_of("b", "1", "Road closures in Thornmere", sources=source),
    )
    assert found.clusters == ()
    assert [pair.sure for pair in found.pairs] == [False]
