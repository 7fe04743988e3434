"""What a notice says, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def subject_of(body: Mapping[str, Any]) -> str:
    """One line: that of a plain mail, or whose harvest it is and how it stands. A portal's title is its own, and a
    person's name theirs, so it is made one line here."""
    if "subject" in body:
        return " ".join(str(body["subject"]).split())[:200]
    still = "still " if body["reminder"] else ""
    return " ".join(f"{body['title']}: {still}{body['state']}".split())[:200]


def text_of(body: Mapping[str, Any]) -> str:
    """The whole message, as plain text."""
    if "text" in body:
        return str(body["text"])
    began = f"It was {body['before']} before." if body["before"] and not body["reminder"] else ""
    again = "You are reminded once a week while it stays so." if body["reminder"] else ""
    lines = (
        f"{body['title']} ({body['portal']}) is {'still ' if body['reminder'] else ''}{body['state']}.",
        " ".join(filter(None, (str(body["meaning"]), began, again))),
        f"Run {body['run']}: {body['sentence'] or 'no reason was recorded.'}",
        f"All about it: {body['page']}",
    )
    return "\n\n".join(lines) + "\n"
