"""Routes found by their address at once, where no name stands in it, rather than asked one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class FixedRoutes(BaseRoute):
    """All routes whose path is a plain address, as one route."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = {route.path: route for route in reversed(routes)}

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
        return self._routes.get(scope["path"]) if scope["type"] == "http" else None


def arrange(routes: Sequence[Route]) -> list[BaseRoute]:
    """The same routes, those without names in their path found at once.

    A path that stands for itself goes before one that stands for any, so what is found stays the same.
    """
    fixed = [route for route in routes if not route.param_convertors]
    return [FixedRoutes(fixed), *(route for route in routes if route.param_convertors)]
