"""What words mean: counts of every concept, lists as trees and alphabets, suggestions, SKOS for programs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from answered_graphs import read_graph
from lxml import html
from made_up_catalogue import BASE, BINS
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SKOS
from starlette.testclient import TestClient

from vocab import Concept, Label, load_vocabulary
from web.labels import LabelTable
from web.pages.vocabulary import GROUPS
from web.thesaurus import make_thesaurus

SCHEMES = tuple(load_vocabulary().schemes)


def tree_of(client: TestClient, address: str) -> html.HtmlElement:
    """A page as a tree."""
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 200, address
    return html.fromstring(answer.text)


def said(tree: html.HtmlElement) -> str:
    """The words of a page's main part."""
    return " ".join(tree.xpath("//main")[0].text_content().split())


# Counts


def test_a_topic_leads_to_the_search_for_it_and_does_not_say_that_no_dataset_names_it(
    client: TestClient,
) -> None:
    tree = tree_of(client, "/vocabulary/topic/bin-collection")

    assert tree.xpath("//main/p/a[text()='Search for it']/@href") == ["/search?q=bin+collection"]
    assert "No dataset" not in said(tree)
    assert "casglu biniau" in said(tree) and "recycling" in said(tree)


def test_a_concept_says_how_many_datasets_name_it_and_leads_to_them(client: TestClient) -> None:
    tree = tree_of(client, "/vocabulary/theme/ENVI")
    (link,) = tree.xpath("//main/p/a[contains(@href, '/search?concept=')]/@href")

    assert "1 dataset in this catalogue names it" in said(tree)
    assert [hit["id"] for hit in client.get(link.replace("/search?", "/search.json?")).json()["hits"]] == [
        BINS
    ]


@pytest.mark.parametrize(
    ("concept", "total"),
    [
        ("licence/ogl-3.0", 1),
        ("file-type/CSV", 1),
        ("file-type/PDF", 0),
        ("file-type", 1),
        ("media-type/application/json", 0),
        ("nothing/nothing", 0),
        ("not-stated", 47),
    ],
)
def test_a_search_can_be_narrowed_by_any_concept(client: TestClient, concept: str, total: int) -> None:
    assert client.get("/search.json", params={"concept": concept}).json()["total"] == total


def test_a_concept_filter_is_a_chip_with_its_name_and_is_kept_when_the_form_is_sent(
    client: TestClient,
) -> None:
    tree = tree_of(client, "/search?q=bins&concept=licence/ogl-3.0")

    assert tree.xpath("//*[@class='chip']/a/@aria-label") == ["Remove Licences: Open Government Licence v3.0"]
    assert tree.xpath("//*[@class='chip']/a/@href") == ["/search?q=bins"]
    assert ("concept", "licence/ogl-3.0") in tree.xpath("//main//form")[0].form_values()


