"""What is written by mail about stories: to operators that some wait, to an author what became of theirs.

Nobody has proven the author's address, and nobody has looked at the story when operators are written to: so neither
carries a word of it, and an author hears only once an operator has decided.
"""

from __future__ import annotations

from catalogue.links import Links
from catalogue.registering.letters import Letter, paragraphs
from catalogue.reuses.story import Filed, State

_PRIVATE = "To change or withdraw it, open the private link that you were given when you told it."


def waiting_letter(desk: str) -> Letter:
    """Tells an operator that stories wait; `desk` is where."""
    return Letter(
        subject="A story waits to be looked at",
        text=paragraphs(
            "Somebody has told this catalogue what good came of data. It is shown once an operator has read it:",
            desk,
            "Whatever else is told today waits there too; you are written to once a day.",
        ),
    )


def decided_letter(filed: Filed, links: Links, reason: str) -> Letter:
    """Tells an author what an operator decided, with the operator's own words."""
    match filed.story.state:
        case State.SHOWN if not reason:
            said, more = (
                "Your story is shown",
                f"Thank you. It stands here:\n\n{links.reuse(filed.story.slug)}",
            )
        case State.SHOWN:
            said, more = "A change of your story was not taken", "It is shown as it was before."
        case State.ASKED:
            said, more = "Your story needs a change before it is shown", ""
        case State.DOWN:
            said, more = "Your story was taken down", ""
        case _:
            said, more = "Your story was not taken", ""
    told = f"{said}. You told this catalogue what good came of data, and gave this address for an answer."
    return Letter(subject=said, text=paragraphs(told, more, reason, _PRIVATE))
