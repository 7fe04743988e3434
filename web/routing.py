"""Routes found by their address at once, where no name stands in it, rather than asked one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class FixedRoutes(BaseRoute):
    """All routes whose path is a plain address, as one route."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes: dict[str, list[Route]] = {}
        for route in routes:
            self._routes.setdefault(route.path, []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As the route of that path says."""
        route = self._route(scope)
        return route.matches(scope) if route else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By the route that matched."""
        route = self._route(scope)
        assert route is not None  # noqa: S101 # for the types; it has just matched
        await route.handle(scope, receive, send)

    def _route(self, scope: Scope) -> Route | None:
        """The route of that path and method; of another method where there is only that, which then refuses."""
        here = self._routes.get(scope["path"], []) if scope["type"] == "http" else []
        fits = (one for one in here if not one.methods or scope["method"] in one.methods)
        return next(fits, here[0] if here else None)


def arrange(routes: Sequence[Route]) -> list[BaseRoute]:
    """The same routes, those without names in their path found at once.

    A path that stands for itself goes before one that stands for any, so what is found stays the same.
    """
    fixed = [route for route in routes if not route.param_convertors]
    return [FixedRoutes(fixed), *(route for route in routes if route.param_convertors)]
