"""What to ask next, or what was found: a pure decision over what is known so far.

The order: the address as given; then the signs of the table at every root that the address can mean, those first
that something points to; after a sign the kinds that imitate it, and an address where nothing can be. A site that
gives the same sign there answers everything alike, and is not believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import quote, urlsplit, urlunsplit

from harvester.detecting.outcome import Found, Nothing, closed_kind, found, nothing
from harvester.detecting.roots import addresses, base_of, roots_of
from harvester.detecting.state import Hit, Probe, Purpose, State
from harvester.detecting.table import Sign

LIMIT = 20  # requests in all
NOWHERE = "stook-asks-where-nothing-is"
SPARE = 2  # a question may be asked only where its control is still possible
_REQUESTS = ("request", "verb", "query")  # where protocols say what is wanted
_LINKED = 2  # what the links of all pages together may count for one kind and root
_TOP = 8  # beyond which hints add nothing
_DOCUMENT = 1  # the rank of a document that a page names: with the signs asked first


def next_step(state: State) -> Probe | Found | Nothing:
    """The next question, or the answer to all of them."""
    if not state.seen:
        return Probe(url=state.given, purpose=Purpose.GIVEN)
    if state.seen[0].failure and not state.seen[0].closed:
        return nothing(state)
    for hit in _believable(state):
        step = _settle(hit, state)
        if step is not None:
            return step
    if state.requests > LIMIT - SPARE or _silent(state):
        return nothing(state)
    tried = state.tried()
    return next((probe for probe in _candidates(state) if probe.url not in tried), None) or nothing(state)


def control_of(url: str) -> str:
    """An address like this one at which nothing can be: another last part, and another request of a protocol."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    _, dot, suffix = last.rpartition(".")
    inside = parts.path.endswith("/") or not last
    path = (
        f"{parts.path.rstrip('/')}/{NOWHERE}/"
        if inside
        else f"{folder}/{NOWHERE}{dot}{suffix if dot else ''}"
    )
    pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
    query = [f"{name}={NOWHERE if name.lower() in _REQUESTS else value}" for name, _, value in pairs]
    return urlunsplit(parts._replace(path=path, query="&".join(query)))


def _silent(state: State) -> bool:
    """Whether the site has stopped answering: twice in a row no answer came at all."""
    last = [seen for seen in state.seen if not seen.closed][-2:]
    return len(last) == 2 and all(seen.failure and not seen.status for seen in last)


def _believable(state: State) -> list[Hit]:
    """The signs that no control has refuted; those of a kind that others imitate first."""
    fooled = {
        (hit.sign.kind, hit.digest)
        for seen in state.seen
        if seen.probe.purpose is Purpose.CONTROL
        for hit in seen.hits
    }
    same = {digest for _, digest in fooled}
    refuted = {seen.probe.url for seen in state.seen if seen.probe.purpose is Purpose.CONTROL and seen.hits}
    hits = [
        hit
        for hit in (*map(partial(_from_top, state), state.hits()), *_mapped(state))
        if not hit.evidence.leads and hit.digest not in same and control_of(hit.asked) not in refuted
    ]
    imitated = {kind for hit in hits for kind in hit.sign.yields_to}
    return sorted(
        hits, key=lambda hit: (hit.sign.kind not in imitated, hit.sign.path is None, bool(hit.sign.yields_to))
    )


def _from_top(state: State, hit: Hit) -> Hit:
    """A folder's listing as that of the folder above which led to it, since a portal is its whole tree."""
    above = next(
        (one for one in state.hits() if one.sign.form == "listing" and hit.asked in one.evidence.leads), None
    )
    return _from_top(state, replace(hit, asked=above.asked)) if above and above.asked != hit.asked else hit


def _mapped(state: State) -> Iterator[Hit]:
    """The given page, where it holds a Dataset and a sitemap names it."""
    for page in state.seen[0].pages:
        for hit in state.hits():
            if page.asked in hit.evidence.leads:
                yield replace(page, root=hit.root)


def _settle(hit: Hit, state: State) -> Probe | Found | None:
    """A sign is believed when its imitators were asked for and its control was; None where no request is left."""
    tried = state.tried()
    if state.requests <= LIMIT - SPARE:
        for sign in state.table.signs:
            if sign.kind in hit.sign.yields_to and sign.path is not None:
                probe = _probe(sign, base_of(state) + hit.root + sign.contexts[-1], hit.root)
                if probe.url not in tried:
                    return probe
    control = control_of(hit.asked)
    if control in tried:
        return found(hit, state)
    if state.requests >= LIMIT:
        return None
    return Probe(url=control, purpose=Purpose.CONTROL, sign=hit.sign, root=hit.root)


