"""The command that checks an address: what stands there, and what people would see of its first records."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory

import click

from catalogue.checking.address import read_address
from catalogue.console import say, say_json
from catalogue.ledger.checks import Progress
from catalogue.settings import Settings, load_settings
from harvester.checking.doing import Attending, ended_early
from harvester.checking.printing import exit_status, print_report, printed_json
from harvester.nursery import LookOrder


@click.command("check")
@click.argument("url")
@click.option(
    "--records",
    "sample",
    type=click.IntRange(1, 200),
    default=20,
    show_default=True,
    help="How many to read.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check(url: str, *, sample: int, as_json: bool) -> None:
    """Say what stands at URL, read its first records, and show what people would see; keep nothing.

    \b
    Example: stook check https://data.example.gov.uk
    """
    last = _look(read_address(url), load_settings(), sample, told=not as_json)
    if as_json:
        say_json(printed_json(last))
    elif last.report:
        print_report(last.report)
    sys.exit(exit_status(last))


def _look(address: str, settings: Settings, sample: int, *, told: bool) -> Progress:
    """The last that was told of a look; each line as it comes, where a person reads them."""
    said: list[str] = []

    def tell(progress: Progress) -> bool:
        for line in progress.lines[len(said) :] if told else ():
            say(line)
        said[:] = progress.lines
        return True

    with TemporaryDirectory(prefix="stook-check-") as folder:
        order = LookOrder(
            address=address,
            folder=folder,
            environment=dict(os.environ),
            sample=sample,
            seconds=settings.check_seconds,
        )
        attending = Attending(order, settings.check_megabytes, tell)
        last = attending.run()
    if last.state.is_over:
        return last
    ended = ended_early(last, attending.over or "its process broke off")
    tell(ended)
    return ended
