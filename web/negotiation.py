"""Which form of a thing a client gets: by the suffix of the address, else by its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write a thing; `also` are other media types by which clients ask for the same."""

    name: str
    media_type: str
    label: str
    also: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """What the address of this form ends with; the page itself has no ending."""
        return "" if self.name == "html" else f".{self.name}"

    @property
    def ending(self) -> str:
        """The suffix that also chooses the page, whatever the Accept header says."""
        return f".{self.name}"

    @property
    def content_type(self) -> str:
        """The media type with its character set where that is not settled by the type."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Form(name="html", media_type="text/html", label="Page", also=("application/xhtml+xml",))
JSON = Form(name="json", media_type="application/json", label="JSON", also=("text/json",))
CSV = Form(name="csv", media_type="text/csv", label="CSV")
CSVM = Form(name="csvm", media_type="application/csvm+json", label="CSVW metadata")
SRJ = Form(name="srj", media_type="application/sparql-results+json", label="SPARQL JSON")
ATOM = Form(name="atom", media_type="application/atom+xml", label="Atom")
TURTLE = Form(name="ttl", media_type="text/turtle", label="Turtle", also=("application/x-turtle", "text/n3"))
JSON_LD = Form(name="jsonld", media_type="application/ld+json", label="JSON-LD")
N_TRIPLES = Form(
    name="nt", media_type="application/n-triples", label="N-Triples", also=("text/plain",)
)  # as clients from before RDF 1.1 ask for it
RDF_XML = Form(
    name="rdf", media_type="application/rdf+xml", label="RDF/XML", also=("application/xml", "text/xml")
)
PROBLEM = Form(
    name="problem", media_type="application/problem+json", label="JSON", also=("application/json",)
)

RDF_FORMS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
THING_FORMS = (HTML, JSON, *RDF_FORMS)
"""The forms of a page about one thing."""
TABLE_FORMS = (HTML, JSON, CSV, *RDF_FORMS)
"""The forms of a short list of things, whole in each of them but the page."""
LIST_FORMS = (HTML, JSON, CSV, ATOM, TURTLE, JSON_LD)
"""The forms of a list of results."""

_MOST_RANGES = 64
_EXACTLY = 3
_RANGE = re.compile(r"([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)", re.ASCII)
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)
# A quoted value may hold what else parts ranges and parameters (RFC 9110, 5.6.4), as a profile's address may.
_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"?|[^",])+')
_PARAMETER = re.compile(r';\s*([\w!#$&^.+*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))', re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRange:
    """One part of an Accept header, such as `text/*;q=0.5`; `parameters` are what it says besides, names in small
    letters."""

    main: str
    sub: str
    quality: float
    parameters: tuple[tuple[str, str], ...] = ()

    def fit(self, media_type: str) -> int:
        """How closely it names a media type: 3 exactly, 2 by its main type, 1 by `*/*`, 0 not at all."""
        main, _, sub = media_type.partition("/")
        if (self.main, self.sub) == (main, sub):
            return _EXACTLY
        if self.sub != "*":
            return 0
        return 2 if self.main == main else int(self.main == "*")


@lru_cache(maxsize=256)
def read_accept(header: str) -> tuple[MediaRange, ...]:
    """The media ranges of an Accept header; one that is empty or says nothing readable accepts everything."""
    parts = (_read_range(part) for part in _PART.findall(header[:4096])[:_MOST_RANGES])
    return tuple(part for part in parts if part) or (MediaRange(main="*", sub="*", quality=1.0),)


def choose(accept: str, forms: Sequence[Form]) -> Form | None:
    """The form a client likes best, of equals the first; None if it accepts none of them."""
    ranges = read_accept(accept)
    liked = [(_quality(form, ranges), -place, form) for place, form in enumerate(forms)]
    quality, _, form = max(liked, key=lambda each: each[:2])
    return form if quality > 0 else None


def names_form(accept: str, form: Form) -> bool:
    """Whether the header asks for a form by its own name, not by a wildcard."""
    types = (form.media_type, *form.also)
    return any(
        part.quality > 0 and part.fit(each) == _EXACTLY for part in read_accept(accept) for each in types
    )


def split_suffix(name: str, forms: Sequence[Form]) -> tuple[str, Form | None]:
    """A name from an address without the suffix that chooses a form, and that form."""
    for form in forms:
        if name.endswith(form.ending) and name != form.ending:
            return name.removesuffix(form.ending), form
    return name, None


def _quality(form: Form, ranges: Sequence[MediaRange]) -> float:
    """The quality of the range that names the form most closely; its other names count only when named outright."""
    fits = [(part.fit(form.media_type), part.quality) for part in ranges]
    best = max(fit for fit, _ in fits)
    closest = max(quality for fit, quality in fits if fit == best) if best else 0.0
    others = [part.quality for part in ranges for name in form.also if part.fit(name) == _EXACTLY]
    return max([closest, *others])


def _read_range(text: str) -> MediaRange | None:
    name = text.partition(";")[0].strip()
    found = _RANGE.fullmatch(name)
    if found is None or (found[1] == "*" and found[2] != "*"):
        return None
    stated = [(key.lower(), quoted or plain.strip()) for key, quoted, plain in _PARAMETER.findall(text)]
    qualities = (float(value) for key, value in stated if key == "q" and _QUALITY.fullmatch(value))
    return MediaRange(
        main=found[1].lower(),
        sub=found[2].lower(),
        quality=next(qualities, 1.0),
        parameters=tuple(each for each in stated if each[0] != "q"),
    )
