"""Secrets by reference: a setting says where a password is, never what it is, so that no setting or log holds one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from catalogue.errors import SettingsError


def read_secret(reference: str, environment: Mapping[str, str]) -> str:
    """What `env:NAME` or `file:PATH` refers to, without the line's end; "" for an empty reference.

    Raises SettingsError where there is no such thing; its text never holds what was given in the place of a
    reference, since that may be the secret itself.
    """
    kind, _, name = reference.partition(":")
    if not reference:
        return ""
    if kind == "env" and name:
        if name not in environment:
            raise SettingsError(f"a secret is said to be in the variable {name}, which is not set")
        return environment[name]
    if kind == "file" and name:
        try:
            return Path(name).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise SettingsError(f"a secret is said to be in the file {name}, which cannot be read") from error
    raise SettingsError("a secret is given by reference: env:NAME of a variable, or file:PATH")
