"""What to ask of a link next, and what its answers say in the end.

HEAD first, which is cheap and tells type and length; then, whatever it said, a GET of the first bytes: servers answer
HEAD with 405, 403 or 404 for what they give to GET, and with 200 for what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from catalogue.linkage.answer import Answer, Link, Lost, Question
from catalogue.linkage.content import media_type_of, page_for_file
from catalogue.linkage.not_there import says_not_there
from catalogue.linkage.services import is_bare, is_proper_answer, is_report, proper_question
from catalogue.linkage.signing_in import asks_to_sign_in
from catalogue.linkage.standing import Outcome
from catalogue.linkage.statuses import asks_to_wait, read_status

_UNSATISFIABLE = 416  # an empty file has no first byte (RFC 9110, 15.5.17)
_SIGN_IN = "answered with a page that asks to sign in"
_TOKEN = frozenset((498, 499))  # ArcGIS: an invalid token, and none


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found. `remark` is the end of a sentence that begins with the address, "" where nothing is to say;
    `rest` the seconds for which its host asked to be left alone, None where it did not."""

    outcome: Outcome
    method: str
    status: int | None
    remark: str = ""
    media_type: str = ""
    length: int | None = None
    leads_to: str = ""
    rest: float | None = None


def next_question(link: Link, answers: Sequence[Answer]) -> Question | None:
    """The next thing to ask of a link after these answers; None when enough is known. At most four in all."""
    if not answers:
        return Question(method="HEAD", url=link.url)
    last = answers[-1]
    if last.lost is Lost.NOWHERE or asks_to_wait(last.status):
        return None
    if last.question.method == "HEAD":
        return Question(method="GET", url=link.url, ranged=True)
    if last.status == _UNSATISFIABLE and last.question.ranged:
        return Question(method="GET", url=last.question.url)
    if last.question.url == link.url and _may_be_service(last):
        proper = proper_question(link.url, last)
        return Question(method="GET", url=proper, ranged=True) if proper else None
    return None


def judge(link: Link, answers: Sequence[Answer]) -> Finding:
    """What the answers to all questions say: the last one decides, unless it is a service's that was asked more than
    the link asks, and said nothing better."""
    last = answers[-1]
    outcome, remark = _outcome(link, last)
    if _is_proper(link, last) and outcome is Outcome.FAILED:
        last = answers[-2]
        outcome, remark = _outcome_of_bare(link, last)
    types = (media_type_of(one) for one in reversed(answers))
    return Finding(
        outcome=outcome,
        method=last.question.method,
        status=last.status,
        remark=remark,
        media_type=next((kind for kind in types if kind), ""),
        length=next((one.length for one in reversed(answers) if one.length is not None), None),
        leads_to=last.url if last.url != last.question.url else "",
        rest=last.retry_after,
    )


def _may_be_service(answer: Answer) -> bool:
    failed = answer.status is not None and read_status(answer.status)[0] is Outcome.FAILED
    return failed or is_report(answer)


def _is_proper(link: Link, answer: Answer) -> bool:
    """Whether this is the answer to a question that was made for a service."""
    return answer.question.url != link.url


def _outcome(link: Link, answer: Answer) -> tuple[Outcome, str]:
    if answer.lost or answer.status is None:
        return (Outcome.UNKNOWN if answer.lost is Lost.SLOW else Outcome.FAILED), answer.why
    outcome, remark = read_status(answer.status)
    if outcome is not Outcome.WORKS:
        return outcome, remark
    if _is_proper(link, answer):
        proper = is_proper_answer(answer)
        return (Outcome.WORKS, "answers when it is asked properly") if proper else (Outcome.FAILED, "")
    return _of_success(link, answer)


def _outcome_of_bare(link: Link, answer: Answer) -> tuple[Outcome, str]:
    """An exception report is the answer of a service that lives, whichever one it is."""
    if is_report(answer):
        return Outcome.WORKS, "answers as a service that was asked nothing"
    return _outcome(link, answer)


def _of_success(link: Link, answer: Answer) -> tuple[Outcome, str]:
    """What a success says on a second look."""
    if asks_to_sign_in(link.url, answer, is_download=link.is_download):
        return Outcome.FAILED, _SIGN_IN
    if gone := says_not_there(link.url, answer, is_download=link.is_download) or _wrapped_error(answer):
        return Outcome.FAILED, gone
    if is_report(answer) and not is_bare(link.url):
        return Outcome.FAILED, "answered with an error of the service"
    return Outcome.WORKS, page_for_file(link.url, answer) or answer.why


def _wrapped_error(answer: Answer) -> str:
    """What a success with an error inside says: ArcGIS answers 200 with `{"error": {"code": 499 …}}`."""
    if not answer.body.lstrip().startswith(b"{"):
        return ""
    try:
        said = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return ""
    error = said["error"] if isinstance(said, dict) and set(said) == {"error"} else None
    code = error.get("code") if isinstance(error, dict) else None
    if not isinstance(code, int) or code < 400:
        return ""
    return _SIGN_IN if code in _TOKEN else f"answered {answer.status} with error {code} inside"
