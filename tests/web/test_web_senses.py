"""How the words were understood: chips that say it, and links that take each sense off or bring it back."""

from __future__ import annotations

from catalogue.indexes.protocol import Meaning
from catalogue.questions.question import Kind, Question, Sense
from web.addresses import Addresses
from web.pages.senses import make_understood
from web.reading import Asked


def sense(kind: Kind, typed: str, label: str, code: str = "", also: tuple[str, ...] = ()) -> Sense:
    """A made-up sense."""
    return Sense(kind=kind, typed=typed, label=label, code=code, also=also, meaning=Meaning(typed=typed))


TEXT = "how many bins in Leeds 2023"
QUESTION = Question(
    text=TEXT,
    senses=(
        sense(Kind.TOPIC, "bins", "Waste", "waste", ("waste", "refuse", "recycling")),
        sense(Kind.PLACE, "Leeds", "Leeds", "E08000035"),
        sense(Kind.PERIOD, "2023", "covers 2023"),
    ),
    silent=("how", "many", "in"),
)


def test_a_topic_is_said_as_it_was_typed_with_what_else_is_searched() -> None:
    chips = make_understood(Asked(text=TEXT), QUESTION, Addresses()).senses
    assert [(each.label, each.note, each.also) for each in chips] == [
        ("bins", "", ("waste", "refuse", "recycling")),
        ("Leeds", "E08000035", ()),
        ("2023", "covers 2023", ()),
    ]


def test_each_chip_takes_its_sense_off_and_keeps_the_rest_of_the_search() -> None:
    asked = Asked(text=TEXT, chosen=(("format", "CSV"),), plain=("2023",), page=3)
    chip = make_understood(asked, QUESTION, Addresses()).senses[1]
    assert chip.remove == "/search?q=how+many+bins+in+Leeds+2023&not=2023&not=leeds&format=CSV"


def test_a_sense_that_was_taken_off_can_be_brought_back() -> None:
    asked = Asked(text=TEXT, plain=("leeds", "york"))
    (chip,) = make_understood(asked, Question(text=TEXT), Addresses()).plain
    assert (chip.typed, chip.restore) == ("leeds", "/search?q=how+many+bins+in+Leeds+2023&not=york")


def test_a_long_list_of_other_words_is_shown_in_two_parts() -> None:
    words = tuple(f"word{number}" for number in range(9))
    question = Question(text="bins", senses=(sense(Kind.TOPIC, "bins", "Waste", also=words),))
    (chip,) = make_understood(Asked(text="bins"), question, Addresses()).senses
    assert chip.also + chip.rest == words
    assert len(chip.also) == 5


def test_just_the_words_are_one_link_away_and_so_is_the_way_back() -> None:
    there = make_understood(Asked(text=TEXT, plain=("leeds",)), QUESTION, Addresses())
    assert there.exact_link == "/search?q=how+many+bins+in+Leeds+2023&exact=1"
    back = make_understood(Asked(text=TEXT, exact=True), Question(text=TEXT), Addresses())
    assert back.exact_link == "/search?q=how+many+bins+in+Leeds+2023"


def test_words_without_another_sense_have_no_such_link() -> None:
    assert make_understood(Asked(text="zzzz"), Question(text="zzzz"), Addresses()).exact_link == ""


def test_words_that_are_not_looked_for_are_told_unless_it_is_one_alone() -> None:
    assert make_understood(Asked(text=TEXT), QUESTION, Addresses()).silent == ("how", "many", "in")
    alone = Question(text="bins in Leeds")
    assert make_understood(Asked(text=alone.text), alone, Addresses()).silent == ()


def test_words_of_a_sense_and_of_a_phrase_are_looked_for() -> None:
    question = Question(
        text='what of "what is on" by the Isle of Wight',
        senses=(sense(Kind.PLACE, "Isle of Wight", "Isle of Wight", "E06000046"),),
    )
    told = make_understood(Asked(text=question.text), question, Addresses()).silent
    assert told == ("what", "of", "by", "the")
