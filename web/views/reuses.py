"""/reuses and /reuses/{slug}: stories of what good came of data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from catalogue.ledger.held import titles_of
from catalogue.ledger.reuses import (
    Wanted,
    count_stories,
    count_themes,
    datasets_of,
    evidence_of,
    list_stories,
    story_at,
)
from catalogue.reuses.story import State, Story
from vocab.namespaces import DUV
from web.answers import Choice, Writer, answer, followed_by, negotiate
from web.atom import to_atom
from web.negotiation import ATOM, HTML, JSON, RDF_FORMS, THING_FORMS
from web.operations import PAGE, Operation, Parameter
from web.pages.reuse import StoriesPage, StoryPage, ThemeChoice
from web.problems import MOVED, Problem, ProblemRaised
from web.site import Site, site_of
from web.slices import Window, asked_text, page_number
from web.stories import GROUP
from web.stories.beside import narrowed_to, query_of
from web.stories.told import evidence_told, make_card, publishers_of, used_datasets
from web.stories.written import (
    STORIES_SCHEMA,
    STORY_SCHEMA,
    stories_feed,
    stories_triples,
    story_json,
    story_node,
    story_triples,
)
from web.structured import data_block
from web.writers import thing_writers

_FORMS = (HTML, JSON, ATOM, *RDF_FORMS)
_A_PAGE = 20
_LONGEST_NAME = 120
_NARROWED = ("theme", "dataset", "organisation", "identifier")
_TITLE = "What good came of it"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A page of the stories that were asked for, and how many there are in all."""

    wanted: Wanted
    stories: tuple[Story, ...]
    count: int
    window: Window


def reuses(request: Request) -> Response:
    """The stories that words find, or of a theme, the newest first."""
    site = site_of(request)
    wanted = _wanted(request)
    choice = negotiate(
        request,
        _FORMS,
        lambda _, suffix: site.links.stories(query_of(wanted), suffix),
        name=request.url.path.rpartition("/")[2],
    )
    found = _find(site, wanted, page_number(request))
    writers = _list_writers(site, choice, found)
    further = found.window.following(found.count, lambda page: _address(site, wanted, choice, page))
    return followed_by(answer(request, choice, writers), further)


def reuse(request: Request) -> Response:
    """One story; 410 where it is shown no more."""
    site = site_of(request)
    choice = negotiate(request, THING_FORMS, site.links.reuse, name=request.path_params["name"])
    with site.ledger.reading() as connection:
        story = story_at(connection, choice.name)
        if story is None:
            raise choice.missing("There is no story at this address.")
        if story.state is not State.SHOWN:
            raise _gone(story)
        datasets = datasets_of(connection, (story.content,))
        checked = evidence_of(connection, (story,)).get(story.id)
    writers = thing_writers(
        site,
        page=lambda: StoryPage(
            title=story.content.title,
            alternates=choice.alternates,
            structured=data_block(story_node(story, datasets, site.iris)),
            card=make_card(site, story, datasets),
            story=story.content.story,
            evidence=evidence_told(story.content, checked),
            publishers=publishers_of(site, story.content, used_datasets(story.content, datasets)),
            modified=story.modified,
        ),
        json=lambda: story_json(story, datasets, checked, site.iris),
        quads=lambda: story_triples(story, site),
    )
    return answer(request, choice, writers, kind=DUV.Usage)


def _wanted(request: Request) -> Wanted:
    named = {name: request.query_params.get(name, "")[:_LONGEST_NAME] for name in _NARROWED}
    return Wanted(text=asked_text(request), **named)


def _find(site: Site, wanted: Wanted, number: int) -> _Found:
    window = Window(number=number, size=_A_PAGE)
    with site.ledger.reading() as connection:
        found = list_stories(connection, wanted, limit=window.size, offset=window.offset)
        return _Found(wanted=wanted, stories=found, count=count_stories(connection, wanted), window=window)


