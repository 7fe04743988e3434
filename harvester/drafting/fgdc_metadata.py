"""A record of the older American standard, FGDC CSDGM, as a dataset (FGDC-STD-001-1998; the names are its short ones).

| model | record |
|---|---|
| key | none in the standard: the place of the file |
| title, description | `idinfo/citation/citeinfo/title`; `descript/abstract` |
| version | `citeinfo/edition` |
| issued | `citeinfo/pubdate` |
| creator, publisher | `citeinfo/origin`; `citeinfo/pubinfo/publish` |
| contact_point | `idinfo/ptcontac/cntinfo`, else `metainfo/metc/cntinfo` |
| keyword, theme | `keywords/theme/themekey`; those of the thesaurus ISO 19115 Topic Category are themes |
| spatial | `spdom/bounding`; `keywords/place/placekey` |
| temporal | `timeperd/timeinfo`: `rngdates` or `sngdate` |
| accrual_periodicity, status | `status/update`, `status/progress` |
| license, rights, access_rights | `useconst` where it names a licence, else a right; `accconst` |
| provenance | `dataqual/lineage/procstep/procdesc` |
| distribution, landing_page | `distinfo/stdorder/digform` with its format and size, `citeinfo/onlink` |
| extra | `descript/purpose` |
| table | `eainfo/detailed/attr`: `attrlabl`, `attrdef`; Esri's `attalias`, `attrtype` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from catalogue.columns.table import Column
from catalogue.errors import RecordError
from catalogue.model import Agent, Contact, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import link, literal
from harvester.drafting.columns import to_table
from harvester.drafting.iso_constraints import names_licence
from harvester.drafting.iso_distributions import Resource, distributions_of, to_bytes
from harvester.formats import native
from harvester.formats.elements import each, every, name_of, one, texts_of, word_of
from harvester.formats.xml import Element, read_record
from harvester.record import Draft, Record
from vocab.namespaces import STOOK

_COMPACT = re.compile(r"(\d{4})(\d\d)?(\d\d)?")
_TOPICS = re.compile(r"19115", re.IGNORECASE)
_NOTHING = frozenset(("none", "none.", "unknown", "unpublished material", "not applicable"))


def draft_fgdc(record: Record) -> Draft:
    """A record of FGDC CSDGM as a draft; raises RecordError where it is none, or has no title."""
    root = fgdc_root(read_record(record.body))
    if root is None:
        raise RecordError(f"record {record.key} holds no FGDC metadata (idinfo)")
    cited = one(root, "idinfo/citation/citeinfo")
    if not word_of(cited, "title"):
        raise RecordError(f"record {record.key} has no title")
    about = one(root, "idinfo")
    return Draft(dataset=Dataset(key=record.key, **_cited(cited), **_said(root, about), **_had(root, cited)))


def fgdc_root(document: Element) -> Element | None:
    """The FGDC record that a document is or holds; None where there is none."""
    candidates = [document] if name_of(document) == "metadata" else []
    candidates += every(document, "metadata")
    return next((root for root in candidates if one(root, "idinfo") is not None), None)


def _cited(cited: Element | None) -> dict[str, Any]:
    publisher = word_of(cited, "pubinfo/publish")
    return {
        "title": _texts(cited, "title"),
        "version": native.typed(word_of(cited, "edition")),
        "issued": _date(word_of(cited, "pubdate")),
        "creator": tuple(Agent(name=(Text(name),)) for name in texts_of(cited, "origin")),
        "publisher": Agent(name=(Text(publisher),)) if publisher else None,
    }


def _said(root: Element, about: Element | None) -> dict[str, Any]:
    uses = [Term(said) for said in texts_of(about, "useconst") if said.lower() not in _NOTHING]
    license_ = next(filter(names_licence, uses), None)
    access = [said for said in texts_of(about, "accconst") if said.lower() not in _NOTHING]
    themes = [Term(word) for word in _keys(about, "theme", topics=True)]
    return {
        "description": _texts(about, "descript/abstract"),
        "keyword": tuple(Text(word) for word in _keys(about, "theme", topics=False)),
        "theme": tuple(themes),
        "contact_point": tuple(_contacts(root))[:1],
        "spatial": tuple(_places(about)),
        "temporal": tuple(_periods(about)),
        "accrual_periodicity": native.term(word_of(about, "status/update")),
        "status": native.term(word_of(about, "status/progress").lower()),
        "license": license_,
        "rights": tuple(term for term in uses if term != license_),
        "access_rights": native.term(*access),
        "provenance": tuple(Term(said) for said in texts_of(root, "dataqual/lineage/procstep/procdesc")),
        "table": to_table(_attributes(root)),
        "extra": tuple(
            ("", link(STOOK.purpose), literal(said)) for said in texts_of(about, "descript/purpose")
        ),
    }


def _attributes(root: Element) -> Iterator[Column]:
    for said in each(root, "eainfo/detailed/attr"):
        name, alias = word_of(said, "attrlabl"), word_of(said, "attalias")
        yield Column(
            name=name or alias,
            title=alias if name and alias != name else "",
            datatype=word_of(said, "attrtype"),
            description=word_of(said, "attrdef"),
        )


def _had(root: Element, cited: Element | None) -> dict[str, Any]:
    ordered = [found for order in each(root, "distinfo/stdorder") for found in _ordered(order)]
    linked = [Resource(url=url) for url in texts_of(cited, "onlink")]
    known = {part.access_url for part in ordered}
    files = tuple(one for one in linked if (one.is_file or one.service) and (one.url,) not in known)
    pages = tuple(one.url for one in linked if not one.is_file and not one.service)
    return {
        "distribution": (*ordered, *distributions_of(files, ())),
        "landing_page": native.links(list(pages))[:1],
        "page": native.links(list(pages))[1:],
    }


def _ordered(order: Element) -> Iterator[Distribution]:
    """What can be had on line of an order, in each of its forms."""
    for form in each(order, "digform"):
        name = word_of(form, "digtinfo/formname")
        size = word_of(form, "digtinfo/transize")
        for url in texts_of(form, "digtopt/onlinopt/computer/networka/networkr"):
            resource = Resource(url=url, protocol=name, size=to_bytes(size))
            yield from distributions_of((resource,), (name,) if name else ())


def _keys(about: Element | None, kind: str, *, topics: bool) -> Iterator[str]:
    for group in each(about, f"keywords/{kind}"):
        if bool(_TOPICS.search(word_of(group, f"{kind}kt"))) == topics:
            yield from texts_of(group, f"{kind}key")


def _contacts(root: Element) -> Iterator[Contact]:
    for said in (*each(root, "idinfo/ptcontac/cntinfo"), *each(root, "metainfo/metc/cntinfo")):
        organisation = word_of(said, "cntorgp/cntorg") or word_of(said, "cntperp/cntorg")
        name = word_of(said, "cntpos") or word_of(said, "cntperp/cntper") or word_of(said, "cntorgp/cntper")
        email, phone = word_of(said, "cntemail"), word_of(said, "cntvoice")
        if name or organisation or email:
            yield Contact(
                fn=(Text(name or organisation),),
                organization_name=(Text(organisation),) if organisation else (),
                has_email=native.mailbox(email),
                has_telephone=f"tel:{phone}" if phone else None,
            )


def _places(about: Element | None) -> Iterator[Location]:
    for box in each(about, "spdom/bounding"):
        edges = (word_of(box, edge) for edge in ("westbc", "southbc", "eastbc", "northbc"))
        if found := native.box(*edges):
            yield Location(bbox=found)
    for word in dict.fromkeys(_keys(about, "place", topics=False)):
        yield Location(label=(Text(word),))


def _periods(about: Element | None) -> Iterator[PeriodOfTime]:
    for said in each(about, "timeperd/timeinfo/rngdates"):
        yield PeriodOfTime(
            start_date=_date(word_of(said, "begdate")), end_date=_date(word_of(said, "enddate"))
        )
    for said in each(about, "timeperd/timeinfo/sngdate"):
        day = _date(word_of(said, "caldate"))
        yield PeriodOfTime(start_date=day, end_date=day)


def _date(said: str) -> Typed | None:
    """A date, which CSDGM writes without hyphens (`20150401`, `201504`)."""
    if said.lower() in _NOTHING:
        return None
    found = _COMPACT.fullmatch(said)
    return native.date("-".join(part for part in found.groups() if part) if found else said)


def _texts(element: Element | None, path: str) -> tuple[Text, ...]:
    return tuple(Text(said) for said in texts_of(element, path))
