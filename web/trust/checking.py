"""What was checked of a dataset beyond its description: its links and formats, and how much is told of its content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from catalogue.columns.merging import merge_tables
from catalogue.ledger.links import Link
from catalogue.linkage.leading import asked_as
from catalogue.linkage.standing import State
from catalogue.model import Distribution
from catalogue.text.markdown import without_markdown
from vocab import Vocabulary
from vocab.namespaces import DCT, FOAF
from web.trust.fact import CATALOGUE, PUBLISHER, Grounds, Group, Mark, TrustFact
from web.wording import say_count

LONG_ENOUGH = 50
"""Characters from which on a description says something (schema.org/Dataset for search engines asks for as many)."""

_PAGES = ("text/html", "application/xhtml+xml")
_OF_A_PAGE = ("HTML", "HTML_SIMPL", "XHTML", "HTML5", "PHP", "ASP", "JSP")
_SAYS_LITTLE = ("application/octet-stream", "binary/octet-stream", "text/plain", "")


def links(grounds: Grounds) -> TrustFact:
    """How the addresses that the dataset leads to answered."""
    mark, said = _standing(grounds.addresses)
    if grounds.state == "withdrawn":
        mark, said = Mark.UNSURE, "It was withdrawn, so its links are no longer checked."
    return _check(
        "links",
        mark,
        "Links",
        said,
        by=CATALOGUE,
        how="a check of each address, repeated before one is called dead",
        at=min((one.checked for one in grounds.addresses if one.checked), default=""),
    )


_STATES = (
    (State.WORKS, "worked when last checked"),
    (State.DEAD, "did not work for a week or more"),
    (State.FAILING, "did not work when last checked"),
    (State.UNKNOWN, "could not be checked"),
    (State.NEVER_ASKED, "not checked yet"),
)


def _standing(addresses: Sequence[Link]) -> tuple[Mark, str]:
    """How many stand how; only where all of them work is that well, and only what is dead is not."""
    count = Counter(one.state for one in addresses)
    if not addresses:
        return Mark.UNSURE, "The record leads to no address that could be checked."
    if count[State.NEVER_ASKED] == len(addresses):
        return Mark.UNSURE, "Its links have not been checked yet."
    told = [f"{count[state]} {what}" for state, what in _STATES if count[state]]
    said = f"Of {say_count(len(addresses), 'address', 'addresses')}, {'; '.join(told)}."
    if count[State.WORKS] == len(addresses):
        return Mark.OK, said
    return Mark.BAD if count[State.DEAD] else Mark.UNSURE, said


def formats(grounds: Grounds) -> TrustFact:
    """Whether the files are of the formats that are stated, as far as their servers tell."""
    told = list(_told(grounds.dataset.distribution, grounds.addresses, grounds.vocabulary))
    wrong = [label for label, fits in told if fits is False]
    right = [label for label, fits in told if fits]
    if wrong:
        mark, said = Mark.BAD, f"What is called {wrong[0]} answers with a web page."
    elif right:
        mark, said = Mark.OK, f"{say_count(len(right), 'file')} answered as what it is called."
        if len(right) > 1:
            said = f"{len(right)} files answered as what they are called."
    else:
        mark, said = Mark.UNSURE, "Whether its files are what they are called has not been told yet."
    return _check(
        "format-matches",
        mark,
        "Formats",
        said,
        by=CATALOGUE,
        how="the media type that came with each file when its link was checked",
        at=min((one.checked for one in grounds.addresses if one.checked), default="") if told else "",
    )


def _told(
    files: Iterable[Distribution], addresses: Iterable[Link], vocabulary: Vocabulary
) -> Iterator[tuple[str, bool | None]]:
    """The format of each file that could be asked for, and whether it came: None where the server says too little.

    Servers name tables in many ways; that a page comes instead of a file is certain whatever they call it.
    """
    came = {one.url: _bare(one.media_type) for one in addresses if one.state is State.WORKS}
    for file in files:
        concept = vocabulary.concept(file.format.iri) if file.format and file.format.iri else None
        for url in file.download_url:
            media_type = came.get(asked_as(url), "")
            if concept and media_type not in _SAYS_LITTLE:
                yield concept.label(), _fits(concept.code, concept.facts.get("mediaType", ""), media_type)


def _fits(code: str, expected: str, media_type: str) -> bool | None:
    if media_type in _PAGES:
        return code in _OF_A_PAGE or expected in _PAGES
    return True if media_type == _bare(expected) else None


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def description(grounds: Grounds) -> TrustFact:
    """Whether the description is long enough to say anything."""
    texts = grounds.dataset.description
    longest = max((len(without_markdown(one.value).strip()) for one in texts), default=0)
    if not longest:
        mark, said = Mark.UNSURE, "The publisher gives no description."
    elif longest < LONG_ENOUGH:
        mark, said = Mark.BAD, f"Its description is short: {say_count(longest, 'character')}."
    else:
        mark, said = Mark.OK, f"It is described in {say_count(longest, 'character')}."
    how = f"counted; {LONG_ENOUGH} are enough to say what it is"
    return _check("description", mark, "Description", said, by=PUBLISHER, how=how, term=DCT.description)


def columns(grounds: Grounds) -> TrustFact:
    """Whether anybody tells what the columns are: the record, its documentation, or a look at its files."""
    tables = merge_tables(grounds.tables)
    columns = [column for table in tables for column in table.columns]
    described = sum(bool(column.description) for column in columns)
    pages = bool(grounds.dataset.page) or any(one.page for one in grounds.dataset.distribution)
    count = say_count(len(columns), "column")
    if described:
        mark, said = Mark.OK, f"Of {count}, {described} {'is' if described == 1 else 'are'} described."
    elif pages:
        said = f"{count} named, and documentation given." if columns else "Documentation is given."
        mark = Mark.OK
    elif any(table.said for table in tables):
        mark, said = Mark.TOLD, f"{count} named; what they mean is not said."
    elif columns:
        mark, said = (
            Mark.UNSURE,
            f"The publisher does not say what its columns are; {count} were seen in its files.",
        )
    else:
        mark, said = Mark.UNSURE, "The publisher does not say what its columns are."
    seen = any(table.sample for table in tables)
    how = "what the record and its portal tell of the data’s structure" + (
        ", and the first rows of its files" if seen else ""
    )
    term = FOAF.page if pages and not described else ""
    return _check("columns", mark, "Columns", said, by=PUBLISHER, how=how, term=term)


def _check(
    code: str, mark: Mark, label: str, said: str, *, by: str, how: str, at: str = "", term: str = ""
) -> TrustFact:
    return TrustFact(
        code=code,
        group=Group.CHECKS,
        mark=mark,
        label=label,
        said=said,
        by=by,
        how=how,
        at=at,
        property=term,
    )
