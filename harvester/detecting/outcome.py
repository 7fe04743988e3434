"""What a detection ends with, in words for the person who asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from harvester.detecting.roots import addresses, base_of
from harvester.detecting.state import Hit, Purpose, State
from harvester.spiders import kinds

_CONSENT = "It is read where the council consents to that when it registers the portal."
_SURE = 3  # the weight from which a hint alone names the software


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A portal: its kind, the address to register, how we know in one sentence, and what to mind (or "").

    `closed` says that robots.txt closes its own interface, so that reading it takes the council's consent."""

    kind: str
    address: str
    how: str
    title: str = ""
    version: str = ""
    note: str = ""
    closed: bool = False
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No portal: what was tried, and what to do."""

    reason: str
    advice: str
    tried: tuple[str, ...] = ()
    requests: int = 0


def found(hit: Hit, state: State) -> Found:
    """What a believed sign says."""
    how = f"{hit.asked} answers with {hit.sign.what}: {hit.evidence.says}"
    hints = [p.says for p in state.pointers() if p.kind == hit.sign.kind and p.says]
    return Found(
        kind=hit.sign.kind,
        address=_register(hit, state),
        how=f"{how}; {hints[0]}." if hints else f"{how}.",
        title=hit.evidence.title or _title(hit, state),
        version=hit.evidence.version,
        note=_other_software(hit, state),
        closed=_is_other(hit, state),
        requests=state.requests,
    )


def nothing(state: State) -> Found | Nothing:
    """What to say when no sign was found: why, and what may be done. A portal whose software names itself, and
    whose interfaces robots.txt closes, is found all the same."""
    if (kind := closed_kind(state)) is not None:
        return _closed(kind, state)
    first = state.seen[0]
    tried = tuple(f"{seen.probe.url} {_fate(seen.failure, seen.status)}" for seen in state.seen)
    if first.failure and not first.closed:
        return Nothing(
            reason=f"{state.given} {first.failure}.",
            advice="Check the address in a browser, and ask again.",
            tried=tried,
            requests=state.requests,
        )
    return Nothing(reason=_why(state), advice=_advice(state), tried=tried, requests=state.requests)


def closed_kind(state: State) -> str | None:
    """A kind that the site's own words name, and of which robots.txt closed a sign that was wanted."""
    named = [
        p.kind for p in sorted(state.pointers(), key=lambda p: -p.weight) if p.says and p.weight >= _SURE
    ]
    closed = {seen.probe.sign.kind for seen in state.seen if seen.closed and seen.probe.sign}
    return next((kind for kind in named if kind in closed), None)


def to_json(outcome: Found | Nothing) -> dict[str, Any]:
    """For programs: the same fields, and `found`."""
    return {"found": isinstance(outcome, Found)} | asdict(outcome)


def from_json(said: dict[str, Any]) -> Found | Nothing:
    """The inverse of `to_json`."""
    fields = {name: value for name, value in said.items() if name != "found"}
    return Found(**fields) if said["found"] else Nothing(**fields | {"tried": tuple(fields["tried"])})


def _register(hit: Hit, state: State) -> str:
    parts = urlsplit(hit.asked)
    match hit.sign.register:
        case "asked":
            return hit.asked
        case "plain":
            return urlunsplit(parts._replace(query=""))
        case "folder":
            return urlunsplit(parts._replace(path=parts.path.rpartition("/")[0] + "/", query=""))
    base = f"{parts.scheme}://{parts.netloc}" if hit.sign.path else base_of(state)
    return f"{base}{hit.root}/"


def _title(hit: Hit, state: State) -> str:
    """What the front page of the portal's root calls itself."""
    home = f"{base_of(state)}{hit.root}"
    return next((seen.title for seen in state.seen if seen.title and seen.url.rstrip("/") == home), "")


def _other_software(hit: Hit, state: State) -> str:
    """A word about the software where it is read another way, since robots.txt closes its own interface."""
    kind = closed_kind(state)
    if kind is None or not _is_other(hit, state):
        return ""
    return f"{_sentence(_says(kind, state))}, but robots.txt closes its interface. {_CONSENT}"


def _is_other(hit: Hit, state: State) -> bool:
    """Whether the site names other software than that of the sign, whose interface robots.txt closes."""
    kind = closed_kind(state)
    return kind is not None and kind != hit.sign.kind


def _closed(kind: str, state: State) -> Found:
    asked = next(s.probe for s in state.seen if s.closed and s.probe.sign and s.probe.sign.kind == kind)
    return Found(
        kind=kind,
        address=f"{base_of(state)}{asked.root}/",
        how=f"{_sentence(_says(kind, state))}; its interface was not asked, since robots.txt closes it.",
        note=_CONSENT,
        closed=True,
        requests=state.requests,
    )


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _says(kind: str, state: State) -> str:
    return next(p.says for p in state.pointers() if p.kind == kind and p.says)


def _why(state: State) -> str:
    fooled = any(seen.probe.purpose is Purpose.CONTROL and seen.hits for seen in state.seen)
    closed = sum(seen.closed for seen in state.seen)
    if fooled:
        return f"{base_of(state)} answers everything alike, also an address where nothing can be."
    if closed:
        return (
            f"No kind of portal was recognised at {state.given}; robots.txt closed {closed} of the addresses."
        )
    return f"No kind of portal was recognised at {state.given}."


def _advice(state: State) -> str:
    hosts = list(dict.fromkeys(host for seen in state.seen for host in seen.pointers.hosts))
    if hosts:
        return f"The page links to {', '.join(hosts[:3])}: ask for that address."
    likely = sorted((*addresses(state), *state.pointers()), key=lambda p: -p.weight)
    if likely and likely[0].weight >= _SURE:
        return f"It looks like {_software(likely[0].kind)}. Give the address of its interface, or of a feed."
    return "Give the address of the portal itself, of a feed or of its interface."


def _software(kind: str) -> str:
    """The name of a kind for people."""
    return kinds()[kind].title if kind in kinds() else kind


def _fate(failure: str, status: int) -> str:
    if failure:
        return failure
    return "holds no sign that was expected" if 200 <= status < 300 else f"answered {status}"
