"""The scan refuses what goes out or cannot end well, and takes nothing for it that is not."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from time import process_time

import pyoxigraph as ox
import pytest

from catalogue.errors import QueryInvalid, QueryRefused
from catalogue.stores import QueryForm, scan_query
from catalogue.stores.tokens import tokens

OUT = "<http://127.0.0.1:9/>"
PREFIXES = (
    "PREFIX ex: <http://e/> PREFIX : <http://e/> PREFIX service: <http://e/> PREFIX port: <http://e:>\n"
)

GOING_OUT = {
    "plain": f"SELECT * {{ SERVICE {OUT} {{ ?a ?b ?c }} }}",
    "small letters, no blank": f"SELECT * {{ service{OUT}{{ ?a ?b ?c }} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {OUT} {{ ?a ?b ?c }} }}",
    "variable": "SELECT * { VALUES ?x { <http://e/> } SERVICE?x{ ?a ?b ?c } }",
    "prefixed name without a blank": "SELECT * { service:x { ?a ?b ?c } }",
    "prefixed name after a comment": "SELECT * { SERVICE:x # why\n { ?a ?b ?c } }",
    "run together with SILENT": f"SELECT * {{ SERVICESILENT{OUT}{{ ?a ?b ?c }} }}",
    "prefix run together with SILENT": "SELECT * { SERVICESILENT:x{ ?a ?b ?c } }",
    "after true": f"SELECT * {{ ?s ?p trueSERVICE{OUT}{{ ?a ?b ?c }} }}",
    "after a number": f"SELECT * {{ ?s ?p 1e5SERVICE{OUT}{{ ?a ?b ?c }} }}",
    "after a number and a dot": f"SELECT * {{ ?s ?p 1.SERVICE{OUT}{{ ?a ?b ?c }} }}",
    "after the second dot of a name": f"SELECT * {{ ?s ?p ex:a.b.SERVICE{OUT}{{ ?a ?b ?c }} }}",
    "in a name that makes no IRI": f"SELECT * {{ ?s ?p port:SERVICE{OUT}{{ ?a ?b ?c }} }}",
    "in such a name, silent": f"SELECT * {{ ?s ?p port:SERVICE SILENT {OUT} {{ ?a ?b ?c }} }}",
    "behind a comparison and a comment": (
        f'SELECT * {{ ?s ?p ?o FILTER(?s<?o#>"""\n) SERVICE{OUT}{{ ?a ?b ?c }}#"""\n }}'
    ),
    "behind a comparison that looks like a URN": (
        f'SELECT * {{ ?s ?p ?o FILTER(?s<ex:b#>"""\n) SERVICE{OUT}{{ ?a ?b ?c }}#"""\n }}'
    ),
    "behind a comparison that hides a bracket": (
        f'SELECT * {{ ?s ?p ?o FILTER(?a<((1)&&(?b>6)||?a<?b#>"""\n)) SERVICE{OUT}{{ ?a ?b ?c }}#"""\n }}'
    ),
    "behind a comparison after EXISTS": (
        f'SELECT * {{ ?s ?p ?o FILTER(EXISTS{{}}<?b#>"""\n) SERVICE{OUT}{{ ?a ?b ?c }}#"""\n }}'
    ),
    "behind a quoted triple": f'SELECT * {{ <<?s#>"""\n?p ?o>> ?a ?b SERVICE{OUT}{{ ?a ?b ?c }}#"""\n }}',
    "behind a long text with a bad escape": (
        f'SELECT * {{ VALUES ?x {{"""a" }} SERVICE{OUT}{{ ?a ?b ?c }} #\\q"""\n }}'
    ),
    "behind a long text with half a surrogate pair": (
        f"SELECT * {{ VALUES ?x {{'''a' }} SERVICE{OUT}{{ ?a ?b ?c }} #\\uD800'''\n }}"
    ),
    "after a comment that ends with a carriage return": f"SELECT * {{ # \rSERVICE {OUT} {{ ?a ?b ?c }} }}",
}

