"""The drawing of linkages: nothing lies over anything else, whatever things are called and however many they are."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from web.linkages.tie import About, End, Linkages, Tie, Way
from web.pages.letter_widths import width_of, wrap
from web.pages.linkage_drawing import MOST, WIDTH, Drawing, Frame, Label, draw_linkages

names = st.text(min_size=1, max_size=120)


def linkages(title: str, ties: list[tuple[str, list[str]]]) -> Linkages:
    """A made-up thing with ties of these titles to ends of these names."""
    return Linkages(
        about=About(what="dataset", name="x", title=title, iri="urn:x", page="/x"),
        ties=tuple(
            Tie(
                way=Way(code=f"w{place}", title=one, property="urn:p", label=one, means=""),
                count=10 ** (place % 8),
                ends=tuple(End(text=name, address="/y") for name in ends),
            )
            for place, (one, ends) in enumerate(ties)
        ),
    )


made = st.builds(
    linkages, names, st.lists(st.tuples(names, st.lists(names, max_size=8)), min_size=1, max_size=50)
)


def overlap(a: Label | Frame, b: Label | Frame) -> bool:
    """Whether two boxes have an area in common."""
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def within(inner: Label | Frame, outer: Label | Frame) -> bool:
    """Whether one box lies in another."""
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height + 1e-6
    )


def drawn(told: Linkages) -> Drawing:
    """The drawing of what has ties."""
    found = draw_linkages(told)
    assert found
    return found


@settings(max_examples=60, deadline=None)
@given(made)
def test_no_two_boxes_overlap_and_all_lie_in_the_picture(told: Linkages) -> None:
    picture = drawn(told)

    assert not [pair for pair in combinations([picture.thing, *picture.frames], 2) if overlap(*pair)]
    for frame in picture.frames:
        assert not [pair for pair in combinations([frame.head, *frame.ends], 2) if overlap(*pair)]
        assert all(within(one, frame) for one in (frame.head, *frame.ends))
        assert frame.x >= 0 and frame.x + frame.width <= WIDTH
        assert frame.y + frame.height <= picture.height
    assert picture.nodes <= MOST


@settings(max_examples=60, deadline=None)
@given(made)
def test_every_line_of_text_fits_its_box(told: Linkages) -> None:
    picture = drawn(told)

    for one in (picture.thing, *(label for frame in picture.frames for label in (frame.head, *frame.ends))):
        assert all(width_of(line, 14) <= one.width - 18 for line in one.lines)
        assert one.y < one.base and one.base + (len(one.lines) - 1) * one.step < one.y + one.height


@settings(deadline=None)
@given(names, st.floats(min_value=30, max_value=300))
def test_a_text_is_broken_without_losing_a_letter_unless_it_is_cut(text: str, width: float) -> None:
    whole = wrap(text, width, 14, most=10_000)
    cut = wrap(text, width, 14, most=2)

    assert "".join(whole).replace(" ", "") == "".join(text.split())
    assert len(cut) <= 2
    assert (cut == whole) or cut[-1].endswith("…")


def test_a_name_of_a_megabyte_is_drawn_as_any_other() -> None:
    told = linkages("x" * 1_000_000, [("y " * 500_000, ["z" * 1_000_000])])
    picture = drawn(told)

    assert sum(len(line) for line in (*picture.thing.lines, *picture.frames[0].ends[0].lines)) < 300
    assert len(picture.frames[0].ends[0].told) == 300


def test_the_same_linkages_are_always_drawn_the_same() -> None:
    told = linkages("Leeds", [("Themes", ["Environment", "Transport"]), ("Places", ["Leeds"])])
    assert draw_linkages(told) == draw_linkages(told)


def test_what_has_no_ties_is_not_drawn() -> None:
    assert draw_linkages(linkages("Leeds", [])) is None


def test_the_page_has_the_drawing_with_its_words_and_its_links(client: TestClient) -> None:
    tree = html.fromstring(client.get("/linkages/organisation/leeds-city-council").text)
    (picture,) = tree.xpath("//figure/svg")
    targets = set(tree.xpath("//details//@id"))

    assert picture.xpath("string(title)") and "Leeds City Council" in picture.xpath("string(desc)")
    assert not picture.xpath(".//script") and picture.xpath(".//text")
    anchors = {one.removeprefix("#") for one in picture.xpath(".//a/@href") if one.startswith("#")}
    assert anchors and anchors <= targets
