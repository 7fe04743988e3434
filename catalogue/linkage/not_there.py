"""Whether a page that answers 200 says that what was asked for is not there.

Sites that tell people "Page not found" often tell programs 200. Its title decides, by a part that says nothing else: a
dataset of lost property may have "not found" in its name. Of a file it is a sign too that redirects led to the front
page of its site.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from catalogue.linkage.answer import Answer
from catalogue.linkage.content import is_page, title_of

_PARTS = re.compile(r"\s*[|:·•»]\s*|\s+[–—-]+\s+")
_WHAT = r"(?:the |this |that |your |requested )*(?:(?:web ?)?page|file|document|dataset|item|resource|content|url)"
_NOT_THERE = re.compile(
    r"(?:sorry|oops|error)?[!,.]* *(?:"
    r"(?:(?:http|error) )*404[!.]?(?: error)?(?: not found| page not found)?"
    rf"|{_WHAT} (?:(?:was|is|could|can|has) ?(?:not|n['’]t)|cannot|can['’]t|not)(?: be| been)? (?:found|available)"
    rf"|{_WHAT} (?:does not|doesn['’]t|no longer) exists?"
    r"|not found"
    r"|(?:heb ganfod|methu (?:â |a )?(?:dod o hyd i|chanfod)) ?(?:i |'r |y )?(?:d|t)udalen|tudalen heb ei chanfod"
    r")[!.]?",
    re.IGNORECASE,
)


def says_not_there(asked: str, answer: Answer, *, is_download: bool) -> str:
    """What the page says of what was asked for, as the end of a sentence; "" where it does not say that it is gone."""
    if not is_page(answer):
        return ""
    if any(_NOT_THERE.fullmatch(part) for part in _PARTS.split(title_of(answer))):
        return "answered with a page that says it is not there"
    if is_download and _is_front(answer.url) and not _is_front(asked):
        return "led to the front page of its site"
    return ""


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.strip("/") in ("", "index.html", "home") and not parts.query and not parts.fragment
