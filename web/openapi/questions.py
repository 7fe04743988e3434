"""What an operation may be asked: its parameters and the body of its request."""

from __future__ import annotations

from collections.abc import Mapping

from web.openapi.components import Components
from web.operations import Operation, Parameter
from web.schema import STRING, Schema, either, every

Json = dict[str, object]


def parameters_of(operation: Operation, samples: Mapping[str, str]) -> list[Json]:
    """The parameters; a name in the path that the operation does not describe is described by that only."""
    described = {one.name for one in operation.parameters if one.where == "path"}
    bare = (Parameter(name=name, about="", where="path") for name in operation.names())
    every_one = (*(one for one in bare if one.name not in described), *operation.parameters)
    return [_parameter(one, samples) for one in every_one]


def example_of(parameter: Parameter, samples: Mapping[str, str]) -> str:
    """An example that is true here, "" where there is none."""
    return samples.get(parameter.of, "") if parameter.of else parameter.example


def body_of(operation: Operation, components: Components) -> Json:
    """The media types of the request, each with what is in it."""
    content = {media: {"schema": components.schema(schema)} for media, schema in operation.body.items()}
    return {"required": operation.body_required, "content": content}


def _parameter(parameter: Parameter, samples: Mapping[str, str]) -> Json:
    said: Json = {"name": parameter.name, "in": parameter.where, "schema": _schema(parameter)}
    if parameter.about:
        said["description"] = parameter.about
    if parameter.required or parameter.where == "path":
        said["required"] = True
    example = example_of(parameter, samples)
    if example:
        value: object = int(example) if parameter.schema.get("type") == "integer" else example
        said["example"] = [value] if parameter.many else value
    return said


def _schema(parameter: Parameter) -> Schema:
    one = parameter.schema
    if parameter.forgiving and dict(one) != STRING:
        one = either(one, STRING)
    return every(one) if parameter.many else one
