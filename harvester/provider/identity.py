"""An ID token, checked: who it says that somebody is, for us, now, and for this very browser.

https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from catalogue.mail_address import read_mailbox
from harvester.provider.asking import ProviderFailed

# Only signatures by a key that the provider alone has: never "none", and never one by a secret that we share.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LEEWAY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token must say: by whom, for whom, and for which browser. `now` is in seconds since 1970."""

    issuer: str
    client: str
    nonce: str
    now: int


def proven_mailbox(token: object, keys: dict[str, Any], expected: Expected) -> str:
    """The mailbox that a token proves; ProviderFailed says why it proves none."""
    if not isinstance(token, str):
        raise ProviderFailed("no ID token came")
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS))  # type: ignore[arg-type]
        options = {
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client},
        }
        params = {"nonce": expected.nonce, "client_id": expected.client}
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(now=expected.now, leeway=_LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderFailed(f"the ID token proves nothing: {type(error).__name__}") from error
    if claims.get("email_verified") is not True:
        raise ProviderFailed("the provider has not verified the e-mail address")
    mailbox = read_mailbox(str(claims.get("email", "")))
    if not mailbox:
        raise ProviderFailed("the provider names no e-mail address")
    return mailbox
