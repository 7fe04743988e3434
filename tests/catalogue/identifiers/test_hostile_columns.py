"""Whatever a portal or a file says, detection answers; and what it says holds no value."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.identifiers.detecting import Seen, detect
from catalogue.identifiers.kinds import known_kinds
from catalogue.identifiers.plain_values import plain_value
from catalogue.identifiers.sketch import sketch
from catalogue.identifiers.traits import traits_of
from vocab import load_vocabulary

NAMES = (
    st.sampled_from(["uprn", "x", "date", "Month", "postcode", "LSOA21CD", "", "VAT", "Ref", "lat", "q"])
    | st.text()
)
VALUES = st.text(max_size=30) | st.from_regex(r"[0-9A-Z/. :-]{1,16}", fullmatch=True)
COLUMNS = st.builds(
    lambda name, title, values: Seen(name, title=title, values=tuple(values)),
    NAMES,
    st.text(max_size=20),
    st.lists(VALUES, max_size=8),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(COLUMNS, max_size=4))
def test_any_table_is_answered_column_by_column(columns: list[Seen]) -> None:
    found = detect(columns, load_vocabulary())
    assert len(found) == len(columns)
    for column, told in zip(columns, found, strict=True):
        assert all(0 < one.confidence <= 1 and one.reason.endswith(".") for one in told)
        traits_of(column)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(known_kinds())), VALUES)
def test_any_value_has_a_plain_form_or_none(kind: str, value: str) -> None:
    plain = plain_value(kind, value)
    assert plain is None or plain
    assert len(sketch([value], kind, b"key")) == (plain is not None and not known_kinds()[kind].personal)


def test_each_example_of_the_scheme_has_a_plain_form() -> None:
    concepts = load_vocabulary().schemes["identifier"].concepts
    assert [one.code for one in concepts if plain_value(one.code, one.facts["example"]) is None] == []


def test_a_text_of_a_megabyte_is_looked_at_no_longer_than_a_word() -> None:
    long = ("a@" * 500_000, "1" * 1_000_000, "/".join(["A1"] * 300_000))
    assert detect([Seen("UPRN", values=long)], load_vocabulary()) == ((),)
