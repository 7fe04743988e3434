"""The OpenAPI document of the site, made of its table of operations (https://spec.openapis.org/oas/v3.1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from web.openapi.answers import answers_of
from web.openapi.components import Components
from web.openapi.questions import body_of, parameters_of
from web.operations import Operation, plain_path

Json = dict[str, object]

_ABOUT = """What this catalogue of open data answers. Everything can be read by anybody, without a key.

Most things have one address in many forms: a page for people, and others chosen by the ending of the address or by the
`Accept` header. Answers carry an `ETag`; asking again with `If-None-Match` gives 304 where nothing has changed. A
problem is told as `application/problem+json` (RFC 9457). `x-stability` says of each operation whether it is promised
to stay as it is."""

_WITH_BODY = ("POST", "PUT", "PATCH")


def make_document(
    operations: Sequence[Operation], *, base: str, version: str, samples: Mapping[str, str]
) -> Json:
    """The document. `base` is where the site is, `version` that of the program; `samples` name one thing of each kind
    that a parameter may name."""
    components = Components()
    paths: dict[str, Json] = {}
    for operation in operations:
        for suffix in operation.suffixes:
            item = paths.setdefault(plain_path(operation.path + suffix), {})
            for method in operation.methods:
                item[method.lower()] = _operation(operation, suffix, method, samples, components)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Stook",
            "summary": "An open data catalogue",
            "description": _ABOUT,
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
            "version": version,
        },
        "servers": [{"url": base}],
        "tags": [{"name": group} for group in groups(operations)],
        "paths": paths,
        "components": {"schemas": components.schemas, "responses": components.responses},
    }


def groups(operations: Iterable[Operation]) -> tuple[str, ...]:
    """The headings under which operations stand, in their order."""
    return tuple(dict.fromkeys(operation.group for operation in operations))


def operation_id(operation: Operation, suffix: str, method: str) -> str:
    """A name made of the address, so that it stays while that does: `dataset_name_source`, `reconcile_post`."""
    words = "".join(char if char.isalnum() else " " for char in plain_path(operation.path + suffix)).split()
    several = [] if method == "GET" else [method.lower()]
    return "_".join([*(words or ["home"]), *several]).lower()


def _operation(
    operation: Operation, suffix: str, method: str, samples: Mapping[str, str], components: Components
) -> Json:
    said: Json = {
        "operationId": operation_id(operation, suffix, method),
        "summary": operation.about,
        "tags": [operation.group],
        "x-stability": "stable" if operation.stable else "may change",
    }
    if operation.farewell:
        said["deprecated"] = True
    asks_in_body = method in _WITH_BODY and operation.body
    not_asked = asks_in_body or method == "OPTIONS"
    parameters = [one for one in parameters_of(operation, samples) if not not_asked or one["in"] != "query"]
    if parameters:
        said["parameters"] = parameters
    if method == "OPTIONS":
        return said | {"responses": {"204": {"description": "What a page of another site may ask."}}}
    if asks_in_body:
        said["requestBody"] = body_of(operation, components)
    return said | {"responses": answers_of(operation, suffix, components)}
