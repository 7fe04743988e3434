"""Stories that an operator brings in a file: TOML, a `[[story]]` each, or JSON, a list of such.

Texts are those of a form. `datasets` are named by their identifiers, their addresses here, or as `portal/key`;
`organisations` by their names in addresses; `identifiers` by their codes or names.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from sqlalchemy import Connection

from catalogue.entry import mint_id
from catalogue.errors import CatalogueError
from catalogue.ledger.held import titles_of
from catalogue.ledger.reuse_deeds import Judge, add_story
from catalogue.ledger.reuse_filing import is_told
from catalogue.reuses.reading import read_said
from catalogue.reuses.story import Content, Use, What
from vocab import Vocabulary

_TEXTS = ("title", "who", "kind", "changed", "story", "evidence")
_LISTS = ("datasets", "organisations", "identifiers")
_TRUTHS = ("featured", "made_up")
_ADDRESS = re.compile(r"/dataset/([a-z0-9-]{1,40})(?=[./?#]|$)")


class StoryUnreadable(CatalogueError):
    """A file of stories says something that is none; the message names the story and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A story of a file. What it used stands apart from its texts, as it was named: nothing of it is looked up yet."""

    said: Content
    datasets: tuple[str, ...]
    organisations: tuple[str, ...]
    identifiers: tuple[str, ...]
    featured: bool
    made_up: bool


def load_stories(file: Path, *, base: str = "", allow: Collection[str] = ()) -> tuple[Brought, ...]:
    """The stories of a file. Evidence may be relative to `base`; `allow` are hosts that may be private."""
    return tuple(_read(number, one, base, allow) for number, one in enumerate(_told(file), start=1))


def resolve(
    connection: Connection, brought: Brought, vocabulary: Vocabulary
) -> tuple[Content, tuple[str, ...]]:
    """What the story says with all that it used, and the datasets that are not here (yet)."""
    names = {named: _identifier(named) for named in brought.datasets}
    titles = titles_of(connection, list(names.values()))
    missing = tuple(named for named, name in names.items() if name not in titles)
    datasets = (Use(what=What.DATASET, name=name, title=titles.get(name, "")) for name in names.values())
    bodies = (Use(what=What.ORGANISATION, name=slug) for slug in brought.organisations)
    uses = (*datasets, *bodies, *_kinds(brought, vocabulary))
    return replace(brought.said, uses=uses), missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a story that was brought: its name in addresses, "" where it was not told, because of the datasets
    that are `missing` or because one of its title is here already."""

    slug: str = ""
    missing: tuple[str, ...] = ()


def tell_brought(
    connection: Connection, brought: Brought, vocabulary: Vocabulary, *, who: str, now: str
) -> Outcome:
    """Shows a story of a file, in the name of whoever brings it."""
    said, missing = resolve(connection, brought, vocabulary)
    if missing or is_told(connection, said.title):
        return Outcome(missing=missing)
    judge = Judge(who=who, now=now, vocabulary=vocabulary)
    told = add_story(connection, said, judge, featured=brought.featured, made_up=brought.made_up)
    return Outcome(slug=told.story.slug)


def _told(file: Path) -> Sequence[Mapping[str, Any]]:
    try:
        text = file.read_text("utf-8")
        found = json.loads(text) if file.suffix == ".json" else tomllib.loads(text).get("story", [])
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise StoryUnreadable(
            f"{file}: {error}; TOML with [[story]], or a JSON list, was expected"
        ) from error
    if not (isinstance(found, list) and all(isinstance(one, dict) for one in found) and found):
        raise StoryUnreadable(
            f"{file}: it tells no story; [[story]] with title, who, kind, changed was expected"
        )
    return found


def _read(number: int, one: Mapping[str, Any], base: str, allow: Collection[str]) -> Brought:
    title = one.get("title") or f"number {number}"
    wrong = [name for name in one if name not in (*_TEXTS, *_LISTS, *_TRUTHS)]
    wrong += [name for name in _TEXTS if not isinstance(one.get(name, ""), str)]
    wrong += [name for name in _LISTS if not _is_texts(one.get(name, []))]
    wrong += [name for name in _TRUTHS if not isinstance(one.get(name, False), bool)]
    if wrong:
        raise StoryUnreadable(f"story {title!r}: {', '.join(wrong)} cannot be read")
    texts = {name: one.get(name, "") for name in _TEXTS}
    texts["evidence"] = urljoin(base, texts["evidence"]) if texts["evidence"] else ""
    read = read_said(texts, allow=allow)
    if read.amiss:
        said = "; ".join(f"{each.field}: {each.message}" for each in read.amiss)
        raise StoryUnreadable(f"story {title!r}: {said}")
    lists = {name: tuple(one.get(name, ())) for name in _LISTS}
    featured, made_up = (bool(one.get(name)) for name in _TRUTHS)
    return Brought(said=read.content, **lists, featured=featured, made_up=made_up)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _identifier(named: str) -> str:
    """The identifier of a dataset, by its address here, by its portal and its key there, or as it is."""
    if found := _ADDRESS.search(named):
        return found[1]
    portal, slash, key = named.partition("/")
    return mint_id(portal, key) if slash else named


def _kinds(brought: Brought, vocabulary: Vocabulary) -> Iterable[Use]:
    for named in brought.identifiers:
        concept = vocabulary.find("identifier", named)
        match = None if concept else vocabulary.match("identifier", named)
        found = concept or (match.concept if match else None)
        if found is None:
            raise StoryUnreadable(f"story {brought.said.title!r}: no kind of identifier is called {named!r}")
        yield Use(what=What.IDENTIFIER, name=found.code, title=found.label())
