"""The harvest in Prometheus' terms (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Lock

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from catalogue.clock import from_instant, now_utc
from catalogue.comparison import Verdict
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.measures import EndedRun, Measures, RunLog, measure
from catalogue.ledger.sampling import SampleCounts
from catalogue.watching import State

BUCKETS = (10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 10800.0, 21600.0, 86400.0)
_STATES = ("live", "missing", "withdrawn")


class Metrics:
    """The metrics of one site, read from its ledger at each scrape. Runs are counted on from the last one."""

    def __init__(self, ledger: Ledger, clock: Callable[[], str] = now_utc) -> None:
        self._ledger = ledger
        self._clock = clock
        self._log = RunLog()
        self._totals = Totals()
        self._lock = Lock()

    def scrape(self, accept: str) -> tuple[bytes, str]:
        """The metrics in the form that a scraper asks for, and its media type."""
        now = self._clock()
        with self._lock:
            with self._ledger.reading() as connection:
                self._totals.add(self._log.ended_since(connection))
                measures = measure(connection, now=now)
            registry = CollectorRegistry()
            registry.register(_Told([*families(measures, now=now), *self._totals.families()]))
            encode, media_type = choose_encoder(accept)
            body: bytes = encode(registry)
        return body, media_type


class Totals:
    """What only ever grows: runs by verdict, their requests and how long they took."""

    def __init__(self) -> None:
        self._runs = dict.fromkeys((one.value for one in Verdict), 0)
        self._requests = 0
        self._seconds = 0.0
        self._within = dict.fromkeys(BUCKETS, 0)

    def add(self, ended: list[EndedRun]) -> None:
        """Counts runs that have ended."""
        for run in ended:
            self._runs[run.verdict] = self._runs.get(run.verdict, 0) + 1
            self._requests += run.requests
            self._seconds += run.seconds
            for bound in BUCKETS:
                self._within[bound] += run.seconds <= bound

    def families(self) -> Iterator[Metric]:
        """The totals as metrics."""
        counted = CounterMetricFamily("stook_runs", "Runs that have ended, by verdict.", labels=["verdict"])
        for verdict, count in self._runs.items():
            counted.add_metric([verdict], count)
        yield counted
        yield CounterMetricFamily("stook_requests", "Requests made to portals by runs that have ended.",
                                  value=self._requests)  # fmt: skip
        every = sum(self._runs.values())
        buckets = [(f"{bound:g}", float(count)) for bound, count in self._within.items()]
        lasted = HistogramMetricFamily("stook_run_duration_seconds", "How long runs took, from begin to end.")
        lasted.add_metric([], buckets=[*buckets, ("+Inf", float(every))], sum_value=self._seconds)
        yield lasted


def families(measures: Measures, *, now: str) -> Iterator[Metric]:
    """How everything stands, as metrics; a state that nothing is in counts 0."""
    datasets = {state: measures.datasets.get(state, 0) for state in _STATES}
    yield _by("stook_datasets", "Datasets, by state.", "state", datasets)
    states = {state.value: measures.states.get(state.value, 0) for state in State}
    yield _by("stook_portals", "Portals that have had a run, by state.", "state", states)
    ages = {
        slug: (from_instant(now) - from_instant(instant)).total_seconds()
        for slug, instant in measures.complete.items()
    }
    yield _by(
        "stook_last_complete_run_age_seconds", "Since the last complete run of a portal.", "portal", ages
    )
    links = measures.links
    yield _by(
        "stook_links",
        "Addresses that datasets lead to, by how they stand.",
        "state",
        {
            "works": links.works,
            "failing": links.failing,
            "dead": links.dead,
            "unknown": links.unknown,
            "never-asked": links.never_asked,
        },
    )
    yield _samples(measures.samples)
    for name, text, value in (
        ("samples_due", "Files whose first rows are due.", measures.samples.due),
        ("samples_taken", "Files whose first rows are being read.", measures.samples.taken),
        ("links_due", "Addresses whose check is due.", links.due),
        ("links_taken", "Addresses that are being checked.", links.taken),
        ("rejected_records", "Records that could not be taken in, at present.", measures.rejected),
        ("held", "What is kept back until a person has looked.", measures.held),
        ("proposed_matches", "Records that may be datasets held under other keys.", measures.matches),
        ("runs_running", "Runs that go on.", measures.running),
        ("queue_length", "Portals that wait for a worker.", measures.queued),
        ("workers", "Workers that live.", measures.workers),
        ("notices_waiting", "Mails and posts that are still to be sent.", measures.notices),
    ):
        yield GaugeMetricFamily(f"stook_{name}", text, value=value)


def _samples(files: SampleCounts) -> Metric:
    """How the files stand whose first rows are read."""
    return _by(
        "stook_samples",
        "Files whose first rows may tell their columns, by how they stand.",
        "state",
        {
            "read": files.read,
            "unfit": files.unfit,
            "refused": files.refused,
            "failed": files.failed,
            "never-asked": files.never_asked,
        },
    )


def _by(name: str, text: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family


class _Told(Collector):
    """Metrics that were read already."""

    def __init__(self, told: list[Metric]) -> None:
        self._told = told

    def collect(self) -> list[Metric]:
        return self._told
