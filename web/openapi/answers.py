"""What an operation may answer: each status with its media types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from web.openapi.components import Components
from web.operations import PROBLEMS, Operation
from web.schema import Schema

Json = dict[str, object]

_NOT_ACCEPTABLE = "None of the forms that there are is acceptable; says which there are."
_UNAVAILABLE = (
    "The catalogue, its index or its store does not answer now; Retry-After says when to ask again."
)


def answers_of(operation: Operation, suffix: str, components: Components) -> Json:
    """Every status that the operation may answer, in their order."""
    media = operation.media_at(suffix)
    said: dict[int, object] = {}
    if media:
        content = _content(media, operation.schemas, components)
        said[200] = {"description": operation.about, "content": content}
    for status, sentence in all_statuses(operation, suffix).items():
        said[status] = _answer(operation, status, sentence, components)
    return {str(status): said[status] for status in sorted(said)}


def all_statuses(operation: Operation, suffix: str = "") -> dict[int, str]:
    """The statuses beside 200: the operation's own, and those that follow from how the site answers."""
    usual = {503: _UNAVAILABLE} | ({406: _NOT_ACCEPTABLE} if operation.is_negotiated(suffix) else {})
    return usual | dict(operation.statuses)


def _answer(operation: Operation, status: int, sentence: str, components: Components) -> object:
    if status < HTTPStatus.BAD_REQUEST:
        return {"description": sentence}
    response = {
        "description": sentence,
        "content": _content(operation.problems, {**operation.schemas, **operation.problems}, components),
    }
    usual = sentence in (_NOT_ACCEPTABLE, _UNAVAILABLE) and operation.problems is PROBLEMS
    return components.response(HTTPStatus(status).phrase.replace(" ", ""), response) if usual else response


def _content(media: Iterable[str], schemas: Mapping[str, Schema], components: Components) -> Json:
    return {each: {"schema": components.schema(schemas[each])} if schemas.get(each) else {} for each in media}
