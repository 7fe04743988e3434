"""Rows of a table that is written are counted exactly, whatever its texts hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.stores import TABLES, Answer, QueryForm
from catalogue.stores.rows import has_more_rows

TEXTS = st.lists(st.text(alphabet='a"\n\r,<>{}result ', max_size=12), max_size=8)


@pytest.mark.parametrize("media", TABLES, ids=lambda media: media.name)
@given(texts=TEXTS)
def test_a_table_has_as_many_rows_as_were_found(media, texts: list[str]) -> None:
    values = " ".join(str(ox.Literal(text)) for text in texts)
    found = ox.Store().query(f"SELECT * {{ VALUES ?x {{ {values} }} }}")
    body = found.serialize(format=ox.QueryResultsFormat.from_media_type(media.media_type))
    answer = Answer(form=QueryForm.SELECT, media_type=media.media_type, body=body or b"")
    assert [has_more_rows(answer, most) for most in range(1, 10)] == [len(texts) > n for n in range(1, 10)]