STAYING = {
    "variable": "SELECT ?service { ?service ?p ?o }",
    "dollar variable": "SELECT $load { $load ?insert ?delete }",
    "prefix": "SELECT * { ?s service:x ?o . service:y ?p service:z }",
    "local name": "SELECT * { ?d ex:service ?s . ?s ex:load ex:drop }",
    "local name before OPTIONAL": "SELECT * { ?d ex:service ?s OPTIONAL { ?s ?p ?o } }",
    "local name before a closing bracket": "SELECT * { { ?d ?p ex:service } { ?a ?b ?c } }",
    "graph": "SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "dataset": "ASK FROM service:x { ?s ?p ?o }",
    "texts": """SELECT * { ?s ?p "SERVICE <x> {", 'load', '''a 'service' b''', \"\"\"x "DROP" y\"\"\" }""",
    "text with escapes": r"""SELECT * { ?s ?p "a \" SERVICE <x> {", 'caf\u00e9', 'a\\' }""",
    "comment": "SELECT * { # SERVICE <http://e/> { LOAD\n ?s ?p ?o }",
    "IRI": "SELECT * { <http://e/service#load> <http://e/INSERT/SERVICE> ?o }",
    "IRI in a comparison": "SELECT * { ?s ?p ?o FILTER(?o = <http://e/#service> || ?o != <urn:e:service>) }",
    "language": "SELECT * { ?s ?p 'x'@service }",
    "blank node": "SELECT * { _:service ?p _:load }",
    "comparison": "SELECT * { ?s ?p ?o FILTER(?o<5&&?o>3) }",
    "path": "SELECT * { ?s (<urn:e:a>|^<urn:e:b>)*/ex:service? ?o }",
    "long prefix": "PREFIX a-very.long" + "-prefix" * 30 + ": <urn:e> SELECT * { ?s ?p ?o }",
    "escaped local name": r"SELECT * { ?s ?p ex:a\#b\,service }",
}


def engine_reads(text: str) -> bool:
    try:
        ox.Store().query(PREFIXES + text)
    except SyntaxError:
        return False
    except (RuntimeError, OSError):
        return True
    return True


@pytest.mark.parametrize("text", GOING_OUT.values(), ids=GOING_OUT.keys())
def test_a_query_that_goes_out_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        scan_query(PREFIXES + text)


