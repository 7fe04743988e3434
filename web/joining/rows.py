"""Joins as lines to show: a kind with the datasets that join by it, a lookup with what it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.joins.bridges import Bridge
from catalogue.joins.combining import may_combine, terms_of
from catalogue.joins.facts import JoinFacts
from catalogue.joins.kinds import joining_kinds
from catalogue.joins.ranking import Ranked
from catalogue.ledger.joins import Joins, JoinsBy
from web.joining.saying import FITS, JoinWords, say_kind, say_shared, say_years
from web.site import Site

NO_LICENCE = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRow:
    """A dataset that joins: `theirs` is its column, `why` and `shared` are sentences, `combine` says whether the data
    of both may be put together; `shares` whether any sampled value is in both."""

    id: str
    title: str
    link: str
    publisher: str
    publisher_link: str
    theirs: str
    why: str
    near: str
    years: str
    shared: str
    shares: bool
    licence: str
    combine: str
    cautious: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of a way: the lookup that leads from one kind to another, whose it is, and what is lost."""

    source: str
    source_code: str
    target: str
    target_code: str
    lookup: str
    publisher: str
    licence: str
    link: str
    fits: str
    loses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinLine:
    """All that joins by one kind. `ours` is the column of this dataset, `link` leads to the list, `about` to the page
    of the kind; over `steps` it joins after lookups, which begin at `ours` or, where `inbound`, end there."""

    kind: str
    name: str
    count: int
    ours: str
    own_name: str
    link: str
    about: str
    rows: tuple[JoinRow, ...]
    steps: tuple[StepRow, ...]
    inbound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """A kind that a dataset holds and that does not join, and what can be done with it instead."""

    name: str
    about: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinsPart:
    """What a dataset's page says of its joins."""

    lines: tuple[JoinLine, ...] = ()
    ways: tuple[JoinLine, ...] = ()
    beside: tuple[BesideRow, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.lines or self.ways or self.beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSpeaker:
    """Makes the lines of one dataset's joins: its identifier, the facts of it that theirs are held against, and what
    publishers are called by slug."""

    site: Site
    id: str
    facts: JoinFacts
    publishers: Mapping[str, str]

    def part(self, joins: Joins) -> JoinsPart:
        """All of its joins, of each kind the first."""
        return JoinsPart(
            lines=tuple(map(self.line, joins.by)),
            ways=tuple(map(self.line, joins.over)),
            beside=tuple(map(self._beside, joins.beside)),
        )

    def line(self, by: JoinsBy) -> JoinLine:
        """What joins by one kind."""
        return JoinLine(
            kind=by.kind,
            name=say_kind(by.kind),
            count=by.count,
            ours=by.own.column,
            own_name=say_kind(by.own.kind),
            link=self.site.links.joins(self.id, by.kind),
            about=self.site.links.identifier(by.kind),
            rows=tuple(self.row(one, by.kind) for one in by.ranked),
            steps=tuple(make_step(self.site, one) for one in by.way),
            inbound=by.inbound,
        )

    def row(self, ranked: Ranked, kind: str) -> JoinRow:
        """One dataset that joins by a kind."""
        one, links = ranked.candidate, self.site.links
        vocabulary, facts = self.site.vocabulary, ranked.candidate.facts
        ours = terms_of(self.facts.licence, self.facts.openness, vocabulary)
        theirs = terms_of(facts.licence, facts.openness, vocabulary)
        words = JoinWords(vocabulary=vocabulary)
        return JoinRow(
            id=one.id,
            title=one.title or "Without a title",
            link=links.dataset(one.id),
            publisher=self.publishers.get(facts.publisher, ""),
            publisher_link=links.organisation(facts.publisher) if facts.publisher else "",
            theirs=one.column,
            why=words.why(ranked),
            near=ranked.nearness.name.lower(),
            years=say_years(ranked.years) if ranked.years else "",
            shared=say_shared(ranked.shared, kind) if ranked.shared else "",
            shares=bool(ranked.shared and ranked.shared.values),
            licence=theirs.name or ("in the publisher's own words" if theirs.stated else NO_LICENCE),
            combine=may_combine(ours, theirs),
            cautious=one.cautious,
        )

    def _beside(self, kind: str) -> BesideRow:
        known = joining_kinds().get(kind)
        return BesideRow(
            name=say_kind(kind),
            about=self.site.links.identifier(kind),
            instead=known.instead if known else "Nobody has said yet whether datasets join by it.",
        )


def make_step(site: Site, bridge: Bridge) -> StepRow:
    """One lookup."""
    concept = site.vocabulary.find("licence", bridge.licence) if bridge.licence else None
    return StepRow(
        source=say_kind(bridge.source),
        source_code=bridge.source,
        target=say_kind(bridge.target),
        target_code=bridge.target,
        lookup=bridge.lookup,
        publisher=bridge.publisher,
        licence=concept.label() if concept else "",
        link=bridge.link,
        fits=FITS[bridge.fit],
        loses=bridge.loses,
    )
