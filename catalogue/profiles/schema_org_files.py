"""A distribution as schema.org's DataDownload."""

from __future__ import annotations

from catalogue.document import first_text
from catalogue.model import Checksum, Distribution
from catalogue.profiles.schema_org_values import Node, licence_node, web_addresses, without_nothing
from catalogue.text.markdown import without_markdown
from catalogue.values import Term
from vocab import Vocabulary

_LONGEST = 500  # characters of a file's description
_SHA_256 = "sha256"


def file_node(one: Distribution, vocabulary: Vocabulary) -> Node | None:
    """A DataDownload; None where it has no address that can be followed.

    `contentUrl` is where the bytes are: the download, else the address of a file whose format is stated. Anything
    else is a page or a service and only `url`.
    """
    downloads, pages = [*web_addresses(one.download_url)], [*web_addresses(one.access_url)]
    services = [
        *web_addresses(url for service in one.access_service for url in service.endpoint_url),
    ]
    files = downloads or (pages if (one.format or one.media_type) and not services else [])
    others = [address for address in (*pages, *services) if address not in files]
    if not files and not others:
        return None
    return without_nothing(
        {
            "@type": "DataDownload",
            "@id": one.iri,
            "name": first_text(one.title),
            "description": without_markdown(first_text(one.description))[:_LONGEST],
            "contentUrl": files[0] if files else "",
            "url": others[0] if others else "",
            "encodingFormat": _encoding(one, vocabulary),
            "contentSize": f"{one.byte_size.value} B" if one.byte_size else "",
            "sha256": _sha256(one.checksum),
            "license": licence_node(one.license, vocabulary),
            "datePublished": one.issued.value if one.issued else "",
            "dateModified": one.modified.value if one.modified else "",
        }
    )


def _encoding(one: Distribution, vocabulary: Vocabulary) -> str:
    """The media type where one is known, else the name of the format (https://schema.org/encodingFormat)."""
    kind = vocabulary.concept(one.format.iri) if one.format and one.format.iri else None
    media = kind.facts.get("mediaType", "") if kind else ""
    return _media_type(one.media_type, vocabulary) or media or (kind.label() if kind else _word(one.format))


def _media_type(term: Term | None, vocabulary: Vocabulary) -> str:
    concept = vocabulary.concept(term.iri) if term and term.iri else None
    return concept.code if concept else ""


def _word(term: Term | None) -> str:
    return term.word if term else ""


def _sha256(checksum: Checksum | None) -> str:
    if checksum is None or checksum.algorithm is None or checksum.checksum_value is None:
        return ""
    name = (checksum.algorithm.iri or checksum.algorithm.word).lower().replace("-", "")
    return checksum.checksum_value.value if name.endswith(_SHA_256) else ""
