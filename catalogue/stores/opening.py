"""Opens the store that a setting names: the URL's scheme is the module, the rest is for it to read."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from catalogue.errors import SettingsError
from catalogue.stores.protocol import WORKERS, Store
from catalogue.stores.server import Secret, no_secret

SCHEMES = ("memory", "oxigraph", "sparql")  # a backend is a module of this name with open_store, as below


def open_store(
    url: str, *, writable: bool = True, secret: Secret = no_secret, workers: int = WORKERS
) -> Store:
    """Open `memory:`, `oxigraph:PATH` or `sparql:ADDRESS`; the caller closes it. `secret` reads what an address
    refers to; `workers` is how many queries may run at once.

    Opened with `writable=False` it takes no lock, refuses apply and rebuild, and may be opened many times
    over. Raises SettingsError for an unknown scheme, StoreUnavailable if another process writes this store.
    """
    scheme, colon, location = url.partition(":")
    if not colon or scheme not in SCHEMES:
        known = " or ".join(f"'{name}:…'" for name in SCHEMES)
        raise SettingsError(f"store {url.partition('#')[0]!r}: unknown kind of store; expected {known}")
    module = import_module(f"catalogue.stores.{scheme}")
    return cast(Store, module.open_store(location, writable=writable, secret=secret, workers=workers))
