"""From figures to the coverage part of a body's page: the Code, its peers, and what they publish besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from catalogue.coverage.covering import Covered, not_here
from catalogue.coverage.peers import MOST, likely_peers
from catalogue.coverage.requirements import CODE, NATION, is_bound, requirements_for
from catalogue.ledger.status import Organisation
from vocab import Concept
from web.coverage.choosing import make_chooser, read_chosen
from web.coverage.profile import Profile
from web.pages.coverage import CoveragePanel, CoverRow, Further, Gap
from web.site import Site

PEER = "peer"
MOST_COMPARED = 4
"""So many bodies stand side by side on one page."""

_GAPS = 15
_ALSO = 5
_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The bodies that one is compared with, their figures, and whether the catalogue proposed them."""

    bodies: tuple[Organisation, ...]
    profiles: tuple[Profile, ...]
    proposed: bool


def choose_peers(site: Site, body: Concept | None, slug: str, chosen: tuple[str, ...]) -> Peers:
    """Those chosen who publish here, else those who are most like the body."""
    by_slug = {one.slug: one for one in site.names.table().organisations}
    wanted = chosen or likely_peers(body, by_slug, site.vocabulary)
    bodies = tuple(by_slug[each] for each in wanted if each in by_slug and each != slug)
    profiles = tuple(site.profiles.of(one.slug, one.name) for one in bodies)
    return Peers(bodies=bodies, profiles=profiles, proposed=not chosen)


def make_panel(
    site: Site, body: Concept | None, found: Organisation, profile: Profile, peers: Peers, text: str
) -> CoveragePanel:
    """The panel of a body; `text` is what its readers look for among the names of others."""
    bound = is_bound(body)
    return CoveragePanel(
        bound=bound,
        reason="" if bound else _reason(body),
        code=CODE,
        rows=cover_rows(body, profile, peers.profiles),
        gaps=_gaps(site, profile, peers),
        proposed=peers.proposed,
        chooser=make_chooser(
            site,
            action=site.links.organisation(found.slug),
            field=PEER,
            chosen=peers.bodies,
            text=text,
            most=MOST,
            without=(found.slug,),
        ),
        table=site.links.coverage(found.slug, tuple(one.slug for one in peers.bodies), ".csv"),
        side_by_side=site.links.compared_organisations(
            (found.slug, *(one.slug for one in peers.bodies))[:MOST_COMPARED]
        ),
    )


def cover_rows(body: Concept | None, profile: Profile, peers: Sequence[Profile]) -> tuple[CoverRow, ...]:
    """What the Code requires of the body; where it requires nothing, what of it the body or a peer has."""
    required = {one.code for one in requirements_for(body)}
    having = _having(peers)
    return tuple(
        _row(one, having.get(one.requirement.code, 0))
        for one in profile.covered
        if one.requirement.code in required
        or (not required and (one.best or having.get(one.requirement.code)))
    )


def read_peers(site: Site, body: Concept | None, slug: str, parameters: QueryParams) -> Peers:
    """The peers that a request chooses."""
    return choose_peers(site, body, slug, read_chosen(parameters, PEER, most=MOST))


def _reason(body: Concept | None) -> str:
    if body is None:
        return (
            "It is not in the list of the United Kingdom's councils, so we cannot tell whether the Code binds it: it "
            "binds parish and town councils above £200,000 a year too."
        )
    nation = body.facts.get("nation", "")
    if body.former:
        return "It no longer exists, so that nothing is required of it."
    if nation and nation != NATION:
        return f"The Code applies in {NATION} only, and this body is in {nation}."
    return "The Code is made for local authorities, and the list of councils does not have this body."


def _row(one: Covered, peers: int) -> CoverRow:
    wanted, best = one.requirement, one.best
    currency = best.currency if best else None
    return CoverRow(
        code=wanted.code,
        title=wanted.title,
        what=wanted.what,
        paragraphs=wanted.paragraphs,
        recommended=wanted.recommended,
        every=wanted.every.value,
        given=wanted.given,
        state=one.state,
        dataset=best.id if best else "",
        dataset_title=best.title if best else "",
        how=best.fit.how if best else "",
        sure=best.fit.sure if best else False,
        day=currency.day.isoformat() if currency and currency.day else "",
        by=currency.by if currency else "",
        others=max(0, len(one.found) - 1),
        also=tuple(Further(dataset=each.id, title=each.title) for each in one.found[1 : 1 + _ALSO]),
        peers=peers,
    )


def _having(peers: Sequence[Profile]) -> Mapping[str, int]:
    """How many peers have something for each requirement."""
    counted: dict[str, int] = {}
    for one in (one for peer in peers for one in peer.covered if one.best):
        counted[one.requirement.code] = counted.get(one.requirement.code, 0) + 1
    return counted


def _gaps(site: Site, profile: Profile, peers: Peers) -> tuple[Gap, ...]:
    """Subjects that two peers share, or that the only one has, which this body does not; the commonest first."""
    least = min(_TWO, len(peers.profiles))
    found = not_here(profile.subjects, [one.subjects for one in peers.profiles], least=max(1, least))
    gaps = []
    for code, number in list(found.items())[:_GAPS]:
        topic = site.vocabulary.find("topic", code)
        label = topic.label() if topic else code
        having = [
            body.slug for body, one in zip(peers.bodies, peers.profiles, strict=True) if code in one.subjects
        ]
        gaps.append(
            Gap(code=code, label=label, peers=number, address=site.links.search(q=label, publisher=having))
        )
    return tuple(gaps)
