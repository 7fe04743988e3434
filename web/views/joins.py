"""/dataset/{id}/joins: the datasets that join with one by the identifiers in their columns, for people and programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from catalogue.clusters.standing import ALONE
from catalogue.document import first_text
from catalogue.joins.combining import terms_of
from catalogue.joins.kinds import joining_kinds
from catalogue.ledger.clusters import standings
from catalogue.ledger.held import Held, list_held
from catalogue.ledger.joins import WINDOW, Subject, list_joins, reach
from web.answers import Choice, answer, followed_by, negotiate
from web.joining.reading import find_joins, speaker_of, subject_of
from web.joining.rows import NO_LICENCE, JoinLine, JoinsPart
from web.joining.saying import say_kind
from web.joining.written import JOINS_SCHEMA, ToldJoins, joins_csv, joins_json, joins_triples
from web.negotiation import HTML, JSON, TABLE_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.joins import FileLink, JoinsPage, file_links
from web.problems import MOVED, not_found
from web.site import Site, site_of
from web.slices import Window, page_number
from web.views.dataset import find_dataset
from web.writers import table_writers

_SHOWN, _LISTED = 25, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which joins of which dataset ("" for those by all kinds), and which page of them."""

    name: str
    kind: str
    number: int

    def address(self, site: Site, suffix: str, page: int) -> str:
        """Where a page of them is."""
        return site.links.joins(self.name, self.kind, suffix, page if self.kind else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the ledger says: the dataset, and its joins by one kind or by all; `others` are those listed, whole."""

    held: Held
    subject: Subject
    part: JoinsPart
    line: JoinLine | None
    others: dict[str, Held]


def joins(request: Request) -> Response:
    """What a dataset joins with, by one kind of identifier or by all."""
    site, asked = site_of(request), _read(request)
    choice = negotiate(
        request,
        TABLE_FORMS,
        lambda _, suffix: asked.address(site, suffix, asked.number),
        name=request.url.path.rpartition("/")[2],
    )
    window = Window(number=asked.number, size=_SHOWN if choice.form is HTML else _LISTED)
    found = _find(site, asked, window)
    following = window.following(
        found.line.count if found.line else 0,
        lambda page: site.iris.base + asked.address(site, choice.form.suffix, page),
    )
    told = ToldJoins(
        id=asked.name, title=_title(found.held), part=found.part, line=found.line, following=following
    )
    writers = table_writers(
        site,
        page=partial(_page, site, choice, asked, window, found),
        json=lambda: joins_json(told, site.iris),
        table=lambda: joins_csv(told, site.iris),
        quads=lambda: joins_triples(told, site.iris, site.vocabulary, choice.canonical),
    )
    response = answer(request, choice, writers)
    return response if choice.form is HTML else followed_by(response, following)


def _read(request: Request) -> _Asked:
    kind = request.query_params.get("by", "")
    if kind and kind not in joining_kinds():
        raise not_found("No kind of identifier of this name is known here.")
    return _Asked(
        name=request.path_params["name"],
        kind=kind,
        number=page_number(request),
    )


def _find(site: Site, asked: _Asked, window: Window) -> _Found:
    with site.ledger.reading() as connection:
        held = find_dataset(connection, asked.name, not_found)
        standing = standings(connection, [asked.name]).get(asked.name, ALONE)
        subject = subject_of(site, held.snapshot.entry, standing)
        speaker = speaker_of(site, subject)
        if not asked.kind:
            part = speaker.part(find_joins(site, connection, subject))
            return _Found(held=held, subject=subject, part=part, line=None, others={})
        by = reach(connection, subject, site.holders.holders(connection), asked.kind)
        if by is None:
            raise not_found(f"It does not join by {say_kind(asked.kind)}: {_instead(asked.kind)}")
        ranked = list_joins(connection, subject, asked.kind, limit=window.size, offset=window.offset)
        others = (
            list_held(connection, tuple(one.candidate.id for one in ranked)) if window.size == _SHOWN else {}
        )
    line = speaker.line(replace(by, ranked=ranked))
    return _Found(held=held, subject=subject, part=JoinsPart(), line=line, others=others)


def _instead(kind: str) -> str:
    return (
        joining_kinds()[kind].instead or "none of its columns is known to hold it, and no lookup leads there."
    )


def _page(site: Site, choice: Choice, asked: _Asked, window: Window, found: _Found) -> JoinsPage:
    dataset, facts = found.held.snapshot.entry.dataset, found.subject.facts
    terms = terms_of(facts.licence, facts.openness, site.vocabulary)
    name, count = _title(found.held), found.line.count if found.line else 0
    return JoinsPage(
        title=f"Joins by {found.line.name}: {name}" if found.line else f"What “{name}” joins with",
        alternates=choice.alternates,
        id=asked.name,
        name=name,
        lang=next((text.lang for text in dataset.title if text.value == name), ""),
        publisher=first_text(dataset.publisher.name) if dataset.publisher else "",
        licence=terms.name or ("in the publisher's own words" if terms.stated else NO_LICENCE),
        files=file_links(dataset, site.vocabulary),
        part=found.part,
        line=found.line,
        their_files={one: _files(site, held) for one, held in found.others.items()},
        paging=window.paging(count, lambda page: asked.address(site, "", page)),
        closely=WINDOW,
    )


def _files(site: Site, held: Held) -> tuple[FileLink, ...]:
    return file_links(held.snapshot.entry.dataset, site.vocabulary)


def _title(held: Held) -> str:
    return first_text(held.snapshot.entry.dataset.title) or "Without a title"


OPERATIONS = (
    Operation(
        path="/dataset/{name}/joins",
        view=joins,
        about="The datasets that join with one by the identifiers in their columns, the likeliest first.",
        group="Things",
        media=tuple(form.media_type for form in TABLE_FORMS),
        suffixes=tuple(form.suffix for form in TABLE_FORMS),
        schemas={JSON.media_type: JOINS_SCHEMA},
        parameters=(
            Parameter(name="name", about="The identifier of the dataset.", where="path", of="dataset"),
            Parameter(
                name="by",
                about="Only by this kind of identifier, which it holds or to which a lookup leads, a page of them; "
                "without it the first of each kind.",
            ),
            replace(PAGE, about="Which page of those by one kind, from 1; a hundred on each for programs."),
        ),
        statuses=MOVED | {404: "There is no such dataset, or it does not join by this kind."},
    ),
)
