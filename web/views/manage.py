"""/portal/{slug}/manage: what the officers of a portal, and operators, do to it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from catalogue.consent import Consent, read_consent
from catalogue.errors import PortalError
from catalogue.ledger import deeds
from catalogue.ledger.audit import audit_lines
from catalogue.ledger.cautions import count_cautions, portal_cautions
from catalogue.ledger.deeds import Doer
from catalogue.ledger.holding import count_by_kind, list_held_back
from catalogue.ledger.oversight import oversee
from catalogue.ledger.reuses import portal_stories
from catalogue.ledger.sample_report import NOT_READ, portal_sample_counts, portal_samples
from catalogue.ledger.sampling import State
from catalogue.ledger.schedules import ScheduleChange, own_hours
from catalogue.ledger.status import PortalStatus
from catalogue.ledger.watches import portal_contact
from catalogue.mail_address import read_mailbox
from catalogue.schedule import check_zone, read_quiet
from web.answers import negotiate
from web.forms.described import FORM, form_statuses
from web.forms.page import Wrong, go_on, show_form, show_limited
from web.forms.posted import Posted, takes_form
from web.negotiation import HTML
from web.operations import PORTAL, STRING, Operation, Parameter
from web.pages.manage import DONE, KINDS, HeldKind, ManagePage
from web.people.refusing import MANAGED, refuse_managing
from web.people.visitor import Visitor, may_manage, visitor_of
from web.portals import named_portal
from web.problems import ProblemRaised
from web.schema import every, record
from web.site import Site, site_of
from web.stories.told import make_cards

_FIRST = 20
_FEW = 5
_MOST_KEYS = 500
_DEEDS = tuple(name for name in DONE if name != "nothing")


class _Wrong(Exception):
    """Something that was typed cannot be what is asked for."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.wrong = Wrong(field=field, message=message)


def manage(request: Request) -> Response:
    """The page, for who may manage the portal; for others what they would need."""
    site, slug = site_of(request), request.path_params["slug"]
    negotiate(request, (HTML,), lambda _name, _suffix: site.links.managing(slug))
    visitor = visitor_of(request)
    with site.ledger.reading() as connection:
        status = named_portal(connection, slug)
        if visitor is None or not may_manage(connection, visitor, slug):
            return refuse_managing(site, status, visitor, leads_to=site.links.managing(slug))
        page = _page(site, connection, status, visitor)
    return show_form(request, replace(page, done=DONE.get(request.query_params.get("done", ""), "")))


@takes_form
def do(request: Request, posted: Posted) -> Response:
    """Does one thing to the portal, in one transaction, and leads back to the page."""
    site, slug = site_of(request), request.path_params["slug"]
    visitor, name = visitor_of(request), posted.text("do")
    with site.ledger.reading() as connection:
        status = named_portal(connection, slug)
        if visitor is None or not may_manage(connection, visitor, slug):
            return refuse_managing(site, status, visitor, leads_to=site.links.managing(slug))
    try:
        site.fairness.take("change", visitor.email)
        done = _done(site, slug, visitor, name, posted)
    except ProblemRaised as limited:
        return show_limited(request, _again(site, slug, visitor, posted, ()), limited.problem)
    except _Wrong as raised:
        return show_form(request, _again(site, slug, visitor, posted, (raised.wrong,)))
    except PortalError as refused:
        wrong = Wrong(field="", message=_plain(str(refused)))
        return show_form(request, _again(site, slug, visitor, posted, (wrong,)))
    return go_on(site.links.managing(slug, name if done else "nothing"))


def _done(site: Site, slug: str, visitor: Visitor, name: str, posted: Posted) -> bool:
    """Does it; whether anything was changed. What was typed is read before anything is begun."""
    if name not in _READERS:
        raise _Wrong("", "Choose what is to be done.")
    deed = _READERS[name](posted)
    doer = Doer(
        slug=slug,
        who=visitor.email,
        now=site.now(),
        every=site.settings.harvest_hours,
        chance=random.random,
    )
    with site.ledger.writing() as connection:
        return deed(connection, doer)


Deed = Callable[[Connection, Doer], bool]


def _run(_posted: Posted) -> Deed:
    return deeds.run_again


def _pausing(*, paused: bool) -> Callable[[Posted], Deed]:
    return lambda _posted: lambda connection, doer: deeds.pause(connection, doer, paused=paused)


def _sampling(*, sampled: bool) -> Callable[[Posted], Deed]:
    return lambda _posted: lambda connection, doer: deeds.sample(connection, doer, sampled=sampled)


def _schedule(posted: Posted) -> Deed:
    change = ScheduleChange(
        every=_hours(posted.text("every", longest=20)),
        quiet=_checked("quiet", posted.text("quiet", longest=40), read_quiet),
        zone=_checked("zone", posted.text("zone", longest=60) or "Europe/London", check_zone),
    )
    return lambda connection, doer: deeds.reschedule(connection, doer, change)


def _hours(text: str) -> float:
    """Hours as they were typed; 0 for nothing, which is the catalogue's own."""
    if not text:
        return 0.0
    plain = text.replace(".", "", 1)
    hours = float(text) if plain.isascii() and plain.isdigit() else -1.0
    if not deeds.LEAST_HOURS <= hours <= deeds.MOST_HOURS:
        raise _Wrong("every", f"Enter hours from {deeds.LEAST_HOURS:g} to {deeds.MOST_HOURS:g}, such as 24.")
    return hours


def _checked(field: str, text: str, check: Callable[[str], object]) -> str:
    try:
        check(text)
    except PortalError as error:
        raise _Wrong(field, str(error)) from error
    return text


