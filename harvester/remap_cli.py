"""The command that reads again, by today's mapping, what is held."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

import click

from catalogue.clock import now_utc
from catalogue.console import progress, say, say_json, say_table
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import get_portal, list_portals
from catalogue.projection import project
from catalogue.settings import load_settings
from harvester.differences import REASON, Difference
from harvester.harvest import end_on_term
from harvester.remap import Outlook, Remap, Sample

_WAYS = 5


@click.command("remap")
@click.argument("slugs", metavar="[PORTAL]...", nargs=-1)
@click.option("--apply", is_flag=True, help="Change the catalogue accordingly.")
@click.option(
    "--samples",
    default=3,
    show_default=True,
    type=click.IntRange(min=0),
    help="Datasets to show by property.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def remap(slugs: tuple[str, ...], *, apply: bool, samples: int, as_json: bool) -> None:
    """Read the records that are held again, by today's mapping, and say what that would change.

    Every portal, if none is named. No portal is asked for anything. A portal that is being harvested, or whose
    harvest was interrupted, is left to its harvest, which reads every record anew as well. Interrupted, it keeps
    what it has done; the next call goes on with the rest.

    Exit status: 0 done, 1 where a portal was left out, 2 where every one was.

    \b
    Examples: stook remap
              stook remap leeds --samples 10
              stook remap --apply
              stook remap --json | jq '.portals[] | {portal, changed}'

    \b
    JSON: {"applied", "portals": [{"portal", "records", "changed", "rejected", "refused",
      "properties": [{"property", "datasets", "ways": [{"before", "after", "datasets"}],
                      "samples": [{"dataset", "title", "before", "after"}]}],
      "findings": {"new": {rule: number}, "gone": {rule: number}}}]}
    """
    end_on_term()
    settings = load_settings()
    ledger = open_ledger(settings.ledger_url)
    work = Remap(ledger=ledger, clock=now_utc, samples=samples)
    try:
        outlooks = _run(work, _chosen(ledger, slugs), apply=apply)
        if apply:  # also where nothing changed: an earlier call may have been killed before it came here
            project(settings, ledger)
    except KeyboardInterrupt:
        kept = (
            "what was read anew so far is kept, and the next remap goes on"
            if apply
            else "nothing was changed"
        )
        click.echo(f"stook: interrupted; {kept}", err=True)
        raise
    if as_json:
        say_json({"applied": apply, "portals": [_row(one) for one in outlooks]})
    else:
        _tell(outlooks, apply=apply)
    refused = sum(bool(one.refused) for one in outlooks)
    sys.exit(0 if not refused else 2 if refused == len(outlooks) else 1)


def _run(work: Remap, slugs: Sequence[str], *, apply: bool) -> list[Outlook]:
    with progress() as bar:
        task = bar.add_task("reading records anew", total=sum(work.count(slug) for slug in slugs))

        def told(done: int) -> None:
            bar.update(task, advance=done)

        return [work.run(slug, apply=apply, told=told) for slug in slugs]


def _chosen(ledger: Ledger, slugs: tuple[str, ...]) -> list[str]:
    with ledger.reading() as connection:
        if slugs:
            return [get_portal(connection, slug).slug for slug in dict.fromkeys(slugs)]
        return [one.slug for one in list_portals(connection)]


def _row(one: Outlook) -> dict[str, object]:
    return {
        "portal": one.portal,
        "records": one.records,
        "changed": one.changed,
        "rejected": one.rejected,
        "refused": one.refused,
        "properties": [
            {
                "property": name,
                "datasets": count,
                "ways": [_way(way, times) for way, times in _ways(name, one.ways)],
                "samples": [_sample(sample) for sample in one.samples[name]],
            }
            for name, count in _by_weight(one)
        ],
        "findings": {"new": dict(one.appeared), "gone": dict(one.vanished)},
    }


def _by_weight(one: Outlook) -> list[tuple[str, int]]:
    """Properties with their datasets, most first; those of which only the reason is another come last."""
    return sorted(one.properties.items(), key=lambda row: (row[0].endswith(REASON), -row[1], row[0]))


def _ways(name: str, ways: Counter[Difference]) -> list[tuple[Difference, int]]:
    mine = Counter({way: times for way, times in ways.items() if way.property == name})
    return mine.most_common(_WAYS)


def _way(way: Difference, times: int) -> dict[str, object]:
    return {"before": way.before, "after": way.after, "datasets": times}


def _sample(sample: Sample) -> dict[str, object]:
    names = ("dataset", "title", "before", "after")
    return {name: getattr(sample, name) for name in names}


def _tell(outlooks: Sequence[Outlook], *, apply: bool) -> None:
    """All portals together: what changes by property, in which ways, and where for example."""
    whole = _together(outlooks)
    would = "" if apply else "would "
    say(f"{_number(whole.records, 'record')} read anew; {_number(whole.changed, 'dataset')} {would}change.")
    for name, count in _by_weight(whole):
        say(f"\n{name}: {_number(count, 'dataset')}")
        say_table(
            ("datasets", "before", "after"),
            [(times, way.before, way.after) for way, times in _ways(name, whole.ways)],
        )
        for sample in whole.samples[name]:
            say(f"  {sample.dataset} {sample.title}: {sample.before} → {sample.after}")
    _tell_findings(whole, apply=apply)
    for one in outlooks:
        if one.refused:
            say(f"Left out: {one.refused}.")
    if whole.changed and not apply:
        say("\nNothing was changed; --apply does it.")


def _tell_findings(whole: Outlook, *, apply: bool) -> None:
    if whole.appeared or whole.vanished:
        say("")
        names = sorted({*whole.appeared, *whole.vanished})
        say_table(("finding", "new", "gone"), [(n, whole.appeared[n], whole.vanished[n]) for n in names])
    if whole.rejected:
        stay = "stays" if apply else "would stay"
        say(
            f"{_number(whole.rejected, 'record')} can no longer be read; the last good dataset of each {stay}."
        )


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _together(outlooks: Iterable[Outlook]) -> Outlook:
    """Several portals as one, with the samples of the first ones."""
    whole = Outlook("")
    for one in outlooks:
        whole.records += one.records
        whole.changed += one.changed
        whole.rejected += one.rejected
        whole.properties += one.properties
        whole.ways += one.ways
        whole.appeared += one.appeared
        whole.vanished += one.vanished
        for name, samples in one.samples.items():
            room = max(len(samples), len(whole.samples[name])) - len(whole.samples[name])
            whole.samples[name].extend(samples[:room])
    return whole
