"""The heads of stored queries: what is misspelt is said, with the file and what was expected."""

from __future__ import annotations

import pytest

from web.linked.stored import ViewUnreadable, read_view

GOOD = """#+ title: Keywords
#+ about: The keywords that most datasets have.
#+ group: Subjects
#+ columns: {keyword: Keyword, datasets: Datasets}
#+ things: []
#+ parameters:
#+   words: {kind: words, label: Part of the keyword, variable: part, example: waste}
SELECT ?keyword ?part (COUNT(*) AS ?datasets) WHERE { ?d <urn:x:k> ?keyword }
GROUP BY ?keyword ?part
LIMIT 10
"""


def test_a_head_is_read_whole() -> None:
    view = read_view("keywords", GOOD)
    (asked,) = view.parameters
    assert (view.title, view.group, view.limit) == ("Keywords", "Subjects", 10)
    assert [(column.name, column.label) for column in view.columns] == [
        ("keyword", "Keyword"),
        ("datasets", "Datasets"),
    ]
    assert (asked.name, asked.variable, asked.kind, asked.optional, asked.default) == (
        "words",
        "part",
        "words",
        True,
        "",
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title:", "tittle:", "title"),
        ("#+ about: The keywords that most datasets have.\n", "", "about"),
        ("group: Subjects", "group: Subject", "a group that is one of"),
        ("label: Part", "lable: Part", "lable"),
        ("example: waste", "default: waste", "example"),
        ("kind: words", "kind: wrods", "kind"),
        ("variable: part", "variable: prat", "prat"),
        ("variable: part", "optional: false", "default"),
        ("columns: {keyword", "columns: {keywrod", "keywrod"),
        ("things: []", "things: [theme]", "things"),
        ("  words: {", "  on: {", "quoted name"),
        ("{kind: words", "{kind: words}}", "YAML"),
        ("LIMIT 10\n", "", "LIMIT"),
        ("SELECT ?keyword", "ASK ?keyword", "SELECT"),
        ("{ ?d <urn:x:k> ?keyword }", "{ SERVICE <urn:x> { ?d <urn:x:k> ?keyword } }", "SERVICE"),
    ],
)
def test_what_is_misspelt_is_said(old: str, new: str, expected: str) -> None:
    assert old in GOOD
    with pytest.raises(ViewUnreadable, match=expected) as raised:
        read_view("keywords", GOOD.replace(old, new))
    assert "views/keywords.rq" in str(raised.value)
