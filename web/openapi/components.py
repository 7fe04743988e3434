"""What the document says once and points at: schemas with a title, and the answers that every operation may give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.schema import Schema


@dataclass(frozen=True, slots=True)
class Components:
    """The components gathered while the document is made."""

    schemas: dict[str, object] = field(default_factory=dict)
    responses: dict[str, object] = field(default_factory=dict)

    def schema(self, schema: Schema) -> Schema:
        """The schema, or where it is said if it has a title."""
        title = schema.get("title")
        if not title:
            return schema
        self.schemas.setdefault(str(title), schema)
        return {"$ref": f"#/components/schemas/{title}"}

    def response(self, name: str, response: Mapping[str, object]) -> Mapping[str, object]:
        """Where a response is said."""
        self.responses.setdefault(name, response)
        return {"$ref": f"#/components/responses/{name}"}
