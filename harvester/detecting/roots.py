"""Which paths of a host may be a portal's root, and how doubtful each is."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from harvester.detecting.pointing import Pointer, of_address
from harvester.detecting.state import State

_LANGUAGE = re.compile(r"/[a-z]{2}([-_][A-Za-z]{2})?$")
Root = tuple[int, str]  # how doubtful (0: not), and the path without a slash at its end


def base_of(state: State) -> str:
    """Scheme and host of the portal: those that the given address led to."""
    parts = urlsplit(state.seen[0].url if state.seen else state.given)
    return f"{parts.scheme}://{parts.netloc}"


def addresses(state: State) -> list[Pointer]:
    """What the given address points to, and the one it led to."""
    urls = dict.fromkeys((state.given, state.seen[0].url if state.seen else state.given))
    return list(dict.fromkeys(pointer for url in urls for pointer in of_address(url, state.table)))


def roots_of(state: State, kind: str = "") -> list[Root]:
    """The roots to ask for signs of a kind, the likeliest first, each once.

    What stands before a known part of the given address is the likeliest; links of a page to such a part tell the
    root of their own kind; then come the address as a folder and the host's own root.
    """
    path = urlsplit(state.seen[0].url if state.seen else state.given).path
    told = sorted((p for p in addresses(state) if p.root is not None), key=lambda p: -p.weight)
    known = [_safe(p.root) for p in told if p.kind == kind] + [_safe(p.root) for p in told]
    linked = [_safe(p.root) for p in state.pointers() if p.root is not None and p.kind == kind]
    roots = [found for root in (*known[:2], *linked[:2]) for found in _without_language(root)]
    least: dict[str, int] = {}
    for doubt, root in (*roots, *_folders(path, is_known=bool(known))):
        least[root] = min(doubt, least.get(root, doubt))
    return sorted(((doubt, root) for root, doubt in least.items()), key=lambda one: one[0])


def _without_language(root: str) -> tuple[Root, ...]:
    """Portals put the language before their pages (`/cy/dataset/x`), not before their interfaces."""
    shorter = _LANGUAGE.sub("", root)
    return ((0, root),) if shorter == root else ((0, shorter), (1, root))


def _folders(path: str, *, is_known: bool) -> list[Root]:
    """The host's root; where nothing else is known, also the first folder and the whole path as one."""
    last = path.rpartition("/")[2]
    whole = (path.rpartition("/")[0] if "." in last else path).rstrip("/")
    parts = [part for part in whole.split("/") if part]
    if not parts:
        return [(0, "")]
    if len(parts) == 1 and not is_known:
        return [(0, whole), (3 if path.endswith("/") else 2, "")]
    if is_known:
        return [(3, "")]
    return [(0, ""), (1, "/" + parts[0]), (1 if path.endswith("/") else 2, whole)]


def _safe(root: str | None) -> str:
    """A root that was read from a path unquoted, as it may stand in an address."""
    return quote(unquote(root or ""), safe="/-._~:@!$&'()*+,;=")
