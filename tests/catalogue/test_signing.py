"""The key that things are signed with: made once, kept to ourselves, told from purpose to purpose."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from itsdangerous import BadSignature, SignatureExpired

from catalogue.errors import SettingsError
from catalogue.signing import digest_of, new_token, signer, signing_key


def test_the_key_is_made_once_and_only_we_may_read_it(tmp_path: Path) -> None:
    first, second = signing_key(tmp_path, {}), signing_key(tmp_path, {})
    file = tmp_path / "secrets" / "SIGNING"
    assert first == second
    assert len(first) > 40
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_many_that_make_it_at_once_have_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: signing_key(tmp_path, {}), range(16)))) == 1


def test_a_variable_says_it_for_several_machines(tmp_path: Path) -> None:
    assert signing_key(tmp_path, {"STOOK_SECRET_SIGNING": "shared"}) == "shared"
    assert not (tmp_path / "secrets").exists()


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    signing_key(tmp_path, {})
    (tmp_path / "secrets" / "SIGNING").chmod(0o644)
    with pytest.raises(SettingsError, match="may be read by others"):
        signing_key(tmp_path, {})


def test_what_was_signed_for_one_purpose_passes_for_no_other_and_not_for_ever() -> None:
    signed = signer("key", "form").dumps("x")
    assert signer("key", "form").loads(signed) == "x"
    for wrong in (signer("key", "session"), signer("other", "form")):
        with pytest.raises(BadSignature):
            wrong.loads(signed)
    with pytest.raises(SignatureExpired):
        signer("key", "form").loads(signed, max_age=-1)


def test_the_ledger_holds_digests_of_tokens() -> None:
    assert new_token() != new_token()
    assert (len(digest_of("a")), digest_of("a") == digest_of("a"), digest_of("\ud83d") == "") == (
        64,
        True,
        False,
    )
