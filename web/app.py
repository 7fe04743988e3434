"""The web site as a Starlette application: its routes in one table, its middleware, its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware

from catalogue.clock import now_utc
from catalogue.indexes.protocol import Index
from catalogue.ledger.ledger import Ledger
from catalogue.settings import Settings
from catalogue.signing import signing_key
from catalogue.stores import StoreReader
from vocab import Vocabulary
from web.addresses import Addresses
from web.completing import Completions
from web.counts import Counts
from web.coverage.profiles import Profiles
from web.faults import HANDLERS
from web.forms.fairness import Fairness
from web.headers import HeadersMiddleware
from web.joining.counting import HolderCounts
from web.labels import Labels
from web.metrics import Metrics
from web.names import Names
from web.operations import Operation
from web.quality_scores import CatalogueScores
from web.querying import Querying
from web.registering.streams import Streams
from web.rendering import make_templates
from web.routing import arrange
from web.site import Site
from web.statics import load_statics
from web.thesaurus import make_thesaurus
from web.views import (
    alike,
    alikes,
    badge,
    catalog,
    cautions,
    changes,
    check,
    ckan,
    columns,
    compare,
    compare_organisations,
    concept,
    confirming,
    context,
    copies,
    crawling,
    dataset,
    developers,
    dumps,
    findings,
    health,
    home,
    identifiers,
    joins,
    linkages,
    linked,
    manage,
    mapping,
    operator,
    operator_audit,
    operator_bodies,
    operator_copies,
    operator_rights,
    operator_stories,
    organisation,
    organisations,
    own_account,
    own_story,
    portal,
    portal_links,
    proof,
    provider,
    quality,
    reconcile,
    records,
    register,
    registration,
    resource,
    reuses,
    sample,
    search,
    sign_in,
    sparql,
    status,
    story_data,
    suggestions,
    tell_story,
    unsubscribe,
    vocabularies,
    vocabulary,
    void,
)

# What comes first is asked first: a name that stands for itself goes before one that stands for any.
OPERATIONS: tuple[Operation, ...] = (
    *home.OPERATIONS,
    *search.OPERATIONS,
    *suggestions.OPERATIONS,
    *joins.OPERATIONS,
    *columns.OPERATIONS,
    *dataset.OPERATIONS,
    *copies.OPERATIONS,
    *organisations.OPERATIONS,
    *organisation.OPERATIONS,
    *alikes.OPERATIONS,
    *alike.OPERATIONS,
    *compare.OPERATIONS,
    *compare_organisations.OPERATIONS,
    *status.OPERATIONS,
    *portal.OPERATIONS,
    *findings.OPERATIONS,
    *badge.OPERATIONS,
    *manage.OPERATIONS,
    *cautions.OPERATIONS,
    *records.OPERATIONS,
    *portal_links.OPERATIONS,
    *register.OPERATIONS,
    *check.OPERATIONS,
    *provider.OPERATIONS,
    *sign_in.OPERATIONS,
    *own_account.OPERATIONS,
    *unsubscribe.OPERATIONS,
    *operator.OPERATIONS,
    *operator_copies.OPERATIONS,
    *operator_bodies.OPERATIONS,
    *operator_rights.OPERATIONS,
    *operator_audit.OPERATIONS,
    *operator_stories.OPERATIONS,
    *sample.OPERATIONS,
    *confirming.OPERATIONS,
    *registration.OPERATIONS,
    *proof.OPERATIONS,
    *vocabularies.OPERATIONS,
    *vocabulary.OPERATIONS,
    *identifiers.OPERATIONS,
    *concept.OPERATIONS,
    *mapping.OPERATIONS,
    *quality.OPERATIONS,
    *resource.OPERATIONS,
    *linkages.OPERATIONS,
    *tell_story.OPERATIONS,
    *story_data.OPERATIONS,
    *own_story.OPERATIONS,
    *reuses.OPERATIONS,
    *context.OPERATIONS,
    *linked.OPERATIONS,
    *sparql.OPERATIONS,
    *catalog.OPERATIONS,
    *changes.OPERATIONS,
    *dumps.OPERATIONS,
    *void.OPERATIONS,
    *developers.OPERATIONS,
    *ckan.OPERATIONS,
    *reconcile.OPERATIONS,
    *crawling.OPERATIONS,
    *health.OPERATIONS,
)
ROUTES = tuple(route for operation in OPERATIONS for route in operation.routes())


def build_app(
    settings: Settings,
    *,
    ledger: Ledger,
    store: StoreReader,
    index: Index,
    vocabulary: Vocabulary,
    now: Callable[[], str] = now_utc,
) -> Starlette:
    """The site over an opened catalogue, which it only reads and closes at its end."""
    site = make_site(settings, ledger=ledger, store=store, index=index, vocabulary=vocabulary, now=now)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        site.close()

    app = Starlette(
        routes=arrange(ROUTES),
        middleware=[Middleware(HeadersMiddleware), Middleware(CompressMiddleware, brotli=False)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # it would name the host that the client said; web.faults leads there
    app.state.site = site
    return app


def make_site(
    settings: Settings,
    *,
    ledger: Ledger,
    store: StoreReader,
    index: Index,
    vocabulary: Vocabulary,
    now: Callable[[], str] = now_utc,
) -> Site:
    """All that the views ask, in one object."""
    statics = load_statics()
    versions = {name: file.version for name, file in statics.items()}
    links = Addresses(versions=versions)
    iris = Addresses(settings.public_base)
    names = Names(ledger)
    return Site(
        settings=settings,
        links=links,
        iris=iris,
        ledger=ledger,
        store=store,
        querying=Querying(settings, store),
        index=index,
        vocabulary=vocabulary,
        names=names,
        counts=Counts(index),
        holders=HolderCounts(now),
        profiles=Profiles(ledger=ledger, index=index, vocabulary=vocabulary, now=now),
        scores=CatalogueScores(ledger),
        labels=Labels(vocabulary),
        completions=Completions(ledger=ledger, index=index, names=names, vocabulary=vocabulary),
        metrics=Metrics(ledger),
        thesaurus=make_thesaurus(vocabulary),
        fairness=Fairness(settings),
        streams=Streams(),
        key=signing_key(settings.home),
        templates=make_templates(links, iris.base),
        statics=statics,
        operations=OPERATIONS,
        now=now,
    )
