"""Secrets by reference: a setting says `secret:NAME`, never what it is, so that no setting, ledger or log holds one.

The secret is in the variable `STOOK_SECRET_NAME`, or in the file `secrets/NAME` of the home folder, which nobody else
may read.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from pathlib import Path

from catalogue.errors import SettingsError

REFERENCE = re.compile(r"secret:([A-Z][A-Z0-9_]{0,60})")


def read_secret(reference: str, home: Path, environment: Mapping[str, str]) -> str:
    """What a setting `secret:NAME` refers to; "" for an empty one.

    Raises SettingsError for anything else; its text never holds what was given in the place of a reference, since
    that may be the secret itself.
    """
    if not reference:
        return ""
    named = REFERENCE.fullmatch(reference)
    if named is None:
        raise SettingsError(
            "a setting holds a secret in the open; a reference such as secret:MAIL was expected"
        )
    return named_secret(named[1], home, environment)


def named_secret(name: str, home: Path, environment: Mapping[str, str]) -> str:
    """The secret of a name; SettingsError where it is nowhere, is no single line, or could be read by others."""
    file = home / "secrets" / name
    value = environment.get(f"STOOK_SECRET_{name}") or _of_file(name, file)
    if not value or not value.isprintable():
        raise SettingsError(
            f"the secret {name} is not there; one line in the variable STOOK_SECRET_{name} or in the file {file}"
            " was expected"
        )
    return value


def _of_file(name: str, file: Path) -> str:
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(f"the secret {name} may be read by others; mode 600 was expected of {file}")
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
