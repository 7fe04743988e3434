"""UUIDs for what CKAN names by one alone: a CKAN that takes something over from here refuses any other `id`.

They are made, not kept: the same thing always has the same one, in every catalogue.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:stook:ns#")
_MINTED = re.compile(r"[a-z2-7]{12}")
_VERSION, _VARIANT = 8 << 76, 2 << 62
_LOW = (1 << 62) - 1


def identity(kind: str, name: str) -> str:
    """The UUID of a thing of some kind by its name (version 5, RFC 9562, 5.5)."""
    return str(uuid.uuid5(_SPACE, f"{kind}/{name}"))


def part_identity(dataset: str, what: str) -> str:
    """The UUID of a part of a dataset: it says of which, so that no table need be kept.

    Version 8 (RFC 9562, 5.8): the sixty bits that the dataset's identifier is made of, then a digest of `what`.
    """
    digest = int.from_bytes(hashlib.sha256(f"{dataset}\n{what}".encode(errors="replace")).digest()[:8]) & _LOW
    if not _MINTED.fullmatch(dataset):
        return identity("part", f"{dataset}\n{what}")
    bits = int.from_bytes(base64.b32decode(f"{dataset.upper()}A===")) >> 4
    return str(uuid.UUID(int=(bits >> 12) << 80 | _VERSION | (bits & 0xFFF) << 64 | _VARIANT | digest))


def whole_of(part: str) -> str:
    """The identifier of the dataset that a part is of; "" where its UUID is none of ours."""
    try:
        found = uuid.UUID(part)
    except ValueError:
        return ""
    bits = (found.int >> 80) << 12 | (found.int >> 64) & 0xFFF
    written = base64.b32encode((bits << 4).to_bytes(8)).decode()
    return written[:12].lower() if found.version == 8 else ""