def _candidates(state: State) -> Iterator[Probe]:
    """Everything that may be asked, the most promising first."""
    if home := _home(state):
        yield home
    yield from _leads(state)
    weights = _weights(state)
    is_closed = closed_kind(state) is not None
    ranked = [(_DOCUMENT, 0, 0, probe) for probe in (*_documents(state), *_sitemaps(state))]
    for place, sign in enumerate(state.table.signs):
        if sign.path is None or (is_closed and not sign.of_any):
            continue
        for doubt, root in roots_of(state, sign.kind):
            weight = min(_TOP, max(weights[sign.kind, root], weights[sign.kind, None]))
            for step, context in enumerate(_contexts(sign, root)):
                probe = _probe(sign, base_of(state) + root + context, root + context)
                ranked.append((sign.turn + doubt + step - weight, -doubt, place, probe))
    for _, _, _, probe in sorted(ranked, key=lambda one: one[:3]):
        yield probe


def _contexts(sign: Sign, root: str) -> tuple[str, ...]:
    """Below a host's root software stands in its usual folder; a path below it is that folder already, or holds it."""
    if not root:
        return sign.contexts
    return tuple(sorted(sign.contexts, key=len)) if sign.contexts[0] else ("",)


def _probe(sign: Sign, base: str, root: str) -> Probe:
    host = quote(urlsplit(base).netloc)
    path = str(sign.path).replace("{host}", host)
    joint = "" if path.startswith(("/", "?")) else "/"
    return Probe(url=base + joint + path, purpose=Purpose.SIGN, sign=sign, root=root)


def _home(state: State) -> Probe | None:
    """The front page of the likeliest root, where the address as given told nothing of its software."""
    if any(pointer.says for pointer in state.pointers()):
        return None
    (_, root), *_ = roots_of(state)
    url = base_of(state) + root + "/"
    given = {state.given.rstrip("/"), state.seen[0].url.rstrip("/")}
    return None if url.rstrip("/") in given else Probe(url=url, purpose=Purpose.HOME, root=root)


def _leads(state: State) -> Iterator[Probe]:
    """The pages that a sitemap names, and the sitemaps that an index of them does."""
    for hit in state.hits():
        for url in hit.evidence.leads:
            is_map = hit.sign.form == "listing" or urlsplit(url).path.lower().endswith(".xml")
            purpose = Purpose.SIGN if is_map else Purpose.LEAD
            if urlsplit(url).scheme in ("http", "https"):
                yield Probe(url=url, purpose=purpose, sign=hit.sign if is_map else None, root=hit.root)


def _documents(state: State) -> Iterator[Probe]:
    """On the portal's host: documents in RDF that a page names as its other form, and tables that it links to."""
    rdf, table = (_pathless(state, form) for form in ("rdf", "table"))
    for seen in state.seen:
        named = [(rdf, url) for url in seen.pointers.documents] + [
            (table, url) for url in seen.pointers.tables[:2]
        ]
        for sign, url in named:
            if url.startswith(base_of(state) + "/"):
                yield Probe(url=url, purpose=Purpose.SIGN, sign=sign, root=seen.probe.root)


def _pathless(state: State, form: str) -> Sign:
    return next(sign for sign in state.table.signs if sign.form == form and sign.path is None)


def _sitemaps(state: State) -> Iterator[Probe]:
    """The sitemaps that robots.txt names, which may be on another host."""
    sign = next(sign for sign in state.table.signs if sign.form == "sitemap")
    for url in state.sitemaps[:2]:
        yield Probe(url=url, purpose=Purpose.SIGN, sign=sign)


def _weights(state: State) -> Mapping[tuple[str, str | None], int]:
    """How much points to a kind: by its root, and under None wherever its root be."""
    weights: dict[tuple[str, str | None], int] = defaultdict(int)
    linked: dict[tuple[str, str | None], int] = defaultdict(int)
    for pointer in addresses(state):
        weights[pointer.kind, pointer.root] += pointer.weight
    for pointer in state.pointers():
        into = weights if pointer.says else linked
        key = (pointer.kind, pointer.root)
        into[key] = max(into[key], pointer.weight)
    for key, weight in linked.items():
        weights[key] += min(weight, _LINKED)
    return weights
