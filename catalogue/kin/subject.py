"""What a dataset is about, whoever publishes it, for wherever and whenever: the words of its title that others use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from catalogue.document import areas_of, around, first_text
from catalogue.indexes.words import STOP, WORD
from catalogue.kin.wording import load_words, rings_of, singular
from catalogue.model import Dataset
from catalogue.questions.question import Kind, Sense
from catalogue.questions.topics import SCHEME
from catalogue.questions.understanding import understand
from vocab import Vocabulary, fold
from vocab.bodies import bodies_of, initials_of, names_of
from vocab.rules.units import STYLES, UNITS, WHOLE

LONGEST = 60
"""Characters of a name."""

_TITLE = 300  # characters of a title that are read
_MOST = 12  # words of a subject: what has more is a sentence, and nobody else's title
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
_LOW_LINE = re.compile(r"[_]+")
_COUNCIL = frozenset({"council", "cyngor", "comhairle", *STYLES})
_STYLES = UNITS | WHOLE | STYLES | {"sir", "bwrdeistref", "dinas", "metropolitan", "islands", "unitary"}
_NUMBERED = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|[lc]dp|v|fy|q)?\d+(st|nd|rd|th)?")
_ACRONYM = re.compile(r"\(([A-Z]{2,6})s?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`words` as they stand in the title, for people and for a search; `terms` what they mean, in no order: a name that
    stands for all that the same is called, else a word in the singular. None where the title tells nothing. `years` are
    those that the title covers."""

    words: str = ""
    terms: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The name of the kin of all that is about this, as it stands in an address: the same for the same terms, so
        that it depends on nothing that is harvested."""
        return kin_name(self.terms)


def subject_of(dataset: Dataset, vocabulary: Vocabulary, *, today: str, owner: str = "") -> Subject:
    """A dataset without its publisher, its place and its period: "Leeds tree surveys 2023" is "tree surveys".

    `owner` is what the body is called whose portal it is at.
    """
    title = _spelt_out(first_text(dataset.title)[:_TITLE])
    publisher = dataset.publisher
    senses = understand(title, vocabulary, today=today).senses
    runs = [sense.typed for sense in senses if sense.kind is Kind.PERIOD]
    runs += _own_places(dataset, [sense for sense in senses if sense.kind is Kind.PLACE], vocabulary)
    named = tuple(text.value for text in publisher.name) if publisher else ()
    slug = publisher.slug if publisher else ""
    own = _publisher_runs(slug, (*named, *filter(None, (owner,))), vocabulary)
    words = _trimmed(_without(title, (*map(_folded, runs), *own)))
    years = {year for sense in senses for year in sense.meaning.years or ()}
    return Subject(words=" ".join(words), terms=terms_of(words, vocabulary), years=tuple(sorted(years)))


def read_subject(text: str, vocabulary: Vocabulary) -> Subject:
    """What bare words are about, such as those of a search or of an address."""
    words = WORD.findall(fold(_spelt_out(text[:_TITLE])))
    return Subject(words=" ".join(words), terms=terms_of(words, vocabulary))


def terms_of(words: Sequence[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The terms of folded words; none where they tell nothing, or nothing alone."""
    rings = rings_of(vocabulary)
    plain = [singular(word) for word in words if word not in STOP]
    terms = frozenset(_told(plain, rings.by_words, rings.longest))
    if len(terms) > 1 and (whole := rings.by_set.get(frozenset(_told(plain, {}, 0)))):
        terms = frozenset((whole,))
    if not terms.isdisjoint(rings.by_words.values()):
        terms -= load_words().beside
    return frozenset() if len(terms) > _MOST or terms <= load_words().weak else terms


def label_of(words: str, terms: Iterable[str], vocabulary: Vocabulary) -> str:
    """What people call a kin: the label of its topic where it is one, else the words of a title."""
    only = next(iter(terms), "") if len(tuple(terms)) == 1 else ""
    topic = vocabulary.find(SCHEME, only) if only else None
    return topic.label() if topic else only.replace("-", " ") if "-" in only else words


