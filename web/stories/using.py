"""What a story used, as a form says it: datasets and organisations that are ticked or whose addresses are pasted, and
the names of kinds of identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.datastructures import QueryParams

from catalogue.errors import IndexUnavailable
from catalogue.ledger.held import titles_of
from catalogue.reuses.reading import MOST_DATASETS, MOST_IDENTIFIERS, clean_line
from catalogue.reuses.story import Use, What
from vocab import Vocabulary
from web.finding import find
from web.forms.page import Wrong
from web.forms.posted import Posted
from web.negotiation import THING_FORMS, split_suffix
from web.pages.cards import Card, make_card
from web.reading import read_search
from web.site import Site

_THING = re.compile(r"(?:^|/)(dataset|organisation)/([A-Za-z0-9._-]{1,140})", re.ASCII)
_BARE = re.compile(r"[a-z0-9-]{6,40}", re.ASCII)
_BETWEEN = re.compile(r"[,;\n]+|\s+(?:and|&)\s+")
_LONGEST_LIST = 8_000
_SHOWN = 60
_FOUND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What was used, and what is wrong with what was said of it."""

    uses: tuple[Use, ...]
    wrong: tuple[Wrong, ...] = ()


def read_used(posted: Posted, site: Site, connection: Connection) -> Used:
    """What a form names: data that is ticked (`dataset`, `organisation`), `addresses`, one a line, `identifiers`."""
    pasted, unread = _pasted(posted.whole("addresses")[:_LONGEST_LIST])
    ticked = [(What.DATASET, name) for name in posted.many.get("dataset", ())]
    ticked += [(What.ORGANISATION, name) for name in posted.many.get("organisation", ())]
    wanted = list(dict.fromkeys([*ticked, *pasted]))[: 4 * MOST_DATASETS]
    uses, unknown = _known(wanted, site, connection)
    kinds, unheard = read_kinds(posted.whole("identifiers"), site.vocabulary)
    wrong = [*_wrong_addresses([*unread, *unknown]), *_wrong_kinds(unheard)]
    if sum(use.what is What.DATASET for use in uses) > MOST_DATASETS:
        wrong.append(Wrong(field="addresses", message=f"Name at most {MOST_DATASETS} datasets"))
    if len(kinds) > MOST_IDENTIFIERS:
        wrong.append(Wrong(field="identifiers", message=f"Name at most {MOST_IDENTIFIERS} identifiers"))
    return Used(uses=(*uses, *kinds), wrong=tuple(wrong))


def known_dataset(name: str, connection: Connection) -> tuple[Use, ...]:
    """The dataset of an identifier, as something used; none where there never was one."""
    titles = titles_of(connection, [name]) if _BARE.fullmatch(name) else {}
    return tuple(Use(what=What.DATASET, name=name, title=title) for title in titles.values())


def find_data(site: Site, text: str, beside: Iterable[str]) -> tuple[Card, ...]:
    """Datasets that words find, beside those that are chosen already; none while the index cannot be asked."""
    if not text:
        return ()
    chosen = set(beside)
    sought = replace(read_search(QueryParams({"q": text})), limit=_FOUND + MOST_DATASETS)
    try:
        hits = find(site, sought, facets=()).results.hits
    except IndexUnavailable:
        return ()
    return tuple(make_card(hit) for hit in hits if hit.id not in chosen)[:_FOUND]


def read_kinds(text: str, vocabulary: Vocabulary) -> tuple[tuple[Use, ...], tuple[str, ...]]:
    """The kinds of identifier that a list names, and the names that none has."""
    names = [word for part in _BETWEEN.split(text[:_LONGEST_LIST]) if (word := clean_line(part))]
    found: dict[str, Use] = {}
    unheard: list[str] = []
    for name in names[: 4 * MOST_IDENTIFIERS]:
        match = vocabulary.match("identifier", name)
        if match is None:
            unheard.append(name)
            continue
        code = match.concept.code
        found[code] = Use(what=What.IDENTIFIER, name=code, title=match.concept.label())
    return tuple(found.values()), tuple(unheard)


def _pasted(text: str) -> tuple[list[tuple[What, str]], list[str]]:
    """What the lines of a text name, and the lines that name nothing."""
    named: list[tuple[What, str]] = []
    unread: list[str] = []
    for line in text.split():
        found = _THING.search(line)
        if found:
            named.append((What(found[1]), split_suffix(found[2].rstrip("."), THING_FORMS)[0]))
        elif _BARE.fullmatch(line):
            named.append((What.DATASET, line))
        else:
            unread.append(line)
    return named, unread


def _known(
    wanted: Sequence[tuple[What, str]], site: Site, connection: Connection
) -> tuple[tuple[Use, ...], list[str]]:
    titles = titles_of(connection, [name for what, name in wanted if what is What.DATASET])
    called = {What.DATASET: titles, What.ORGANISATION: site.names.table().publishers}
    uses = [
        Use(what=what, name=name, title=called[what][name]) for what, name in wanted if name in called[what]
    ]
    return tuple(uses), [name for what, name in wanted if name not in called[what]]


def _wrong_addresses(unknown: Sequence[str]) -> Iterator[Wrong]:
    for one in unknown[:3]:
        shown = clean_line(one)[:_SHOWN]
        message = f"There is no dataset of this catalogue at “{shown}”. Paste the address of its page here"
        yield Wrong(field="addresses", message=message)


def _wrong_kinds(unheard: Sequence[str]) -> Iterator[Wrong]:
    for one in unheard[:3]:
        message = (
            f"No kind of identifier is called “{one[:_SHOWN]}” here. Try a name such as UPRN or postcode"
        )
        yield Wrong(field="identifiers", message=message)
