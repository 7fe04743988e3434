"""Secrets are named in settings, and stand elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.errors import SettingsError
from catalogue.secret import read_secret


def test_a_secret_is_read_where_its_reference_says(tmp_path: Path) -> None:
    """A variable, or a file that nobody else may read; no reference is no secret."""
    file = tmp_path / "secrets" / "MAIL"
    file.parent.mkdir()
    file.write_text("s3cret\n")
    file.chmod(0o600)
    assert read_secret("secret:MAIL", tmp_path, {}) == "s3cret"
    assert read_secret("secret:HOOK", tmp_path, {"STOOK_SECRET_HOOK": "other"}) == "other"
    assert read_secret("", tmp_path, {}) == ""


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """Mode 600 is right."""
    file = tmp_path / "secrets" / "MAIL"
    file.parent.mkdir()
    file.write_text("s3cret\n")
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="mode 600 was expected"):
        read_secret("secret:MAIL", tmp_path, {})


@pytest.mark.parametrize(
    "reference", ["s3cret", "secret:", "secret:NONE", "secret:../s3cret", "vault:s3cret"]
)
def test_what_is_no_reference_is_refused_without_being_told(reference: str, tmp_path: Path) -> None:
    """It may be the secret itself."""
    with pytest.raises(SettingsError) as refused:
        read_secret(reference, tmp_path, {})
    assert "s3cret" not in str(refused.value)