@pytest.mark.parametrize("text", STAYING.values(), ids=STAYING.keys())
def test_a_word_that_is_no_keyword_is_let_through(text: str) -> None:
    assert engine_reads(text)
    assert scan_query(PREFIXES + text)


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(QueryRefused, match=r"^line 3, column 3: SERVICE is not run here") as raised:
        scan_query(f"SELECT *\n{{\n  SERVICE {OUT} {{}} }}")
    assert (raised.value.line, raised.value.column) == (3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "delete where { ?s ?p ?o }",
        "PREFIX ex: <http://e/> CLEAR ALL",
        "DROP GRAPH <urn:g>",
        "CREATE GRAPH <urn:g>",
        "COPY <urn:a> TO <urn:b>",
        "MOVE <urn:a> TO <urn:b>",
        "ADD <urn:a> TO <urn:b>",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD<http://127.0.0.1/>",
        "SELECT * { ?s ?p ?o } ; LOAD <http://127.0.0.1/>",
    ],
)
def test_an_update_is_refused_as_such(text: str) -> None:
    with pytest.raises(QueryRefused, match="belongs to updates; this store is only read"):
        scan_query(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * {" + " " * 65_536 + "}", "65,547 bytes"),
        ("SELECT * " + "{" * 101, "nested more than 100 deep"),
        ("SELECT * " + "{" * 30_000, "nested more than 100 deep"),
        ("SELECT * { ?s ?p " + "[?p " * 100, "nested more than 100 deep"),
        ("SELECT * { FILTER(" + "(" * 100, "nested more than 100 deep"),
        ("SELECT * {" + "OPTIONAL { ?a ?b ?c } " * 51 + "}", "more than 50 OPTIONAL"),
        ("SELECT * {" + "{} UNION " * 501 + "{} }", "more than 500 UNION"),
        ("SELECT * {" + "?a ?b ?c . " * 200 + "}", "more than 200 triple patterns"),
        ("SELECT * { ?a a" + "/a" * 200 + " ?b }", "more than 200 triple patterns"),
        ("SELECT * { ?a ?b " + "?c , " * 200 + "?d }", "more than 200 triple patterns"),
        ("SELECT * { ?a " + "?b ?c ; " * 200 + "}", "more than 200 triple patterns"),
    ],
)
def test_a_hopeless_query_is_refused_with_its_measure(text: str, reason: str) -> None:
    with pytest.raises(QueryRefused, match=reason):
        scan_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 100 + "}" * 100,
        "SELECT * {" + "OPTIONAL { ?a ?b ?c } " * 50 + "}",
        "SELECT * {" + "{} UNION " * 500 + "{} }",
        "SELECT * {" + "?a ?b ?c . " * 199 + "}",
        "SELECT * { FILTER(?a IN (" + "1.5, " * 1000 + "2)) }",
    ],
)
def test_the_largest_that_is_let_through(text: str) -> None:
    assert scan_query(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX select: <urn:x> BASE <urn:ask> ASK{}", QueryForm.ASK),
        ("# SELECT\nconstruct where {}", QueryForm.CONSTRUCT),
        ("DESCRIBE <urn:select>", QueryForm.DESCRIBE),
        ("SELECTDISTINCT?x{ ASK }", QueryForm.SELECT),
    ],
)
def test_the_first_keyword_after_the_prologue_is_the_form(text: str, form: QueryForm) -> None:
    assert scan_query(text).form is form


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("ASKFROM<urn:g>{}", True),
        ("SELECT ?from { ?from <urn:from> 'FROM' }", False),
        ("SELECT * { ?s ?p from:x }", False),
    ],
)
def test_only_a_from_clause_names_a_dataset(text: str, named: bool) -> None:
    assert scan_query(text).names_dataset is named


@pytest.mark.parametrize("text", ["", "# nothing", "PREFIX ex: <urn:x>", "?x", "WHERE { ?s ?p ?o }"])
def test_a_text_without_a_form_is_no_query(text: str) -> None:
    with pytest.raises(QueryInvalid, match="begins with SELECT, ASK, CONSTRUCT or DESCRIBE"):
        scan_query(text)


@pytest.mark.parametrize(
    ("text", "column"),
    [("ASK { ?s ?p 'x }", 13), ("ASK { ?s ?p \u00a0 }", 13), ("ASK { \\u0053 }", 7), ("ASK \x00", 5)],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, column: int) -> None:
    with pytest.raises(QueryInvalid) as raised:
        scan_query(text)
    assert (raised.value.line, raised.value.column) == (1, column)


def test_half_a_surrogate_pair_is_no_query() -> None:
    with pytest.raises(QueryInvalid, match="surrogate"):
        scan_query("ASK { ?s ?p '\ud800' }")


@pytest.mark.parametrize(
    "sign",
    [
        "<",
        "?",
        "'",
        "a",
        "a.",
        "@",
        "_:",
        "1",
        ".",
        "#",
        "a-",
        "<a",
        "a:",
        ":a.",
        "'''a",
        '"""',
        "ex:a",
        "\\",
        "%",
    ],
)
def test_no_text_makes_the_scan_slow(sign: str) -> None:
    """64 KB take a tenth of a second; one pattern that looks ahead without bounds makes it many seconds."""
    before = process_time()
    with suppress(QueryRefused):
        deque(tokens(sign * (60_000 // len(sign))), maxlen=0)
    assert process_time() - before < 3
