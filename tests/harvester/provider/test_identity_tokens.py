"""ID tokens: what proves a mailbox, and every way in which one is forged."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from harvester.provider.asking import ProviderFailed
from harvester.provider.identity import Expected, proven_mailbox

KEY, OTHER = (RSAKey.generate_key(2048, {"kid": "a"}) for _ in range(2))
KEYS: dict[str, Any] = {"keys": [KEY.as_dict(private=False)]}
NOW = 1_800_000_000
EXPECTED = Expected(issuer="https://id.example", client="stook", nonce="n", now=NOW)
CLAIMS = {
    "iss": "https://id.example", "aud": "stook", "sub": "7", "nonce": "n", "iat": NOW - 5, "exp": NOW + 300,
    "email": "Ann@Leeds.gov.uk", "email_verified": True,
}  # fmt: skip


def token(claims: dict[str, Any], key: RSAKey = KEY) -> str:
    return jwt.encode({"alg": "RS256", "kid": "a"}, claims, key)


def unsigned() -> str:
    parts = ({"alg": "none"}, CLAIMS)
    return ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def signed_with_the_public_key() -> str:
    """An old attack: the public key as the secret of a symmetric algorithm."""
    secret = OctKey.import_key(json.dumps(KEYS["keys"][0]))
    return jwt.encode({"alg": "HS256", "kid": "a"}, CLAIMS, secret, algorithms=["HS256"])


FORGED = {
    "by another key": token(CLAIMS, OTHER),
    "unsigned": unsigned(),
    "by the public key": signed_with_the_public_key(),
    "changed": token(CLAIMS).replace(".", ".e", 1),
    "no token": "x",
    "empty": "",
    "nothing": None,
    "by another issuer": token(CLAIMS | {"iss": "https://evil.example"}),
    "for another client": token(CLAIMS | {"aud": "other"}),
    "for several, none of them named": token(CLAIMS | {"aud": ["stook", "other"]}),
    "for several, another named": token(CLAIMS | {"aud": ["stook", "other"], "azp": "other"}),
    "for another browser": token(CLAIMS | {"nonce": "m"}),
    "for no browser": token({name: value for name, value in CLAIMS.items() if name != "nonce"}),
    "too old": token(CLAIMS | {"exp": NOW - 61}),
    "without an end": token({name: value for name, value in CLAIMS.items() if name != "exp"}),
    "without a subject": token({name: value for name, value in CLAIMS.items() if name != "sub"}),
    "of an address that nobody verified": token(CLAIMS | {"email_verified": False}),
    "of an address that is said to be verified": token(CLAIMS | {"email_verified": "true"}),
    "without saying so": token({name: value for name, value in CLAIMS.items() if name != "email_verified"}),
    "without an address": token({name: value for name, value in CLAIMS.items() if name != "email"}),
    "of two addresses": token(CLAIMS | {"email": "a@b.example, c@d.example"}),
}


def test_a_token_proves_the_mailbox_that_it_names() -> None:
    assert proven_mailbox(token(CLAIMS), KEYS, EXPECTED) == "ann@leeds.gov.uk"


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_token_proves_nothing(forged: str) -> None:
    with pytest.raises(ProviderFailed):
        proven_mailbox(FORGED[forged], KEYS, EXPECTED)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{"kty": "x"}]}, {"keys": "x"}])
def test_keys_that_cannot_be_read_prove_nothing(keys: dict[str, Any]) -> None:
    with pytest.raises(ProviderFailed):
        proven_mailbox(token(CLAIMS), keys, EXPECTED)