@pytest.mark.parametrize("suffix", ["csv", "atom", "ttl", "jsonld"])
def test_a_concept_filter_holds_in_every_form(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/search.{suffix}?concept=file-type/CSV").text
    assert BINS in answer
    assert "Tree survey" not in answer


def test_the_list_of_vocabularies_says_how_much_each_is_used(client: TestClient) -> None:
    told = {each["name"]: each for each in client.get("/vocabulary.json").json()["schemes"]}

    assert set(told) == set(SCHEMES)
    assert (told["file-type"]["used"], told["file-type"]["datasets"]) == (2, 1)
    assert (told["frequency"]["used"], told["frequency"]["datasets"]) == (0, 0)


def test_every_vocabulary_stands_once_in_a_group_of_plain_words(client: TestClient) -> None:
    tree = tree_of(client, "/vocabulary")

    listed = tree.xpath("//article//h3/a/@href")
    assert sorted(listed) == sorted(f"/vocabulary/{name}" for name in SCHEMES)
    assert tree.xpath("//section/h2/text()")[0] == GROUPS[0][0]


def test_a_count_with_what_lies_within_stands_beside_its_own(client: TestClient) -> None:
    within = "1 dataset names it or one of those within it"

    assert f"No dataset in this catalogue names it; {within}." in said(
        tree_of(client, "/vocabulary/place/E92000001")
    )
    assert "within it." not in said(tree_of(client, "/vocabulary/file-type/CSV"))


# Pages


@pytest.mark.parametrize("name", SCHEMES)
def test_every_list_has_a_page_a_search_and_its_source(client: TestClient, name: str) -> None:
    scheme = load_vocabulary().schemes[name]
    tree = tree_of(client, f"/vocabulary/{name}")

    assert scheme.title in said(tree)
    assert tree.xpath("//main//form//input/@name") == ["q"]
    assert len(tree.xpath("//ul[@class='concepts']/li|//ul[@class='tree']//li")) <= 260


@pytest.mark.parametrize("name", SCHEMES)
def test_concepts_of_every_list_have_pages(client: TestClient, name: str) -> None:
    concepts = load_vocabulary().schemes[name].concepts
    for concept in {concepts[0], concepts[len(concepts) // 2], concepts[-1]}:
        tree = tree_of(client, f"/vocabulary/{name}/{quote(concept.code, safe='')}")
        assert tree.xpath("//h1/text()") == [concept.label()]
        assert concept.iri in said(tree)
        if concept.definition:
            assert " ".join(concept.definition.split()) in said(tree)


def test_what_is_no_longer_in_use_stands_apart(client: TestClient) -> None:
    now = said(tree_of(client, "/vocabulary/council"))
    past = tree_of(client, "/vocabulary/council?former=1")

    assert "no longer in use" in now
    assert "95B" not in now
    assert past.xpath("//h2/text()")[0] == "No longer in use"
    assert "Limavady" in said(past)


def test_a_letter_lists_the_names_that_begin_with_it(client: TestClient) -> None:
    names = tree_of(client, "/vocabulary/council?letter=Y").xpath(
        "//ul[@class='concepts']//a[@class='name']/text()"
    )
    assert names
    assert all(name.startswith("Y") for name in names)


def test_the_pages_of_a_list_hold_every_concept_once(client: TestClient) -> None:
    address, codes = "/vocabulary/council", []
    while address:
        tree = tree_of(client, address)
        codes += tree.xpath("//ul[@class='concepts']//code/text()")
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert sorted(codes) == sorted(
        one.code for one in load_vocabulary().schemes["council"].concepts if not one.former
    )


def test_a_list_with_broader_concepts_is_a_tree(client: TestClient) -> None:
    tree = tree_of(client, "/vocabulary/function")
    thesaurus = make_thesaurus(load_vocabulary())
    function = load_vocabulary().schemes["function"]

    top = tree.xpath("//ul[@class='tree']/li/a/text()")
    assert top == [one.label() for one in thesaurus.roots(function.concepts)]
    assert tree.xpath("//ul[@class='tree']/li/details/ul/li/a")


def test_relations_are_shown_from_both_ends(client: TestClient) -> None:
    service = load_vocabulary().schemes["service"].concepts[0]
    wider = (load_vocabulary().concept(iri) for iri in service.broad_matches)
    theme = next(one for one in wider if one and one.scheme == "theme")

    here = tree_of(client, f"/vocabulary/service/{service.code}")
    there = client.get(f"/vocabulary/theme/{theme.code}.json").json()
    assert f"/vocabulary/theme/{theme.code}" in here.xpath("//main//a/@href")
    assert service.iri in there["narrow_matches"]


def test_labels_say_their_language(client: TestClient) -> None:
    tree = tree_of(client, "/vocabulary/theme/ENVI")
    assert tree.xpath("//main//*[@lang='cy']/text()") == ["Yr amgylchedd"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("/place/E08000035", "/vocabulary/place/E08000035"),
        ("/place/e08000035", "/vocabulary/place/E08000035"),
        ("/place/E08000035.ttl", "/vocabulary/place/E08000035.ttl"),
    ],
)
def test_short_addresses_lead_to_the_concept(client: TestClient, short: str, long: str) -> None:
    answer = client.get(short)
    assert (answer.status_code, answer.headers["location"]) == (303, long)
    assert client.get(long).status_code == 200


@pytest.mark.parametrize("address", ["/place/X99", "/identifier/nothing", "/place/a.b.ttl"])
def test_a_short_address_of_nothing_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


# Search over labels


@pytest.mark.parametrize(
    ("typed", "code", "matched"),
    [
        ("open government licence v3.0", "ogl-3.0", ""),
        ("OGL3", "ogl-3.0", "OGL3"),
        ("yr amgylchedd", "ENVI", "Yr amgylchedd"),
        ("E08000035", "E08000035", ""),
    ],
)
def test_a_concept_is_found_by_any_of_its_labels(
    client: TestClient, typed: str, code: str, matched: str
) -> None:
    found = client.get("/vocabulary.json", params={"q": typed}).json()["list"]
    (hit,) = [
        each for each in found if each["code"] == code and each["scheme"] in ("licence", "theme", "council")
    ]
    assert hit["matched"] == (matched or hit["label"])


def test_what_is_not_found_is_said(client: TestClient) -> None:
    assert "No concept is called that" in said(tree_of(client, "/vocabulary?q=zzzz"))
    assert "No concept of this list is called that" in said(tree_of(client, "/vocabulary/theme?q=zzzz"))


def test_a_list_can_be_searched_alone(client: TestClient) -> None:
    hrefs = tree_of(client, "/vocabulary/theme?q=transport").xpath(
        "//ul[@class='concepts']//a[@class='name']/@href"
    )
    assert hrefs[0] == "/vocabulary/theme/TRAN"
    assert all(each.startswith("/vocabulary/theme/") for each in hrefs)


# Suggestions


def suggested(client: TestClient, **query: str) -> list[dict[str, str]]:
    answer = client.get("/vocabulary/suggest", params=query)
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()
    return found


def test_a_suggestion_says_label_scheme_code_and_page(client: TestClient) -> None:
    first = suggested(client, q="open gov", scheme="licence")[0]
    assert (first["label"], first["scheme"]) == ("Open Government Licence v3.0", "licence")
    assert first["page"] == f"/vocabulary/licence/{first['code']}"


def test_any_word_of_a_label_may_begin_it_and_a_name_that_begins_so_comes_first(client: TestClient) -> None:
    labels = [each["matched"] for each in suggested(client, q="government", scheme="licence")]
    starts = [label.casefold().startswith("government") for label in labels]
    assert starts == sorted(starts, reverse=True)
    assert "Open Government Licence v3.0" in labels


def test_a_wild_spelling_is_suggested_only_where_nothing_else_begins_so(client: TestClient) -> None:
    assert [each["code"] for each in suggested(client, q="OGL3", scheme="licence")] == ["ogl-3.0"]


@pytest.mark.parametrize("typed", ["", " ", "%%%", "x" * 9000, "\0", "zzzzzz"])
def test_what_begins_nothing_suggests_nothing(client: TestClient, typed: str) -> None:
    assert suggested(client, q=typed) == []


@pytest.mark.parametrize("typed", ["a", "c", "the", "E0"])
def test_never_more_than_ten_are_suggested_and_none_twice(client: TestClient, typed: str) -> None:
    pages = [each["page"] for each in suggested(client, q=typed)]
    assert 0 < len(pages) <= 10
    assert len(set(pages)) == len(pages)


def test_suggestions_of_a_list_that_there_is_not_are_not_found(client: TestClient) -> None:
    assert client.get("/vocabulary/suggest?q=a&scheme=nothing").status_code == 404


def concept(code: str, label: str, **more: object) -> Concept:
    """Made-up: a concept of a made-up list."""
    return Concept(
        iri=f"urn:x:{code}",
        scheme="made-up",
        code=code,
        labels=(Label(text=label, lang="en"),),
        **more,  # type: ignore[arg-type]
    )


def test_suggestions_are_in_the_order_of_their_ranks() -> None:
    table = LabelTable(
        [
            concept("1", "Old roads", facts={"former": "true"}),
            concept("2", "A road beside"),
            concept("3", "Ways", alternatives=(Label(text="Roads and ways", lang="en"),)),
            concept("4", "Roads"),
            concept("5", "Pavements", hidden=("roadz",)),
            concept("6", "Road works"),
        ]
    )
    assert [one.concept.code for one in table.suggest("road")] == ["6", "4", "3", "2", "1"]
    assert table.suggest("road", weight=lambda one: int(one.code == "4"))[0].concept.code == "4"
    assert [one.concept.code for one in table.suggest("roadz")] == ["5"]


# SKOS


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt"])
def test_a_whole_list_is_sound_skos(client: TestClient, suffix: str) -> None:
    graph = read_graph(client.get(f"/vocabulary/function.{suffix}"))
    scheme = URIRef(f"{BASE}/vocabulary/function")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))

    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert len(concepts) == len(load_vocabulary().schemes["function"].concepts)
    assert set(graph.subjects(SKOS.inScheme, scheme)) == concepts
    tops = set(graph.objects(scheme, SKOS.hasTopConcept))
    assert tops == {one for one in concepts if not set(graph.objects(one, SKOS.broader))}
    assert all(graph.value(one, SKOS.notation) for one in concepts)
    for narrow, wide in graph.subject_objects(SKOS.broader):
        assert (wide, SKOS.narrower, narrow) in graph


