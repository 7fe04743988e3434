"""Texts of others stay texts in lines that people copy: in a shell, in Python and in R."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.plain.lines import Block, File, lines_for
from web.plain.quoting import file_name, in_python, in_r, in_shell, plain_address

texts = st.text(max_size=60)
tails = st.text(max_size=60) | st.sampled_from(
    [
        "'; rm -rf ~; '",
        "$(id)",
        "`id`",
        '"); system("id"); ("',
        "\n id",
        "\x1b[2Jx",
        "a'b\"c",
        "\\",
        "{a,b}[1-9]",
        "‮gpj",
    ]
)
_R_ESCAPE = re.compile(r'\\(?:u\{([0-9a-f]{4})\}|U\{([0-9a-f]{8})\}|(["\\]))')


def read_r(literal: str) -> str:
    """The text that a literal of R stands for, as far as ours are written; fails where R would see it end."""
    body = literal[1:-1]
    assert literal[0] == literal[-1] == '"' and '"' not in _R_ESCAPE.sub("", body)
    assert "\\" not in _R_ESCAPE.sub("", body)
    return _R_ESCAPE.sub(lambda found: found[3] or chr(int(found[1] or found[2], 16)), body)


def addresses() -> st.SearchStrategy[str]:
    """Made-up web addresses with anything behind the host, as far as they are addresses at all."""
    return tails.map(lambda tail: plain_address(f"https://data.example/{tail}")).filter(bool)


@settings(deadline=None)
@given(texts)
def test_a_literal_of_python_is_the_text(text: str) -> None:
    assert ast.literal_eval(in_python(text)) == text
    assert in_python(text).isprintable()


@settings(deadline=None)
@given(texts)
def test_a_literal_of_r_is_the_text_without_what_r_cannot_hold(text: str) -> None:
    assert read_r(in_r(text)) == text.replace("\0", "")
    assert in_r(text).isprintable()


@settings(deadline=None)
@given(addresses())
def test_an_address_is_one_word_of_a_shell(address: str) -> None:
    assert shlex.split(in_shell(address)) == [address]
    assert address.isascii() and address.isprintable() and " " not in address


@settings(max_examples=25, deadline=None)
@given(st.lists(addresses(), min_size=1, max_size=20))
def test_bash_takes_each_address_for_one_word(given_addresses: list[str]) -> None:
    line = "printf '%s\\n' " + " ".join(map(in_shell, given_addresses))
    said = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines() == given_addresses


@settings(deadline=None)
@given(addresses(), st.sampled_from(["", "csv"]))
def test_a_file_is_saved_under_a_harmless_name(address: str, ending: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", file_name(address, ending))


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://data.example/a b.csv", "https://data.example/a%20b.csv"),
        ("https://data.example/ŵ?q=£#top", "https://data.example/%C5%B5?q=%C2%A3"),
        ("https://www.cyngor-ŵ.example/a", "https://www.xn--cyngor--hvb.example/a"),
        ("https://data.example:8443/x", "https://data.example:8443/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://user:secret@data.example/x", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://data.example/x", ""),
        ("https://", ""),
        ("https://da'ta.example/x", ""),
        ("https://data.example:port/x", ""),
    ],
)
def test_an_address_is_written_in_ascii_or_not_at_all(address: str, plain: str) -> None:
    assert plain_address(address) == plain


files = st.builds(
    File,
    address=addresses(),
    family=st.sampled_from(["csv", "tsv", "sheet", "json", "geojson", "zip"]),
    ending=st.sampled_from(["csv", "xlsx", "ods", "json", ""]),
    encoding=st.sampled_from(["", "utf-8", "windows-1252", "macintosh", "utf-16le", "no such"]) | texts,
    separator=st.sampled_from(["", ",", ";", "\t", "'", '"', "\\"]),
    header=st.none() | st.integers(min_value=0, max_value=40),
    codes=st.lists(st.text(min_size=1, max_size=30), max_size=4).map(tuple),
)


@settings(max_examples=80, deadline=None)
@given(files)
def test_lines_of_python_are_a_program_that_calls_nothing_of_the_portals(file: File) -> None:
    for block in (one for one in lines_for(file) if one.language.startswith("Python")):
        tree = ast.parse(block.code)
        called = {ast.unparse(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}
        assert called <= {
            *("pandas.read_csv", "pandas.read_excel", "print", "table.head", "urlopen", "io.TextIOWrapper"),
            *("list", "csv.reader", "csv.DictReader", "json.load", "len", "range", "next"),
        }
        assert file.address in {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)}


@settings(max_examples=80, deadline=None)
@given(files)
def test_lines_of_r_are_calls_of_ours_around_literals(file: File) -> None:
    for block in (one for one in lines_for(file) if one.language.startswith("R ")):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '"…"', block.code)
        called = set(re.findall(r"([\w.]+)\(", bare))
        assert called <= {
            *("library", "read.csv", "read_delim", "locale", "cols", "col_character", "c", "print", "head"),
            *("download.file", "read_excel", "fromJSON"),
        }
        assert bare.count("(") == bare.count(")") and "`" not in bare and ";" not in bare


@settings(deadline=None)
@given(files)
def test_every_line_shows_all_that_it_does(file: File) -> None:
    for block in lines_for(file):
        assert isinstance(block, Block)
        assert all(line.isprintable() for line in block.code.split("\n"))
