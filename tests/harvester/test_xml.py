"""XML from outside: what is read, what is refused and in which words. All documents are made up."""

from __future__ import annotations

import pytest

from catalogue.errors import RecordError
from harvester.formats.elements import address_of, attribute, each, every, name_of, word_of
from harvester.formats.xml import canonical, read_record, read_xml
from harvester.record import PageUnreadable

NAME = "Café Gwyrddlas"


@pytest.mark.parametrize(
    "body",
    [
        f"<a>{NAME}</a>".encode(),
        b"\xef\xbb\xbf" + f"<a>{NAME}</a>".encode(),
        f'<?xml version="1.0" encoding="UTF-16"?><a>{NAME}</a>'.encode(),
        f'<?xml version="1.0" encoding="ISO-8859-1"?><a>{NAME}</a>'.encode(),
        f'<?xml version="1.0" encoding="ISO-8859-1"?><a>{NAME}</a>'.encode("latin-1"),
        f'<?xml version="1.0" encoding="UTF-8"?><a>{NAME}</a>'.encode("cp1252"),
        f'<?xml version="1.0" encoding="no-such-thing"?><a>{NAME}</a>'.encode(),
        f'<?xml version="1.0" encoding="UTF-8"?><a>{NAME}</a>'.encode("utf-16"),
        f'<?xml version="1.0"?><a>{NAME}</a>'.encode("utf-16-le"),
        f'<?xml version="1.0"?><a>{NAME}</a>'.encode("utf-16-be"),
        f'<?xml version="1.0" encoding="cp037"?><a>{NAME}</a>'.encode("utf-32"),
        f'\n\n<?xml version="1.0"?><a>{NAME}</a>'.encode(),
    ],
)
def test_a_text_is_read_whatever_its_encoding_is_said_to_be(body: bytes) -> None:
    assert read_xml(body).text == NAME


def test_a_comment_before_the_root_makes_no_web_page() -> None:
    assert read_xml(b"<!-- made by hand --><a/>").tag == "a"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"<a>one\x0btwo</a>", "one two"),
        (b"<a>one&#11;two</a>", "one two"),
        (b"<a>caf&eacute;&nbsp;&amp; bar</a>", "café\xa0& bar"),
        (b"<a>parks & gardens</a>", "parks & gardens"),
        (b"<a>x?a=1&b=2</a>", "x?a=1&b=2"),
        (b"<a>x?a=1&copied;</a>", "x?a=1&copied;"),
    ],
)
def test_what_portals_write_and_xml_forbids_is_mended(written: bytes, read: str) -> None:
    assert read_xml(written).text == read


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"  ", "got an empty answer"),
        (b"<!DOCTYPE html><html><head><title>Sign in</title></head><br></html>", "Sign in"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Down</title></head></html>', "Down"),
        (b"<a><b></a>", "not XML"),
        (b"<gmd:MD_Metadata/>", "prefix gmd"),
        (b'{"error": true}', "not XML"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "declares entities"),
        (b"<!-- c --><!doctype a [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><a/>", "declares entities"),
        (b"<a>" * 300 + b"</a>" * 300, "not XML"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(body: bytes, words: str) -> None:
    with pytest.raises(PageUnreadable, match=words):
        read_xml(body, expected="a list")
    with pytest.raises(RecordError):
        read_record(body)


def test_an_entity_bomb_in_utf_16_is_refused_as_well() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
    with pytest.raises(PageUnreadable, match="declares entities"):
        read_xml(bomb.encode("utf-16"))


def test_a_thousand_comments_cost_no_time() -> None:
    assert read_xml(b"<!-- c -->" * 1000 + b"<a/>").tag == "a"


def test_a_document_type_that_names_a_file_elsewhere_is_not_fetched() -> None:
    body = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd" [<!ELEMENT a EMPTY>]><a x="1"/>'
    assert read_xml(body).get("x") == "1"


def test_a_document_of_endless_tags_is_refused_before_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvester.formats.xml._TAGS", 10)
    with pytest.raises(PageUnreadable, match="more than 10 tags"):
        read_xml(b"<a>" + b"<b/>" * 10 + b"</a>")


def test_the_same_content_has_the_same_bytes_wherever_it_stood() -> None:
    record = '<m:r xmlns:m="urn:m" b="2" a="1">\n  <m:t>x</m:t><!-- c -->\n</m:r>'
    other = '<m:r a="1" b="2" xmlns:m="urn:m"><m:t>x</m:t></m:r>'
    page = f'<list xmlns:o="urn:o">{record}tail</list>'
    alone, inside = read_xml(other.encode()), read_xml(page.encode())[0]
    assert canonical(alone) == canonical(inside) == b'<m:r xmlns:m="urn:m" a="1" b="2"><m:t>x</m:t></m:r>'


def test_an_id_that_a_server_makes_anew_each_time_changes_nothing_and_one_that_is_meant_stays() -> None:
    made_up = (
        '<r xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<t gml:id="d{0}e1"/><u gml:id="kept"/><v xlink:href="#kept"/></r>'
    )
    first, second = (canonical(read_xml(made_up.format(turn).encode())) for turn in (1, 2))
    assert first == second
    assert b'gml:id="kept"' in first


def test_elements_are_found_by_their_names_in_any_namespace() -> None:
    root = read_xml(
        b'<x:r xmlns:x="urn:x" xmlns:k="http://www.w3.org/1999/xlink"><x:a><b>one</b></x:a><a><c>two</c>'
        b'<b k:href="https://d.example/a b" k:title="T"/></a></x:r>'
    )
    assert [name_of(found) for found in each(root, "a/*")] == ["b", "c", "b"]
    assert (word_of(root, "a/b|c"), word_of(root, "a/c"), word_of(root, "z/c")) == ("one", "two", "")
    assert [attribute(found, "title") for found in every(root, "b")] == ["", "T"]
    assert address_of(each(root, "a")[1]) == "https://d.example/a%20b"
