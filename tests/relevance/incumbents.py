"""The searches of data.gov.uk and of CKAN, written down plainly over the same datasets, from what they publish.

| rule | where it stands |
|---|---|
| data.gov.uk: `title:(words)^2 OR notes:(words)`, any word will do, words parted at white space | `app/services/search/solr.rb` of https://github.com/alphagov/datagovuk_find |
| data.gov.uk: words without meaning are left out of the query | `STOP_WORDS` of `app/helpers/search_helper.rb`, there |
| CKAN: dismax over `name^4 title^4 tags^2 groups^2 text`, tie 0.1, minimum match `2<-1 5<80%` | `ckan/lib/search/query.py` of https://github.com/ckan/ckan |
| CKAN: of equal scores the newest first | `package_search` in `ckan/logic/action/get.py`, there |
| both: text cut at white space and signs, English Snowball stems; nothing left out of the index | `text` in `ckan/config/solr/schema.xml`, there |
| CKAN: `name`, `tags` and `groups` are whole values; `text` holds all the others and the names of files | the same |
"""  # noqa: E501 - a table's rows

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from lucene import Field, Scores, added, best
from words import stemmed

from catalogue.indexes.protocol import Document

DATAGOVUK_STOP = frozenset((Path(__file__).parent / "stop_words.txt").read_text().split("\n\n", 1)[1].split())
_TIE = 0.1
_NAME = re.compile(r"[^a-z0-9]+")

Answer = Callable[[str, int], list[str]]


def data_gov_uk(documents: Sequence[Document], language: str) -> Answer:
    """data.gov.uk's search."""
    analyse = stemmed(language)
    title = Field((one.title for one in documents), analyse)
    notes = Field((one.description for one in documents), analyse)
    names = [one.id for one in documents]

    def answer(text: str, limit: int) -> list[str]:
        words = [word for word in re.findall(r"\w+", text) if word.lower() not in DATAGOVUK_STOP]
        terms = analyse(" ".join(words))
        parts = (field.scores(term, boost) for field, boost in ((title, 2.0), (notes, 1.0)) for term in terms)
        return best(added(parts), names, limit)

    return answer


def ckan(documents: Sequence[Document], language: str) -> Answer:
    """CKAN's search, as it comes."""
    newest = sorted(documents, key=lambda one: one.modified, reverse=True)
    analyse = stemmed(language)
    fields = (
        (Field((_name(one.title) for one in newest), _whole), 4.0),
        (Field((one.title for one in newest), analyse), 4.0),
        (Field(("\n".join(one.keywords) for one in newest), _lines), 2.0),
        (Field(("\n".join(one.themes) for one in newest), _lines), 2.0),
        (Field(map(_text, newest), analyse), 1.0),
    )
    names = [one.id for one in newest]

    def answer(text: str, limit: int) -> list[str]:
        clauses = [_clause(word, fields) for word in text.split() if re.search(r"\w", word)]
        return best(_matching(clauses), names, limit)

    return answer


def least(clauses: int) -> int:
    """How many of so many words must match, by `2<-1 5<80%`."""
    if clauses <= 2:
        return clauses
    return clauses - 1 if clauses <= 5 else clauses * 80 // 100


def _clause(word: str, fields: Iterable[tuple[Field, float]]) -> Scores:
    """One word in the best field, with a tenth of what the others give."""
    best_of: dict[int, float] = {}
    total: dict[int, float] = {}
    for field, boost in fields:
        terms = field.analyse(word)
        for place, score in added(field.scores(term, boost) for term in terms).items():
            best_of[place] = max(best_of.get(place, 0.0), score)
            total[place] = total.get(place, 0.0) + score
    return {place: top + _TIE * (total[place] - top) for place, top in best_of.items()}


def _matching(clauses: Sequence[Mapping[int, float]]) -> Scores:
    """The sums of those that have as many clauses as they must."""
    met: dict[int, int] = {}
    for clause in clauses:
        for place in clause:
            met[place] = met.get(place, 0) + 1
    needed = least(len(clauses))
    return {place: score for place, score in added(clauses).items() if met[place] >= needed}


def _whole(text: str) -> list[str]:
    return [text] if text else []


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def _name(title: str) -> str:
    """A dataset's name in its address, which CKAN makes of the title."""
    return _NAME.sub("-", title.lower()).strip("-")


def _text(document: Document) -> str:
    """What CKAN copies into `text`: name, title, notes, tags, groups, organisation, names of files, licence."""
    parts = (
        _name(document.title), document.title, document.description, *document.keywords, *document.themes,
        document.publisher, document.distributions, *document.licences,
    )  # fmt: skip
    return "\n".join(parts)