def _contact(posted: Posted) -> Deed:
    typed = posted.text("contact", longest=300)
    contact = read_mailbox(typed) if typed else ""
    if typed and not contact:
        raise _Wrong("contact", "Enter one e-mail address, such as data@leeds.example.gov.uk.")
    return lambda connection, doer: deeds.tell_somebody_else(connection, doer, contact)


def _held(deed: Callable[[Connection, Doer, str], bool]) -> Callable[[Posted], Deed]:
    def read(posted: Posted) -> Deed:
        kind = posted.text("kind")
        if kind not in KINDS:
            raise _Wrong("", "Choose removals, changes or additions.")
        return lambda connection, doer: deed(connection, doer, kind)

    return read


def _matched(deed: Callable[[Connection, Doer, list[str]], bool]) -> Callable[[Posted], Deed]:
    def read(posted: Posted) -> Deed:
        keys = list(posted.many.get("key", ()))[:_MOST_KEYS]
        if not keys:
            raise _Wrong("", "Tick at least one record.")
        return lambda connection, doer: deed(connection, doer, keys)

    return read


def _consent(posted: Posted) -> Deed:
    given = Consent(by=posted.text("by", longest=120), on=posted.text("on", longest=10))
    if not given.by:
        raise _Wrong("by", "Enter the name of who agreed.")
    if read_consent(str(given)) != given:
        raise _Wrong("on", "Enter the day as year, month and day, such as 2026-11-01.")
    return lambda connection, doer: deeds.consent(connection, doer, given)


def _withdraw(_posted: Posted) -> Deed:
    return lambda connection, doer: deeds.consent(connection, doer, None)


_READERS: Mapping[str, Callable[[Posted], Deed]] = {
    "run": _run,
    "pause": _pausing(paused=True),
    "resume": _pausing(paused=False),
    "schedule": _schedule,
    "contact": _contact,
    "release": _held(deeds.release),
    "keep": _held(deeds.keep),
    "confirm": _matched(deeds.confirm),
    "reject": _matched(deeds.reject),
    "consent": _consent,
    "withdraw": _withdraw,
    "sample": _sampling(sampled=True),
    "spare": _sampling(sampled=False),
}


def _again(site: Site, slug: str, visitor: Visitor, posted: Posted, wrong: tuple[Wrong, ...]) -> ManagePage:
    with site.ledger.reading() as connection:
        page = _page(site, connection, named_portal(connection, slug), visitor)
    return replace(page, given={**page.given, **posted.values()}, wrong=wrong)


def _page(site: Site, connection: Connection, status: PortalStatus, visitor: Visitor) -> ManagePage:
    slug, usual = status.slug, site.settings.harvest_hours
    oversight = oversee(connection, slug, every=usual)
    soonest = deeds.soonest_run(connection, slug, now=site.now(), every=usual)
    hours = own_hours(connection, slug)
    own = f"{hours:g}" if hours else ""
    contact = portal_contact(connection, slug)
    return ManagePage(
        title=f"Manage {status.title}",
        portal=status,
        email=visitor.email,
        oversight=oversight,
        soonest=soonest if soonest > site.now() else "",
        own_hours=own,
        usual_hours=usual,
        contact=contact,
        log=audit_lines(connection, thing=f"portal/{slug}", limit=_FIRST),
        held=tuple(_held_kinds(connection, slug)),
        files=portal_sample_counts(connection, slug).get(State.READ, 0),
        not_read=portal_samples(connection, slug, NOT_READ, limit=_FIRST),
        cautions=portal_cautions(connection, slug, decided=False, limit=_FEW),
        caution_count=count_cautions(connection, slug)[False],
        stories=make_cards(site, connection, portal_stories(connection, slug, limit=_FIRST)),
        given={
            "every": own,
            "quiet": str(oversight.schedule.quiet or ""),
            "zone": oversight.schedule.zone,
            "contact": contact,
        },
    )


def _held_kinds(connection: Connection, slug: str) -> list[HeldKind]:
    counted = Counter(count_by_kind(connection, slug))
    return [
        HeldKind(
            kind=kind,
            title=title,
            release=release,
            keep=keep,
            shown=tuple(
                one for one in list_held_back(connection, slug, kind=kind, limit=_FIRST) if not one.decision
            ),
            count=counted[kind],
        )
        for kind, (title, release, keep) in KINDS.items()
        if counted[kind]
    ]


def _plain(message: str) -> str:
    """A message of the ledger without the name of the place it begins with."""
    return message.partition(": ")[2].capitalize() or message


OPERATIONS = (
    Operation(
        path="/portal/{slug}/manage",
        view=manage,
        about="Where a portal is managed by its officers and by operators, who are signed in.",
        group="Portals",
        media=(HTML.media_type,),
        parameters=(
            PORTAL,
            Parameter(
                name="done",
                about="What was done last.",
                schema={"enum": list(DONE)},
                forgiving=True,
                example="run",
            ),
        ),
        statuses=MANAGED,
        stable=False,
    ),
    Operation(
        path="/portal/{slug}/manage",
        view=do,
        methods=("POST",),
        about="Does one thing to a portal: what stands in the fields beside the button.",
        group="Portals",
        media=(HTML.media_type,),
        parameters=(PORTAL,),
        body={
            FORM: record(
                "ManageForm",
                proof=STRING,
                do={"enum": list(_DEEDS)},
                kind={"enum": list(KINDS)},
                key=every(STRING),
                every=STRING,
                quiet=STRING,
                zone=STRING,
                contact=STRING,
                by=STRING,
                on=STRING,
            )
        },
        statuses=form_statuses(MANAGED),
        stable=False,
    ),
)
