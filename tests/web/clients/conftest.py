"""The made-up catalogue over a store on disk, served to programs that others wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import serving
from made_up_catalogue import open_site


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served."""
    folder = tmp_path_factory.mktemp("clients")
    with serving(open_site(folder, many=45, address=f"oxigraph:{folder / 'store'}")) as served:
        yield served