def kin_name(terms: frozenset[str]) -> str:
    """The terms in the order of the alphabet; a long name is cut, and ends in a digest of the whole."""
    name = "-".join(sorted(terms))
    if len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST - 9]}-{digest}"


def _told(words: Sequence[str], rings: Mapping[tuple[str, ...], str], longest: int) -> Iterator[str]:
    """Names of what is called the same, the longest first from the left, else the words that tell something."""
    place = 0
    while place < len(words):
        size = _run(words, place, rings, longest)
        if size:
            yield rings[tuple(words[place : place + size])]
        elif not (size := _aside(words, place)):
            size = 1
            yield words[place]
        place += size


def _run(words: Sequence[str], place: int, rings: Mapping[tuple[str, ...], str], longest: int) -> int:
    most = min(longest, len(words) - place)
    return next((size for size in range(most, 0, -1) if tuple(words[place : place + size]) in rings), 0)


def _aside(words: Sequence[str], place: int) -> int:
    """How many words from a place on tell nothing; a number tells which of several it is."""
    asides = load_words().asides
    if _NUMBERED.fullmatch(words[place]):
        return 1
    return next((size for size in (2, 1) if tuple(words[place : place + size]) in asides), 0)


def _own_places(dataset: Dataset, places: Sequence[Sense], vocabulary: Vocabulary) -> list[str]:
    """The runs of a title that name where the dataset is of: any place, where nobody knows its publisher."""
    publisher = dataset.publisher
    if not places or publisher is None or bodies_of(vocabulary).with_slug(publisher.slug) is None:
        return [sense.typed for sense in places]
    areas = around(areas_of(dataset, vocabulary), vocabulary)
    return [sense.typed for sense in places if sense.code in areas]


@lru_cache(maxsize=4096)
def _publisher_runs(slug: str, names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """All that a title may call its own publisher, folded: its names, those of the body, its initials, and the place
    that a council of a name like "Ambleford Borough Council" is of."""
    body = bodies_of(vocabulary).with_slug(slug) if slug else None
    initials = ("".join(word[0] for word in fold(name).split()) for name in names)
    names = (*names, *(one for one in initials if len(one) > 2))
    known = (*names_of(body), *initials_of(body)) if body else ()
    return tuple(dict.fromkeys(map(_folded, (*names, *filter(None, map(_place_of, names)), *known))))


def _place_of(name: str) -> str:
    """The place in the name of a council that no vocabulary has; "" where it is no council's."""
    words = fold(name).split()
    if not _COUNCIL.intersection(words):
        return ""
    if words[0] == "cyngor":
        return " ".join(word for word in words[1:] if word not in _STYLES)
    return " ".join(takewhile(lambda word: word not in _STYLES, words))


def _without(title: str, runs: Iterable[str]) -> list[str]:
    """The words of a title without these folded runs of words, the longest first."""
    left = f" {_folded(title)} "
    for run in sorted(set(runs) - {""}, key=len, reverse=True):
        left = left.replace(f" {run} ", " ")
    return left.split()


def _trimmed(words: Sequence[str]) -> list[str]:
    """Words without those at their ends that nobody searches for: what is left of "tree surveys in Leeds"."""
    telling = [place for place, word in enumerate(words) if word not in STOP]
    return list(words[telling[0] : telling[-1] + 1]) if telling else []


def _folded(text: str) -> str:
    return " ".join(WORD.findall(fold(text)))


def _spelt_out(title: str) -> str:
    """A title as a person would write it, of one made for a file: `Public_ToiletsOpen` is "Public Toilets Open"; and
    without initials of what it says in words just before."""
    return _ACRONYM.sub(_unless_told, _CAMEL.sub(" ", _LOW_LINE.sub(" ", title)))


def _unless_told(found: re.Match[str]) -> str:
    words = WORD.findall(found.string[: found.start()])[-len(found[1]) :]
    return " " if "".join(word[0] for word in words).upper() == found[1] else found[0]
