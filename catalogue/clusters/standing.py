"""Where a dataset stands among its copies, for those who show it."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.clusters.evidence import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another dataset of a cluster, or one that may be the same."""

    id: str
    portal: str
    title: str
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A dataset among its copies: `cluster` is the identifier of the first of them, `place` its own place from 0.
    `others` are the rest in their order, `maybe` those that a person should look at."""

    cluster: str = ""
    place: int = 0
    others: tuple[Other, ...] = ()
    maybe: tuple[Other, ...] = ()


ALONE = Standing()


_WORDS = {
    Kind.IDENTIFIER: "they have the same identifier",
    Kind.NAME: "one has the other's address as its own, or leads to it",
    Kind.PAGE: "they lead to the same page",
    Kind.FILE: "they lead to the same files",
    Kind.TITLE: "they have the same title and publisher",
}


def reason(kinds: tuple[Kind, ...]) -> str:
    """Why two datasets are taken for one, in words for people."""
    return "; ".join(_WORDS[kind] for kind in kinds) or "both are copies of one dataset, or a person said so"
