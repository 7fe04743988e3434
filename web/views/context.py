"""/context.jsonld: what the names in our JSON-LD mean."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from catalogue.profiles.context import model_context
from web.answers import answer_kept, to_json
from web.negotiation import JSON_LD
from web.operations import Operation

_DAY = 86_400


def context(request: Request) -> Response:
    """The context of the model. Our documents carry what they use of it, so nobody has to fetch it."""
    return answer_kept(request, to_json({"@context": model_context()}), JSON_LD.media_type, seconds=_DAY)


OPERATIONS = (
    Operation(
        path="/context.jsonld",
        view=context,
        about="The JSON-LD context of the catalogue's model.",
        group="Vocabularies",
        media=(JSON_LD.media_type,),
    ),
)
