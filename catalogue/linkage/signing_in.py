"""Whether a page that answers 200 is a page to sign in at, which is no access.

A field for a password alone says little, since many portals have one at the head of each page. So two of three signs
must agree: redirects led to an address for signing in, the title says so, there is a field for a password. Of a file
one is enough, where a page came instead of it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from catalogue.linkage.answer import Answer
from catalogue.linkage.content import is_page, title_of

_TITLES = re.compile(
    r"\s*(?:please\s+)?(?:sign[ -]?in|log[ -]?in|log[ -]?on|sign[ -]?on)\b"
    r"|\b(?:sign[ -]?in|log[ -]?in|log[ -]?on) (?:page|required)\b|[|:–-]\s*(?:sign[ -]?in|log[ -]?in|log[ -]?on)\s*$"
    r"|\bauthentication required\b",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,300}?\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_PATH = re.compile(
    r"(?:^|[/_.-])(?:log[_-]?in|log[_-]?on|sign[_-]?in|signon|sso|saml2?|adfs|wayf|authori[sz]e|auth)(?:$|[/_.-])",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:login|signin|sso|auth|idp|accounts?|adfs|sts)\.", re.IGNORECASE)


def asks_to_sign_in(asked: str, answer: Answer, *, is_download: bool) -> bool:
    """Whether what was asked for at an address is held behind a page to sign in at."""
    if not is_page(answer):
        return False
    page = answer.body.decode("utf-8", "replace")
    signs = (
        is_for_signing_in(answer.url) and not is_for_signing_in(asked),
        bool(_TITLES.search(title_of(answer))),
        bool(_PASSWORD.search(page)),
    )
    wanted = 1 if is_download and not asked.lower().endswith((".html", ".htm")) else 2
    return sum(signs) >= wanted


def is_for_signing_in(url: str) -> bool:
    """Whether an address says that one signs in there."""
    parts = urlsplit(url)
    return bool(_PATH.search(parts.path) or _HOST.search(parts.hostname or ""))
