"""What a look with the shapes depends on, told without loading what looks with them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

SHAPES_FILE: Final = Path(__file__).parents[1] / "profiles" / "dcat_ap.ttl"


def content_digest(packed: bytes) -> str:
    """What a look at an entry's dataset, packed as the ledger keeps it, depends on: its content and the shapes.

    Another claim or mapping beside the dataset does not ask for another look.
    """
    dataset = orjson.loads(packed)["dataset"]
    return sha256(_shapes_digest() + orjson.dumps(dataset)).hexdigest()


@cache
def _shapes_digest() -> bytes:
    return sha256(SHAPES_FILE.read_bytes()).digest()
