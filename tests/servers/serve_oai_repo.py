"""Run by oai-repo's own Python: a repository of made-up records on a free port of 127.0.0.1.

Argument: how many records. Release 0.5.2 never says that one was deleted, so none is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

from lxml import etree
from oai_repo import DataInterface, Identify, MetadataFormat, OAIRepository, RecordHeader

_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_PURL = "http://purl.org/dc/elements/1.1/"


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *said: object) -> None:
        """Nothing."""


class Records(DataInterface):
    """Records named 0, 1, 2 …"""

    limit = 10

    def __init__(self, count: int, address: str) -> None:
        self.names = [f"oai:madeup.example:{number}" for number in range(count)]
        self.address = address

    def get_identify(self) -> Identify:
        return Identify(
            repository_name="Made-up repository",
            base_url=self.address,
            admin_email=["records@madeup.org"],
            earliest_datestamp="2020-01-01T00:00:00Z",
            deleted_record="no",
            granularity="YYYY-MM-DDThh:mm:ssZ",
        )

    def is_valid_identifier(self, identifier: str) -> bool:
        return identifier in self.names

    def get_metadata_formats(self, identifier: str | None = None) -> list[MetadataFormat]:
        return [
            MetadataFormat(
                metadata_prefix="oai_dc",
                schema="http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
                metadata_namespace=_DC,
            )
        ]

    def get_record_header(self, identifier: str) -> RecordHeader:
        return RecordHeader(identifier=identifier, datestamp="2024-05-01T10:00:00Z", setspecs=[])

    def get_record_metadata(self, identifier: str, metadataprefix: str) -> Any:
        root = etree.Element(f"{{{_DC}}}dc", nsmap={"oai_dc": _DC, "dc": _PURL})
        told = {
            "title": f"Ledger {identifier}",
            "identifier": identifier,
            "type": "Dataset",
            "publisher": "Made up",
        }
        for name, text in told.items():
            etree.SubElement(root, f"{{{_PURL}}}{name}").text = text
        return root

    def get_record_abouts(self, identifier: str) -> list[Any]:
        return []

    def list_set_specs(self, identifier: str | None = None, cursor: int = 0) -> tuple[None, None, None]:
        return None, None, None

    def get_set(self, setspec: str) -> None:
        return None

    def list_identifiers(
        self,
        metadataprefix: str,
        filter_from: datetime | None = None,
        filter_until: datetime | None = None,
        filter_set: str | None = None,
        cursor: int = 0,
    ) -> tuple[list[str], int, None]:
        stamp = datetime(2024, 5, 1, 10, tzinfo=UTC)
        later = filter_from is not None and filter_from.replace(tzinfo=UTC) > stamp
        names = [] if later else self.names
        return names[cursor : cursor + self.limit], len(names), None


def main(count: int) -> None:
    """Serves until it is killed; the first line of its output is its address."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        told = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        answer = bytes(repository.process(told))
        start("200 OK", [("Content-Type", "text/xml"), ("Content-Length", str(len(answer)))])
        return [answer]

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    address = f"http://127.0.0.1:{server.server_port}/oai"
    repository = OAIRepository(Records(count, address))
    print(address, flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
