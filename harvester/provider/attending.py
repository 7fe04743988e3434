"""What a worker does for a browser that signs in at the provider: says where to, then exchanges what came back."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

import structlog
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

from catalogue.clock import now_utc
from catalogue.errors import CatalogueError
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.provider_visits import Phase, Visit, end_visit, fail_visit, make_ready
from catalogue.settings import Settings
from harvester.asking.guard import AddressRefused
from harvester.provider.asking import ProviderFailed, ask_provider, check_endpoint
from harvester.provider.identity import Expected, proven_mailbox

log = structlog.get_logger()

_FAILURES = (OSError, HTTPException, AddressRefused, CatalogueError, ValueError)


def attend_visit(visit: Visit, settings: Settings, ledger: Ledger) -> None:
    """One step of a visit. What went wrong is for the log; the browser is told that it did."""
    try:
        if visit.phase is Phase.ASKED:
            authorise = authorise_address(visit, settings)
            with ledger.writing() as connection:
                make_ready(connection, visit.state, authorise=authorise, now=now_utc())
        else:
            email = exchange(visit, settings)
            with ledger.writing() as connection:
                end_visit(connection, visit.state, email=email, now=now_utc())
    except _FAILURES as error:
        log.warning("not signed in by the provider", why=f"{type(error).__name__}: {error}")
        with ledger.writing() as connection:
            fail_visit(
                connection, visit.state, visit.phase, why="The sign-in did not succeed.", now=now_utc()
            )


def authorise_address(visit: Visit, settings: Settings) -> str:
    """Where the browser is to go (OpenID Connect Core, 3.1.2.1)."""
    known = _discovered(settings)
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client,
        "redirect_uri": return_address(settings),
        "scope": "openid email",
        "state": visit.state,
        "nonce": visit.nonce,
        "code_challenge": create_s256_code_challenge(visit.verifier),
        "code_challenge_method": "S256",
    }
    address = _endpoint(known, "authorization_endpoint", settings)
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def exchange(visit: Visit, settings: Settings) -> str:
    """The mailbox that the provider vouches for, in exchange for the code."""
    known = _discovered(settings)
    form = {
        "grant_type": "authorization_code",
        "code": visit.code,
        "redirect_uri": return_address(settings),
        "code_verifier": visit.verifier,
    }
    login = (settings.oidc_client, settings.secret(settings.oidc_secret))
    told = ask_provider(
        _endpoint(known, "token_endpoint", settings), allow=settings.allow, form=form, login=login
    )
    keys = ask_provider(_endpoint(known, "jwks_uri", settings), allow=settings.allow)
    expected = Expected(
        issuer=settings.oidc_issuer, client=settings.oidc_client, nonce=visit.nonce, now=int(time.time())
    )
    return proven_mailbox(told.get("id_token"), keys, expected)


def return_address(settings: Settings) -> str:
    """Where the provider sends the browser back to; to be registered there."""
    return f"{settings.public_base}/sign-in/provider/back"


def _discovered(settings: Settings) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery, 4); asked anew each time, as its keys change."""
    address = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    known = ask_provider(address, allow=settings.allow)
    if known.get("issuer") != settings.oidc_issuer:
        raise ProviderFailed("the provider calls itself by another name than oidc_issuer")
    return known


def _endpoint(known: dict[str, Any], name: str, settings: Settings) -> str:
    address = known.get(name)
    if not isinstance(address, str):
        raise ProviderFailed(f"the provider names no {name}")
    check_endpoint(address, settings.allow)
    return address
