"""The commands about meaning: how well the portals are understood, and what a word means."""

from __future__ import annotations

from collections.abc import Sequence

import click

from catalogue.console import say, say_json, say_table
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.mapping import PropertyCount, count_changes, mapping_report, unmatched_words
from catalogue.ledger.portals import get_portal, list_portals
from catalogue.settings import load_settings
from vocab import Scheme, load_vocabulary

PUBLISHER = "publisher"


@click.command("mapping")
@click.option("--portal", default="", help="This portal alone.")
@click.option("--all", "every", is_flag=True, help="Every portal by itself, instead of all together.")
@click.option("--json", "as_json", is_flag=True, help="For programs: always every portal by itself.")
def mapping(*, portal: str, every: bool, as_json: bool) -> None:
    """Count, for each property, the datasets that say it, and its values: mapped to a concept, or known to nobody.

    \b
    Examples: stook mapping
              stook mapping --portal leeds
    """
    ledger = _counted(portal)
    with ledger.reading() as connection:
        rows = mapping_report(connection, portal)
        bodies = {one.slug for one in list_portals(connection) if one.body}
    if as_json:
        say_json([_row(one) for one in rows])
    elif portal or every:
        columns = ("portal", "property", *_COLUMNS)
        said = [one for one in rows if one.datasets or one.published]
        say_table(columns, [(one.portal, one.property, *_cells(one)) for one in said])
    else:
        say_table(("property", *_COLUMNS), [(name, *_cells(one)) for name, one in _totals(rows, bodies)])


_COLUMNS = ("datasets", "present", "values", "mapped", "custom", "unmatched")


def _row(one: PropertyCount) -> dict[str, object]:
    names = ("portal", "property", "published", "mapped", "unmatched", "custom", "datasets", "total")
    return {name: getattr(one, name) for name in names}


def _totals(rows: Sequence[PropertyCount], bodies: set[str]) -> list[tuple[str, PropertyCount]]:
    """Each property over all portals. Publishers are counted once more over the portals of a body that we know:
    the others' are not in our lists, and are kept as named."""
    names = list(dict.fromkeys(one.property for one in rows))
    total = sum({one.portal: one.total for one in rows}.values())
    told = [(name, _summed([one for one in rows if one.property == name], total)) for name in names]
    known = [one for one in rows if one.property == PUBLISHER and one.portal in bodies]
    if known:
        told.append(("publisher, of known bodies", _summed(known, sum(one.total for one in known))))
    return told


def _summed(rows: Sequence[PropertyCount], total: int) -> PropertyCount:
    """One property of several portals as one."""
    return PropertyCount(
        portal="",
        property=rows[0].property,
        published=sum(one.published for one in rows),
        mapped=sum(one.mapped for one in rows),
        unmatched=sum(one.unmatched for one in rows),
        datasets=sum(one.datasets for one in rows),
        custom=sum(one.custom for one in rows),
        total=total,
        plain=rows[0].plain,
    )


def _cells(one: PropertyCount) -> tuple[object, ...]:
    """A row for people. Text needs no mapping, so nothing is said of it there."""
    present = share(one.datasets, one.total)
    if one.plain:
        return (one.datasets, present, one.published, "", "", "")
    mapped, unmatched = share(one.mapped, one.published), share(one.unmatched, one.published)
    return (one.datasets, present, one.published, mapped, one.custom or "", unmatched)


def share(part: int, whole: int) -> str:
    """A share in per cent, rounded so that only everything is 100 % and only nothing 0 %."""
    if not whole:
        return "–"
    if 0 < part < whole:
        return f"{min(max(100 * part / whole, 0.1), 99.9):.1f} %"
    return f"{100 * part // whole} %"


@click.group("vocab")
def vocab() -> None:
    """Ask what a word means, and which words nobody knows."""


@vocab.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, as_json: bool) -> None:
    """List the shared vocabularies.

    \b
    Example: stook vocab list
    """
    rows = [_scheme_row(scheme) for scheme in load_vocabulary().schemes.values()]
    if as_json:
        say_json(rows)
    else:
        names = ("name", "concepts", "title", "source", "modified")
        say_table(names, [tuple(row[name] for name in names) for row in rows])


def _scheme_row(scheme: Scheme) -> dict[str, object]:
    plain = ("name", "title", "source", "licence", "modified")
    return {name: getattr(scheme, name) for name in plain} | {"concepts": len(scheme.concepts)}


@vocab.command("match")
@click.argument("scheme")
@click.argument("word")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def match(scheme: str, word: str, *, as_json: bool) -> None:
    """Say which concept of SCHEME a WORD means, by what it was recognised, and whether that is sure.

    Exit status 1 where nobody knows the word: it then stays as published.

    \b
    Example: stook vocab match licence "OGL v.3"
    """
    vocabulary = load_vocabulary()
    if scheme not in vocabulary.schemes:
        raise click.UsageError(f"{scheme!r} is not one of {', '.join(vocabulary.schemes)}")
    found = vocabulary.match(scheme, word)
    if as_json:
        say_json(
            {
                "word": word,
                "scheme": scheme,
                "concept": found.concept.iri if found else "",
                "code": found.concept.code if found else "",
                "label": found.concept.label() if found else "",
                "how": found.reason if found else "",
                "sure": bool(found and found.sure),
            }
        )
    elif found:
        say_table(
            ("word", "means", "code", "how", "sure", "concept"),
            [
                (
                    word,
                    found.concept.label(),
                    found.concept.code,
                    found.reason,
                    "yes" if found.sure else "likely",
                    found.concept.iri,
                )
            ],
        )
    else:
        say(f"Nobody knows {word!r} as a {scheme}; it stays a word.")
    click.get_current_context().exit(0 if found else 1)


@vocab.command("unmatched")
@click.option("--portal", default="", help="Of this portal alone.")
@click.option("--property", "name", default="", help="Of this property alone, such as license.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many words.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def unmatched(*, portal: str, name: str, limit: int, as_json: bool) -> None:
    """List the words that nobody knows, most frequent first: what to teach the vocabularies next.

    \b
    Examples: stook vocab unmatched
              stook vocab unmatched --portal leeds --property license --json
    """
    ledger = _counted(portal)
    with ledger.reading() as connection:
        found = unmatched_words(connection, portal=portal, property=name, limit=limit)
    if as_json:
        names = ("property", "word", "values", "datasets", "portals")
        say_json([{name: getattr(one, name) for name in names} for one in found])
        return
    columns = ("property", "values", "datasets", "portals", "word")
    say_table(columns, [(o.property, o.values, o.datasets, _some(o.portals), o.word) for o in found])


def _some(slugs: tuple[str, ...]) -> str:
    """The first names of many."""
    shown = ", ".join(slugs[:2])
    return shown if len(slugs) <= 2 else f"{shown} and {len(slugs) - 2} more"


def _counted(portal: str) -> Ledger:
    """The ledger with its counts up to date; PortalError for a portal that nobody knows."""
    ledger = open_ledger(load_settings().ledger_url)
    if portal:
        with ledger.reading() as connection:
            get_portal(connection, portal)
    count_changes(ledger)
    return ledger
