"""The commands about meaning: how well the portals are understood, and what a word means."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click

from catalogue.console import say, say_json, say_table
from catalogue.counting import REPORTED
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.mapping import PropertyCount, count_changes, mapping_report, unmatched_words
from catalogue.ledger.portals import get_portal, list_portals
from catalogue.model import DataService, DatasetSeries, Distribution
from catalogue.property import lines
from catalogue.settings import load_settings
from vocab import Scheme, Vocabulary, load_vocabulary

PUBLISHER = "publisher"
_KINDS = (DatasetSeries, Distribution, DataService)


@click.command("mapping")
@click.option("--portal", default="", metavar="PORTAL", help="This portal alone.")
@click.option("--all", "every", is_flag=True, help="Every portal by itself, instead of all together.")
@click.option("--json", "as_json", is_flag=True, help="For programs: always every portal by itself.")
def mapping(*, portal: str, every: bool, as_json: bool) -> None:
    """Count, for each property, the datasets that say it, and its values: mapped to a concept, or known to nobody.

    \b
    datasets, present  how many datasets say the property, and their share of all
    values             how often they say it; a dataset may have many files
    mapped, unmatched  shares of these values: read as a concept, a date or a place; or by nobody
    custom             of those mapped, how many are terms of the portal's own
    Titles, addresses and the like need no reading; their last three columns stay empty.

    \b
    Examples: stook mapping
              stook mapping --portal leeds
              stook mapping --all
              stook mapping --json | jq '.[] | select(.property == "license")'

    \b
    JSON: [{"portal", "property", "published", "mapped", "unmatched", "custom", "datasets", "total"}]
    `published` are values, `total` the portal's datasets.
    """
    ledger = _counted(portal)
    with ledger.reading() as connection:
        rows = mapping_report(connection, portal)
        bodies = {one.slug for one in list_portals(connection) if one.body}
    if as_json:
        say_json([_row(one) for one in rows])
    elif not rows:
        say(f"Nothing is held{f' of {portal}' if portal else ''} yet; `stook harvest` brings it.")
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
    Examples: stook vocab list
              stook vocab list --json

    \b
    JSON: [{"name", "title", "source", "licence", "modified", "concepts"}]
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
    Examples: stook vocab match licence "OGL v.3"
              stook vocab match frequency "Every 3 months" --json

    \b
    JSON: {"word", "scheme", "concept", "code", "label", "how", "sure"}; "concept" is "" where nobody knows it
    """
    vocabulary = load_vocabulary()
    if scheme not in vocabulary.schemes:
        raise click.UsageError(_no_scheme(scheme, vocabulary))
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
        say(f"Nobody knows {word!r} among {vocabulary.schemes[scheme].title} ({scheme}); it stays a word.")
    click.get_current_context().exit(0 if found else 1)


def _no_scheme(name: str, vocabulary: Vocabulary) -> str:
    """Says which vocabularies there are, and which is likely meant: by the property that it fills, or by its name."""
    fills = {line.name: line.property.scheme for kind in _KINDS for line in lines(kind)}
    likely = [fills[name]] if fills.get(name) else get_close_matches(name, vocabulary.schemes, n=1)
    hint = f"; {likely[0]!r} is near" if likely else ""
    return f"SCHEME: {name!r} is not one of {', '.join(vocabulary.schemes)}{hint}"


@vocab.command("unmatched")
@click.option("--portal", default="", metavar="PORTAL", help="Of this portal alone.")
@click.option(
    "--property", "name", default="", metavar="PROPERTY", help="Of this property alone, such as license."
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="How many words.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def unmatched(*, portal: str, name: str, limit: int, as_json: bool) -> None:
    """List the words that nobody knows, most frequent first: what to teach the vocabularies next.

    \b
    Examples: stook vocab unmatched
              stook vocab unmatched --portal leeds --property license --json

    \b
    JSON: [{"property", "word", "values", "datasets", "portals": [slug]}]
    """
    ledger = _counted(portal)
    with ledger.reading() as connection:
        if name:
            _check_property(name, {one.property for one in mapping_report(connection)})
        found = unmatched_words(connection, portal=portal, property=name, limit=limit)
    if as_json:
        names = ("property", "word", "values", "datasets", "portals")
        say_json([{name: getattr(one, name) for name in names} for one in found])
        return
    if not found:
        say("No such word is held: all are understood, or kept for a reason.")
        return
    columns = ("property", "values", "datasets", "portals", "word")
    say_table(columns, [(o.property, o.values, o.datasets, _some(o.portals), o.word) for o in found])


def _check_property(name: str, counted: set[str]) -> None:
    known = sorted({*REPORTED, *counted})
    if name not in known:
        likely = get_close_matches(name, known, n=1)
        hint = f"; {likely[0]!r} is near" if likely else ""
        raise click.UsageError(f"--property: {name!r} is not one of {', '.join(known)}{hint}")


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
