"""What the site and its workers sign: links in mails, sessions, forms. One key for all of them, each with its purpose.

The key is the secret SIGNING (catalogue.secret); where nobody has set one, it is made once in the home folder. Several
machines that share a ledger must share it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from itsdangerous import URLSafeTimedSerializer

from catalogue.secret import named_secret

_NAME = "SIGNING"
_BYTES = 32


def signing_key(home: Path, environment: Mapping[str, str] | None = None) -> str:
    """The key, made where there is none. Raises SettingsError where it could be read by others."""
    told = os.environ if environment is None else environment
    file = home / "secrets" / _NAME
    if not told.get(f"STOOK_SECRET_{_NAME}") and not file.exists():
        _make(file)
    return named_secret(_NAME, home, told)


def signer(key: str, purpose: str) -> URLSafeTimedSerializer:
    """Signs and reads values for one purpose: what was signed for another does not pass."""
    return URLSafeTimedSerializer(key, salt=purpose, signer_kwargs={"digest_method": sha256})


def new_token() -> str:
    """What a private link carries: 256 bits that nobody guesses."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(token: str) -> str:
    """What the ledger keeps of a token, so that who reads the ledger cannot use it."""
    return sha256(token.encode(errors="replace")).hexdigest()


def _make(file: Path) -> None:
    """Writes a new key whole and readable by us alone; where two make one at once, the first stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_urlsafe(_BYTES) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(written, file)
    except FileExistsError:
        pass
    finally:
        written.unlink()
