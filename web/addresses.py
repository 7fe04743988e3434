"""Every address that a page of ours links to: those of the catalogue, and those that only a page needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from catalogue.links import Links

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Addresses(Links):
    """Links with the site's own: `versions` gives each static file the digest of its content."""

    versions: Mapping[str, str] = field(default_factory=dict)

    def static(self, name: str) -> str:
        """A file of the site itself, at an address that changes with its content, so that it may be kept for ever."""
        version = self.versions.get(name, "")
        return f"{self.base}/static/{quote(name)}" + (f"?v={version}" if version else "")

    def results(self, query: Query = (), suffix: str = "") -> str:
        """A search in one of its forms, its parameters in the order given."""
        return f"{self.base}/search{suffix}" + _written(query)

    def identifiers(self, suffix: str = "") -> str:
        """The list of the kinds of identifier."""
        return f"{self.base}/identifier{suffix}"

    def holders(self, kind: str, publisher: str = "", suffix: str = "", page: int = 1) -> str:
        """The page of a kind of identifier with a page of the datasets that hold it, of one publisher or of all."""
        given = [("publisher", publisher)] if publisher else []
        return self.identifier(kind, suffix) + _written([*given, *_page(page)])

    def joins(self, identifier: str, kind: str = "", suffix: str = "", page: int = 1) -> str:
        """What a dataset joins with, by one kind of identifier or by all."""
        given = [("by", kind)] if kind else []
        return self.dataset(identifier, f"/joins{suffix}") + _written([*given, *_page(page)])

    def copies(self, identifier: str, suffix: str = "") -> str:
        """The records of one dataset at several portals, side by side."""
        return self.dataset(identifier, f"/copies{suffix}")

    def columns(self, identifier: str, suffix: str = "", page: int = 1) -> str:
        """What the columns of a dataset are, a page of its tables."""
        return self.dataset(identifier, f"/columns{suffix}") + _written(_page(page))

    def source(self, identifier: str) -> str:
        """The record of a dataset as its portal published it."""
        return self.dataset(identifier, "/source")

    def findings(self, portal: str, code: str, page: int = 1) -> str:
        """The records of a portal that one rule found something about."""
        return self.portal(portal) + _written([("code", code), *_page(page)]) + "#findings"

    def portal_findings(self, portal: str, code: str = "", suffix: str = "", page: int = 1) -> str:
        """The findings about a portal's records for programs, of one rule or of all."""
        given = [("code", code)] if code else []
        return f"{self.portal(portal)}/findings{suffix}" + _written([*given, *_page(page)])

    def statuses(self, query: Query = (), suffix: str = "", page: int = 1) -> str:
        """The list of portals, narrowed and in an order, in one of its forms."""
        return f"{self.portals()}{suffix}" + _written([*(each for each in query if each[1]), *_page(page)])

    def records(
        self, portal: str, *, metric: str = "", became: str = "", suffix: str = "", page: int = 1
    ) -> str:
        """The records of a portal that fail a metric, or of which something became in its last run."""
        given = [(name, value) for name, value in (("metric", metric), ("became", became)) if value]
        return f"{self.portal(portal)}/records{suffix}" + _written([*given, *_page(page)])

    def portal_links(self, portal: str, *, state: str = "", suffix: str = "", page: int = 1) -> str:
        """The links of a portal that are broken, or stand as is named."""
        given = [("state", state)] if state not in ("", "broken") else []
        return f"{self.portal(portal)}/links{suffix}" + _written([*given, *_page(page)])

    def badge(self, portal: str) -> str:
        """The picture that tells how a portal stands, for its own pages."""
        return f"{self.portal(portal)}/badge.svg"

    def managing(self, portal: str, done: str = "") -> str:
        """Where a portal is managed by those who may, after something was done."""
        return f"{self.portal(portal)}/manage" + _written([("done", done)] if done else [])

    def cautions(self, portal: str, *, decided: bool = False, done: str = "", page: int = 1) -> str:
        """Where those who manage a portal look at datasets that may single somebody out when joined."""
        given = [
            (name, value)
            for name, value in (("shown", "answered" if decided else ""), ("done", done))
            if value
        ]
        return self.portal(portal) + "/cautions" + _written([*given, *_page(page)])

    def coverage(self, organisation: str, peers: Sequence[str] = (), suffix: str = "") -> str:
        """What the Transparency Code requires of a publisher and what of it is here, beside some of its peers."""
        return self.organisation(organisation, f"/coverage{suffix}") + _written(
            [("peer", slug) for slug in peers]
        )

    def chosen_peers(self, organisation: str, peers: Sequence[str]) -> str:
        """The part of a publisher's page that compares it with some of its peers."""
        return self.organisation(organisation) + _written([("peer", slug) for slug in peers]) + "#coverage"

    def compare(self) -> str:
        """What can be compared."""
        return f"{self.base}/compare"

    def compared_datasets(self, datasets: Sequence[str] = (), suffix: str = "", *, text: str = "") -> str:
        """Some datasets side by side; with a text, also others that it finds."""
        given = [("dataset", identifier) for identifier in datasets]
        return f"{self.base}/compare/datasets{suffix}" + _written(
            [*given, *([("find", text)] if text else [])]
        )

    def compared_organisations(
        self, organisations: Sequence[str] = (), suffix: str = "", *, text: str = ""
    ) -> str:
        """Some publishers side by side; with a text, also those whose names it finds."""
        given = [("organisation", slug) for slug in organisations]
        return f"{self.base}/compare/organisations{suffix}" + _written(
            [*given, *([("find", text)] if text else [])]
        )

    def stories(self, query: Query = (), suffix: str = "", page: int = 1) -> str:
        """The stories that a query narrows, in one of their forms."""
        return self.listed(self.reuses(suffix), query, page)

    def tell_story(self, dataset: str = "") -> str:
        """Where anybody tells what good came of data; of a dataset, if one is given."""
        return f"{self.reuses()}/new" + _written([("dataset", dataset)] if dataset else [])

    def own_story(self, token: str, step: str = "", text: str = "") -> str:
        """The private link of a story, or a step below it, such as `edit`; with a search for data."""
        below = f"/{step}" if step else ""
        return f"{self.reuses()}/mine/{quote(token, safe='')}{below}" + _written(
            [("q", text)] if text else []
        )

    def paged(self, address: str, page: int) -> str:
        """A page of a list that lives at an address."""
        return address + _written(_page(page))

    def listed(self, address: str, query: Query = (), page: int = 1) -> str:
        """A page of a list at an address that a query narrows; what is empty is left out."""
        return address + _written([*(each for each in query if each[1]), *_page(page)])

    def suggest(self, scheme: str = "") -> str:
        """Where the beginnings of labels are looked up, of one scheme or of all; `q` is still to be added."""
        return self.vocabulary("suggest") + _written([("scheme", scheme)] if scheme else [])

    def suggestions(self) -> str:
        """Where what a person may be about to ask for is looked up; `q` is still to be added."""
        return f"{self.base}/suggest"

    def opensearch(self) -> str:
        """The description of the search for browsers and programs."""
        return f"{self.base}/opensearch.xml"

    def resource(self, iri: str, suffix: str = "", *, way: str = "", listed: str = "", page: int = 1) -> str:
        """What the catalogue says of any IRI; of one property (`listed`) if given, out of it or into it (`way`)."""
        narrowed = [(name, value) for name, value in (("way", way), ("property", listed)) if value]
        given = [("iri", iri)] if iri else []
        return f"{self.base}/resource{suffix}" + _written([*given, *narrowed, *_page(page)])

    def linkages(self, what: str, name: str, suffix: str = "", *, tie: str = "", page: int = 1) -> str:
        """What a thing is tied to: an organisation, dataset, identifier or vocabulary (`scheme/code`) of that name."""
        given = [("tie", tie)] if tie else []
        return f"{self.base}/linkages/{what}/{quote(name)}{suffix}" + _written([*given, *_page(page)])

    def linkages_of(self, scheme: str, code: str) -> str:
        """What a concept is tied to; kinds of identifier have a shorter address."""
        return (
            self.linkages(scheme, code)
            if scheme == "identifier"
            else self.linkages("vocabulary", f"{scheme}/{code}")
        )

    def llms(self) -> str:
        """What the site is and how it is asked by machine, as plain words."""
        return f"{self.base}/llms.txt"

    def mapping(self, property_name: str = "", portal: str = "", suffix: str = "") -> str:
        """The mapping report, of one property or of all, of one portal or of all."""
        path = f"/mapping/{quote(property_name, safe='')}" if property_name else "/mapping"
        return self.base + path + suffix + _written([("portal", portal)] if portal else [])

    def bearing(self, property_name: str, portal: str, word: str) -> str:
        """The datasets that bear a word which nobody knows."""
        given = [("portal", portal)] if portal else []
        return f"{self.mapping(property_name)}{_written([*given, ('word', word)])}#word"

    def further(self, address: str, page: int) -> str:
        """A page of a list at an address that may have a query already."""
        if page < 2:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode(_page(page))}"

    def register(self, address: str = "") -> str:
        """Where a portal is checked and registered; with an address already in the box, if one is given."""
        return f"{self.base}/register" + _written([("address", address)] if address else [])

    def registering(self, token: str, step: str = "") -> str:
        """A private link, or one of the steps below it, such as `organisation`."""
        return f"{self.base}/register/{quote(token, safe='')}" + (f"/{step}" if step else "")

    def sample(self, token: str, code: str, suffix: str) -> str:
        """The records of a check that one metric or rule has something to say about, for programs."""
        return self.registering(token, f"records{suffix}") + _written([("code", code)] if code else [])

    def proof(self, token: str) -> str:
        """The link in a mail that proves who is written to."""
        return f"{self.base}/register/contact/{quote(token, safe='')}"

    def sign_in(self, leads_to: str = "") -> str:
        """Where a link to sign in is asked for; the page of ours that it leads to, if one is given."""
        return f"{self.base}/sign-in" + _written([("next", leads_to)] if leads_to else [])

    def sign_in_sent(self) -> str:
        """What to do after that."""
        return f"{self.base}/sign-in/sent"

    def sign_in_link(self, token: str) -> str:
        """The link in a mail by which somebody signs in."""
        return f"{self.base}/sign-in/{quote(token, safe='')}"

    def provider(self, part: str = "") -> str:
        """Signing in at an OpenID Connect provider, or where that sends a browser back to ("back")."""
        return f"{self.base}/sign-in/provider" + (f"/{part}" if part else "")

    def sign_out(self) -> str:
        """Where a form signs out."""
        return f"{self.base}/sign-out"

    def account(self, part: str = "") -> str:
        """The page of whoever is signed in, or a part of it, such as "forget"."""
        return f"{self.base}/account" + (f"/{part}" if part else "")

    def operator(self, part: str = "", suffix: str = "") -> str:
        """The desk of those who run the catalogue, or a part of it."""
        return f"{self.base}/operator" + (f"/{part}" if part else "") + suffix

    def judged_story(self, number: int) -> str:
        """Where operators read a story and decide about it."""
        return self.operator(f"stories/{number}")

    def unsubscribe(self, token: str) -> str:
        """The link in a mail by which its reader is told of a portal no more."""
        return f"{self.base}/unsubscribe/{quote(token, safe='')}"

    def developers(self) -> str:
        """What can be asked of the site by programs."""
        return f"{self.base}/developers"

    def openapi(self, form: str = "json") -> str:
        """The description of the interface, as "json" or "yaml"."""
        return f"{self.base}/openapi.{form}"

    def action(self, name: str, query: Query = ()) -> str:
        """One action of the API that CKAN's clients speak."""
        return f"{self.base}/api/3/action/{quote(name, safe='')}" + _written(query)

    def reconcile(self, service: str = "") -> str:
        """The reconciliation of tables, or one of its services, such as `preview`."""
        return f"{self.base}/reconcile" + (f"/{service}" if service else "")

    def views(self, suffix: str = "") -> str:
        """The stored queries."""
        return f"{self.base}/views{suffix}"

    def view(self, name: str, query: Query = (), suffix: str = "") -> str:
        """The answer of a stored query; its parameters in the order given, those left empty too."""
        return f"{self.base}/views/{quote(name)}{suffix}" + _written(query)

    def query_terms(self) -> str:
        """What the editor of queries completes."""
        return f"{self.sparql()}/terms.json"

    def asked(self, query: str) -> str:
        """The query page with a query already in its box."""
        return self.sparql() + _written([("query", query)])


def _page(page: int) -> Query:
    return [("page", str(page))] if page > 1 else []


def _written(query: Query) -> str:
    return f"?{urlencode(query)}" if query else ""