@pytest.mark.parametrize("name", SCHEMES)
def test_every_list_is_read_back_with_one_name_in_each_language(client: TestClient, name: str) -> None:
    graph = read_graph(client.get(f"/vocabulary/{name}.ttl"))
    for each in graph.subjects(RDF.type, SKOS.Concept):
        languages = [
            label.language for label in graph.objects(each, SKOS.prefLabel) if isinstance(label, Literal)
        ]
        assert languages and len(languages) == len(set(languages)), each


def test_a_concept_says_in_skos_what_it_means_and_is(client: TestClient) -> None:
    graph = read_graph(client.get("/vocabulary/licence/ogl-3.0.ttl"))
    found = load_vocabulary().find("licence", "ogl-3.0")
    assert found
    here = URIRef(found.iri)
    assert graph.value(here, SKOS.definition) == Literal(found.definition, lang="en")
    assert {str(one) for one in graph.objects(here, SKOS.exactMatch)} == set(found.exact_matches)
    assert Literal("OGL3") in set(graph.objects(here, SKOS.hiddenLabel))


# Definitions in place


def test_a_term_on_a_dataset_opens_its_definition_in_place(client: TestClient) -> None:
    tree = tree_of(client, f"/dataset/{BINS}")
    buttons = {each.get("popovertarget"): each for each in tree.xpath("//button[@popovertarget]")}

    assert {"means-file-type-CSV", "means-theme-ENVI"} <= set(buttons)
    assert "means-licence-ogl-3-0" not in buttons, "what the licence means stands above it already"
    for name, button in buttons.items():
        (block,) = tree.xpath("//*[@id=$name][@popover]", name=name)
        assert button.get("type") == "button" and "means" in button.get("aria-label")
        assert block.xpath(".//a[starts-with(@href, '/vocabulary/')]")


def test_the_filters_of_a_search_define_their_terms_once(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=bins")
    targets = tree.xpath("//button/@popovertarget")

    assert "means-file-type-CSV" in targets
    assert sorted(targets) == sorted(tree.xpath("//*[@popover]/@id"))
    assert not tree.xpath("//label//button")
