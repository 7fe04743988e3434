"""The command that says what a portal's words mean there."""

from __future__ import annotations

import click

from catalogue.by_command import note_command
from catalogue.clock import now_utc
from catalogue.console import say, say_json, say_table
from catalogue.correcting import corrected, corrections_of, uncorrected
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.portal import Portal
from catalogue.settings import load_settings
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
    """Say what a word of a property means on one portal, from its next harvest or `stook remap --apply` on.

    CODE is the notation of a concept, as `stook vocab match` tells it; an empty one says that the word says nothing.

    \b
    Examples: stook portal correct leeds publisher "Parks Team (East)" E08000035
              stook portal correct leeds license "see web site" ""
              stook portal correct leeds license "see web site" --remove
              stook portal correct leeds --list

    \b
    JSON: {property: {word: code}}, all corrections of the portal; words in small letters
    """
    given = [one for one in (name, word, code) if one is not None]
    if (listed and (given or remove)) or (not listed and len(given) != (2 if remove else 3)):
        raise click.UsageError("give PROPERTY, WORD and CODE; PROPERTY, WORD and --remove; or --list alone")
    ledger = open_ledger(load_settings().ledger_url)
    if listed:
        with ledger.reading() as connection:
            one = get_portal(connection, slug)
    else:
        one = _changed(ledger, slug, str(name), str(word), None if remove else code)
    _say_corrections(one, as_json=as_json)
    if not listed and not as_json:
        say(f"Its records are read accordingly by the next harvest, or at once: stook remap {slug} --apply")


def _changed(ledger: Ledger, slug: str, name: str, word: str, code: str | None) -> Portal:
    """The portal with one more correction, or, where `code` is None, with one less."""
    vocabulary = load_vocabulary()  # before the transaction, which others wait for
    with ledger.writing() as connection:
        held = get_portal(connection, slug)
        one = (
            uncorrected(held, name, word)
            if code is None
            else corrected(held, name, word, code=code, vocabulary=vocabulary)
        )
        add_portal(connection, one, now=now_utc())
        before, after = held.correction(name, word), one.correction(name, word)
        if before != after:
            note_command(
                connection, "word corrected", slug, property=name, word=word, before=before, after=after
            )
    return one


def _say_corrections(one: Portal, *, as_json: bool) -> None:
    held = corrections_of(one)
    if as_json:
        say_json({name: dict(words) for name, words in held.items()})
        return
    if not held:
        say(f"No word of {one.slug} is corrected.")
        return
    rows = [(name, word, code or "(nothing)") for name, words in held.items() for word, code in words.items()]
    say_table(("property", "word", "means"), rows)
