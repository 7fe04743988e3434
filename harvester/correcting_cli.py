"""The command that says what a portal's words mean there."""

from __future__ import annotations

import click

from catalogue.clock import now_utc
from catalogue.console import say_json, say_table
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.portal import Portal
from catalogue.settings import load_settings
from harvester.correcting import corrected, corrections_of, uncorrected
from vocab import load_vocabulary


@click.command("correct")
@click.argument("slug")
@click.argument("name", metavar="[PROPERTY]", required=False)
@click.argument("word", required=False)
@click.argument("code", required=False)
@click.option("--remove", is_flag=True, help="Forget the correction of WORD.")
@click.option("--list", "listed", is_flag=True, help="Show the portal's corrections.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def correct(
    slug: str,
    name: str | None,
    word: str | None,
    code: str | None,
    *,
    remove: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Say what a word of a property means on one portal, from its next harvest on.

    CODE is the notation of a concept; an empty one says that the word says nothing.

    \b
    Examples: stook portal correct leeds publisher "Parks Team (East)" E08000035
              stook portal correct leeds license "see web site" ""
              stook portal correct leeds --list
    """
    if not listed and (not name or word is None or (code is None) is not remove):
        raise click.UsageError("give PROPERTY, WORD and CODE; PROPERTY, WORD and --remove; or --list")
    ledger = open_ledger(load_settings().ledger_url)
    with ledger.writing() as connection:
        one = get_portal(connection, slug)
        if not listed:
            one = (
                uncorrected(one, str(name), str(word))
                if remove
                else corrected(one, str(name), str(word), code=str(code), vocabulary=load_vocabulary())
            )
            add_portal(connection, one, now=now_utc())
    _say_corrections(one, as_json=as_json)


def _say_corrections(one: Portal, *, as_json: bool) -> None:
    held = corrections_of(one)
    if as_json:
        say_json({name: dict(words) for name, words in held.items()})
        return
    rows = [(name, word, code or "(nothing)") for name, words in held.items() for word, code in words.items()]
    say_table(("property", "word", "means"), rows)
