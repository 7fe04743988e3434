"""The command that serves the site: `stook serve`."""

from __future__ import annotations

import socket
from types import FrameType

import click
import uvicorn
from starlette.applications import Starlette

from catalogue.errors import CatalogueError
from catalogue.indexes.protocol import open_index
from catalogue.ledger.ledger import open_ledger
from catalogue.settings import Settings, load_settings
from catalogue.stores import open_store
from vocab import load_vocabulary
from web.app import build_app

_GRACE_SECONDS = 5


class CouldNot(click.ClickException):
    """Ends the command with status 2: it could not do what was asked."""

    exit_code = 2


@click.command(epilog="Example: STOOK_BIND=0.0.0.0:8080 STOOK_BASE=https://data.example.org stook serve")
def serve() -> None:
    """Serve the web site on the address that the setting `bind` names, until interrupted."""
    try:
        settings = load_settings()
        app = open_app(settings)
        listening = _listen(settings)
    except CatalogueError as error:
        raise CouldNot(str(error)) from error
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        proxy_headers=False,  # who is believed about a client is a setting of ours
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    click.echo(
        f"Stook is served at {settings.public_base}/ (listening on {settings.bind}); stop it with Ctrl+C."
    )
    _Server(config, app).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Uvicorn's, which ends the pages' streams as soon as it is told to stop, rather than wait for them."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called in the main thread for each signal."""
        self._app.state.site.streams.close()
        super().handle_exit(sig, frame)


def open_app(settings: Settings) -> Starlette:
    """The site over the catalogue that the settings name, opened for reading."""
    return build_app(
        settings,
        ledger=open_ledger(settings.ledger_url),
        store=open_store(
            settings.store_url, writable=False, secret=settings.secret, workers=settings.query_workers
        ),
        index=open_index(settings.index_url),
        vocabulary=load_vocabulary(),
    )


def _listen(settings: Settings) -> socket.socket:
    """Listens before anything is said, so that the address printed is one that answers."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        # The protocol is named because asyncio sets TCP_NODELAY by it; without, each answer waits 40 ms.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host.strip("[]"), settings.port))
        listening.listen(2048)
        return listening
    except OSError as error:
        raise CouldNot(
            f"cannot listen on {settings.bind}: {error.strerror}; STOOK_BIND names another address"
        ) from error
