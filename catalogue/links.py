"""Every address of the site, made by one object: pages link with it, and graphs name things with it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below `base`, the public address of this catalogue without a slash at its end.

    A path with `base` "" is right for a link on a page; with the full base it is the thing's IRI.
    """

    base: str = ""

    def home(self) -> str:
        """The first page."""
        return f"{self.base}/"

    def search(self, **parameters: object) -> str:
        """A search; a parameter may be a list. Empty ones are left out."""
        given = [(name, value) for name, value in parameters.items() if value not in (None, "", (), [])]
        return f"{self.base}/search" + (f"?{urlencode(given, doseq=True)}" if given else "")

    def dataset(self, identifier: str, suffix: str = "") -> str:
        """A dataset's page, and its IRI."""
        return f"{self.base}/dataset/{quote(identifier)}{suffix}"

    def distribution(self, dataset: str, key: str) -> str:
        """One distribution, within its dataset's page; never the name of the dataset's record."""
        iri = f"{self.dataset(dataset)}#{quote(key, safe='')}"
        return f"{iri}!" if iri == self.record(dataset) else iri

    def record(self, dataset: str) -> str:
        """The catalogue record of a dataset, within its page."""
        return f"{self.dataset(dataset)}#record"

    def organisations(self) -> str:
        """The list of publishers."""
        return f"{self.base}/organisation"

    def organisation(self, slug: str, suffix: str = "") -> str:
        """A publisher's page, and its IRI."""
        return f"{self.base}/organisation/{quote(slug)}{suffix}"

    def kins(self, suffix: str = "") -> str:
        """The list of what several publishers have of the same."""
        return f"{self.base}/alike{suffix}"

    def kin(self, name: str, suffix: str = "") -> str:
        """What several publishers have of one thing, and its IRI."""
        return f"{self.base}/alike/{quote(name, safe='')}{suffix}"

    def portals(self) -> str:
        """The list of portals and how their harvest stands."""
        return f"{self.base}/status"

    def portal(self, slug: str, suffix: str = "") -> str:
        """A portal's page, and the IRI of its catalogue."""
        return f"{self.base}/portal/{quote(slug)}{suffix}"

    def run(self, portal: str, number: int, suffix: str = "") -> str:
        """One run of a portal's harvest."""
        return f"{self.base}/portal/{quote(portal)}/runs/{number}{suffix}"

    def runs_feed(self, portal: str) -> str:
        """The feed of a portal's runs."""
        return f"{self.base}/portal/{quote(portal)}/runs.atom"

    def theme(self, code: str, suffix: str = "") -> str:
        """A theme's page."""
        return f"{self.base}/theme/{quote(code)}{suffix}"

    def place(self, gss: str, suffix: str = "") -> str:
        """A place's short address, by its GSS code."""
        return f"{self.base}/place/{quote(gss, safe='')}{suffix}"

    def identifier(self, kind: str, suffix: str = "") -> str:
        """The page of a kind of identifier, such as UPRN; its IRI is that of the concept."""
        return f"{self.base}/identifier/{quote(kind, safe='')}{suffix}"

    def reuses(self, suffix: str = "") -> str:
        """The stories of what good came of data."""
        return f"{self.base}/reuses{suffix}"

    def reuse(self, slug: str, suffix: str = "") -> str:
        """One of these stories, and its IRI."""
        return f"{self.base}/reuses/{quote(slug, safe='')}{suffix}"

    def vocabulary(self, scheme: str = "", code: str = "", suffix: str = "") -> str:
        """The vocabularies, one of them, or one concept."""
        path = "".join(f"/{quote(part, safe='')}" for part in (scheme, code) if part)
        return f"{self.base}/vocabulary{path}{suffix}"

    def quality(self, code: str = "", suffix: str = "") -> str:
        """What the quality score is, or one of its metrics."""
        return f"{self.base}/quality" + (f"/{quote(code, safe='')}" if code else "") + suffix

    def quality_part(self, name: str) -> str:
        """A dimension of the score, or one of the two scores, within the page of the score."""
        return f"{self.quality()}#{quote(name, safe='')}"

    def context(self) -> str:
        """The JSON-LD context of the catalogue's model."""
        return f"{self.base}/context.jsonld"

    def catalog(self, suffix: str = "", **parameters: object) -> str:
        """The whole catalogue as DCAT, in pages; its address without parameters is its IRI."""
        given = [(name, value) for name, value in parameters.items() if value not in (None, "")]
        return f"{self.base}/catalog{suffix}" + (f"?{urlencode(given)}" if given else "")

    def changes(self, since: int | None = None, suffix: str = "") -> str:
        """The sequence of changes, or the page of it that follows a number."""
        return f"{self.base}/changes{suffix}" + (f"?since={since}" if since is not None else "")

    def change(self, number: int) -> str:
        """The IRI of one change: what a dataset was from then on."""
        return f"{self.changes()}#{number}"

    def dumps(self, name: str = "", suffix: str = "") -> str:
        """The list of dumps, or one of their files."""
        return f"{self.base}/dumps{suffix}" + (f"/{quote(name, safe='')}" if name else "")

    def void(self, suffix: str = "") -> str:
        """What this catalogue is as linked data."""
        return f"{self.base}/void{suffix}"

    def void_dataset(self) -> str:
        """The IRI of all that is said here, as a void:Dataset."""
        return f"{self.void()}#dataset"

    def sparql(self) -> str:
        """The SPARQL endpoint."""
        return f"{self.base}/sparql"

    def sitemap(self, part: str = "") -> str:
        """The list of all addresses for crawlers, or one part of it."""
        return f"{self.base}/sitemap{f'-{part}' if part else ''}.xml"

    def static(self, name: str) -> str:
        """A file of the site itself."""
        return f"{self.base}/static/{quote(name)}"