def _list_writers(site: Site, choice: Choice, found: _Found) -> dict[str, Writer]:
    here = _address(site, found.wanted, choice, found.window.number)
    base = site.iris.base
    further = found.window.following(found.count, lambda page: _address(site, found.wanted, choice, page))
    return {
        **thing_writers(
            site,
            page=lambda: _list_page(site, choice, found),
            json=lambda: _list_json(site, found, further),
            quads=lambda: stories_triples(
                found.stories,
                site,
                whole=choice.canonical,
                here=base + here,
                following=base + further if further else "",
                total=found.count,
            ),
        ),
        ATOM.name: lambda: to_atom(
            stories_feed(_TITLE, base + here, choice.canonical, found.stories, site.iris)
        ),
    }


def _list_json(site: Site, found: _Found, further: str | None) -> dict[str, object]:
    with site.ledger.reading() as connection:
        datasets = datasets_of(connection, (one.content for one in found.stories))
        checked = evidence_of(connection, found.stories)
    return {
        "total": found.count,
        "stories": [story_json(one, datasets, checked.get(one.id), site.iris) for one in found.stories],
        "next": site.iris.base + further if further else None,
    }


def _list_page(site: Site, choice: Choice, found: _Found) -> StoriesPage:
    wanted = found.wanted
    with site.ledger.reading() as connection:
        datasets = datasets_of(connection, (one.content for one in found.stories))
        themes = count_themes(connection)
        used = titles_of(connection, [wanted.dataset]) if wanted.dataset else {}
    return StoriesPage(
        title=f"{_TITLE}: {wanted.text}" if wanted.text else _TITLE,
        alternates=choice.alternates,
        text=wanted.text,
        theme=wanted.theme,
        count=found.count,
        cards=tuple(make_card(site, one, datasets) for one in found.stories),
        narrowed=narrowed_to(site, wanted, used),
        themes=tuple(
            ThemeChoice(
                code=code,
                label=concept.label() if concept else code,
                count=count,
                address=site.links.stories(query_of(replace(wanted, theme=code))),
            )
            for code, count in themes.items()
            for concept in [site.vocabulary.find("theme", code)]
        ),
        paging=found.window.paging(found.count, lambda page: site.links.stories(query_of(wanted), page=page)),
    )


def _address(site: Site, wanted: Wanted, choice: Choice, page: int) -> str:
    return site.links.stories(query_of(wanted), choice.form.suffix, page)


def _gone(story: Story) -> ProblemRaised:
    said = {
        State.WITHDRAWN: "This story was withdrawn by its author.",
        State.DOWN: "This story was taken down by those who run this catalogue.",
    }
    detail = said.get(story.state, "This story is shown no more.")
    return ProblemRaised(Problem(status=410, title="No longer shown", detail=detail))


OPERATIONS = (
    Operation(
        path="/reuses",
        view=reuses,
        about="Stories of what good came of data, the newest first: those that words find, or with data of a theme.",
        group=GROUP,
        media=tuple(form.media_type for form in _FORMS),
        suffixes=tuple(form.suffix for form in _FORMS),
        schemas={JSON.media_type: STORIES_SCHEMA},
        parameters=(
            Parameter(name="q", about="Words that each story has.", example="bins"),
            Parameter(name="theme", about="The code of a theme of the data that was used.", example="ENVI"),
            Parameter(name="dataset", about="A dataset that was used.", of="dataset"),
            Parameter(name="organisation", about="Whose data was used.", of="publisher"),
            Parameter(
                name="identifier", about="The code of a kind of identifier that joined it.", example="uprn"
            ),
            PAGE,
        ),
    ),
    Operation(
        path="/reuses/{name}",
        view=reuse,
        about="One story: who used which data, what changed by it, and where that can be seen.",
        group=GROUP,
        media=tuple(form.media_type for form in THING_FORMS),
        schemas={JSON.media_type: STORY_SCHEMA},
        parameters=(
            Parameter(
                name="name",
                about="The story's name in addresses; .json, .ttl, .jsonld, .nt or .rdf behind it chooses a form.",
                where="path",
                of="story",
            ),
        ),
        statuses=MOVED
        | {404: "There is no such story.", 410: "It was withdrawn by its author, or taken down."},
    ),
)
