"""What the holder of a story's private link sees of it."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request

from catalogue.ledger.reuse_filing import similar_stories, story_of
from catalogue.ledger.reuses import datasets_of
from catalogue.reuses.story import Filed, State, What
from web.forms.page import Wrong
from web.pages.own_story import Alike, Choice, DataPage, OwnStoryPage, StoryAnswersPage
from web.problems import ProblemRaised, not_found
from web.registering.private import led_to
from web.site import Site
from web.stories.told import tell_content, used_datasets
from web.stories.using import find_data


def find_own(connection: Connection, token: str) -> Filed:
    """The story behind a private link; raises a 404 that says what to do where there is none."""
    filed = story_of(connection, token)
    if filed is None:
        raise unknown_story()
    return filed


def find_open(connection: Connection, site: Site, token: str) -> Filed:
    """The same where it may still be changed; else a person is led to its private page."""
    filed = find_own(connection, token)
    if not filed.is_open:
        raise led_to(site.links.own_story(token))
    return filed


def token_of(request: Request) -> str:
    """What the private link carries."""
    return str(request.path_params["token"])


def own_page(site: Site, connection: Connection, filed: Filed, token: str) -> OwnStoryPage:
    """The private page."""
    told = tell_content(site, connection, filed.newest)
    return OwnStoryPage(title=told.said.title or "Your story", token=token, filed=filed, told=told)


def answers_page(site: Site, connection: Connection, filed: Filed, token: str) -> StoryAnswersPage:
    """Everything that will be sent, with what is told here already."""
    alike = tuple(
        Alike(title=one.story.content.title, address=site.links.reuse(one.story.slug))
        for one in similar_stories(connection, filed, filed.newest)
        if one.story.state is State.SHOWN
    )
    return StoryAnswersPage(
        title="Check your answers before you send the story",
        token=token,
        filed=filed,
        told=tell_content(site, connection, filed.newest),
        alike=alike,
    )


def data_page(
    site: Site,
    connection: Connection,
    filed: Filed,
    token: str,
    *,
    text: str = "",
    given: dict[str, str] | None = None,
    wrong: tuple[Wrong, ...] = (),
) -> DataPage:
    """The data that it used; with what a search finds."""
    said = filed.newest
    chosen = used_datasets(said, datasets_of(connection, (said,)))
    names = site.names.table().publishers
    kinds = ", ".join(use.title for use in said.uses if use.what is What.IDENTIFIER)
    return DataPage(
        title="Which data did you use?",
        token=token,
        datasets=chosen,
        organisations=tuple(
            Choice(slug=slug, name=names.get(slug, slug)) for slug in said.names(What.ORGANISATION)
        ),
        text=text,
        found=find_data(site, text, (one.id for one in chosen)),
        given={"identifiers": kinds} | (given or {}),
        wrong=wrong,
    )


def take_change(site: Site, request: Request) -> ProblemRaised | None:
    """Counts one more change of this visitor; the problem where that is one too many."""
    try:
        site.fairness.take("change", site.fairness.client(request))
    except ProblemRaised as raised:
        return raised
    return None


def unknown_story() -> ProblemRaised:
    """Nothing is behind the link."""
    return not_found(
        "No story is behind this private link. It may not have been copied whole, or it was never sent, and was "
        "forgotten after seven days."
    )
