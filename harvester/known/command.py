"""The command that lists the portals that are known."""

from __future__ import annotations

from dataclasses import asdict

import click

from catalogue.console import say, say_json, say_table
from harvester.known.listing import matching

_COLUMNS = ("slug", "name", "kind", "address", "body", "nation", "status")


@click.command("known")
@click.argument("text", nargs=-1)
@click.option("--kind", default="", help="Only portals of this kind.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def known(text: tuple[str, ...], *, kind: str, as_json: bool) -> None:
    """List the public sector's portals in the United Kingdom that are known, or those that TEXT names.

    \b
    Examples: stook portal known --kind arcgis_hub scotland
              stook portal add --known barnet
    """
    found = matching(" ".join(text), kind)
    if as_json:
        say_json([asdict(one) for one in found])
        return
    say_table(_COLUMNS, [tuple(getattr(one, name) for name in _COLUMNS) for one in found])
    say(f"{len(found):,} portals. Facts from dataportals-registry, CC BY 4.0.")
