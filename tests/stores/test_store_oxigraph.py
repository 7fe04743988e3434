"""The embedded store: one writer, generations that last as long as they are read, and workers that may die."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalogue.errors import QueryRefused, QueryTimeout, StoreError, StoreUnavailable
from catalogue.stores import GraphPut, Query, QueryForm, Scan, open_store
from catalogue.stores.generations import Folder, ReadingHold
from catalogue.stores.oxigraph import OxigraphStore

JSON = "application/sparql-results+json"
MANY = 3000
# Some 10^10 rows: it ends by being stopped, on any machine.
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SELECT = Scan(form=QueryForm.SELECT, names_dataset=False)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphStore]:
    """A few thousand triples and one worker; each test leaves it able to answer."""
    path = tmp_path_factory.mktemp("crowded")
    writer = OxigraphStore(path, writable=True)
    writer.rebuild([put("many", *map(str, range(MANY)))], mark=1)
    writer.close()
    reader = OxigraphStore(path, writable=False, workers=1)
    yield reader
    reader.close()


def put(name: str, *values: str) -> GraphPut:
    iri = f"http://example.org/{name}"
    lines = [f'<{iri}> <http://example.org/p> "{value}" <{iri}> .\n' for value in values]
    return GraphPut(graph=iri, quads="".join(lines).encode())


def ask(text: str, seconds: float = 10) -> Query:
    return Query(text=text, media_type=JSON, seconds=seconds)


def number(store: OxigraphStore) -> int:
    answer = store.query(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def processor_ticks(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def test_a_runaway_query_is_stopped_and_harms_nobody(crowded: OxigraphStore) -> None:
    with pytest.raises(QueryTimeout, match=r"^the query ran longer than 0\.3 s and was stopped$"):
        crowded.query(ask(RUNAWAY, seconds=0.3))
    assert number(crowded) == MANY


def test_a_runaway_sort_is_stopped_too(crowded: OxigraphStore) -> None:
    with pytest.raises(QueryTimeout):
        crowded.query(ask("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", seconds=0.3))
    assert number(crowded) == MANY


def test_a_worker_killed_while_it_runs_costs_one_query(crowded: OxigraphStore) -> None:
    assert number(crowded) == MANY
    (pid,) = crowded.workers()
    before = processor_ticks(pid)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(crowded.query, ask(RUNAWAY, seconds=30))
        while processor_ticks(pid) < before + 3:
            pass  # until it has worked for some hundredths of a second, and so is in the middle
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(StoreUnavailable, match=r"ended \(SIGKILL\); try again later"):
            running.result()
    assert number(crowded) == MANY
    assert crowded.workers() != (pid,)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(" + "1+" * 30_000 + "1) }",
        "SELECT * " + "{" * 3000 + "}" * 3000,
        "SELECT * { ?s ?p " + "[?p " * 6000 + "]" * 6000 + " }",
        "SELECT * { FILTER(" + "(" * 8000 + "1" + ")" * 8000 + ") }",
    ],
    ids=["+", "{", "[", "("],
)
def test_a_query_that_overflows_the_stack_costs_one_worker(crowded: OxigraphStore, text: str) -> None:
    """All but the first would be refused by the scan; here they reach the worker, which must hold without it."""
    with pytest.raises(
        QueryRefused, match=r"broke the process that ran it \(SIGSEGV\): it is nested too deeply"
    ):
        crowded.query_scanned(ask(text), SELECT)
    assert number(crowded) == MANY


def test_a_worker_killed_while_it_is_idle_costs_nothing(crowded: OxigraphStore) -> None:
    assert number(crowded) == MANY
    (pid,) = crowded.workers()
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert number(crowded) == MANY


def test_a_query_that_wants_all_memory_costs_one_worker(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path, writable=False, workers=1, memory=512 * 1024**2)
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    with pytest.raises(QueryRefused, match="memory than one query may use"):
        store.query(ask(f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {doubling} }}"))
    assert number(store) == 0
    store.close()


def test_a_worker_reaches_no_network(crowded: OxigraphStore) -> None:
    assert number(crowded) == MANY
    (pid,) = crowded.workers()
    if Path(f"/proc/{pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink():
        pytest.skip("this system lets nobody leave the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?a ?b ?c }} }}"
        with pytest.raises(StoreError):
            crowded.query_scanned(ask(text), SELECT)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_all_workers_busy_is_said_after_the_querys_own_time(crowded: OxigraphStore) -> None:
    assert number(crowded) == MANY
    (pid,) = crowded.workers()
    before = processor_ticks(pid)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(crowded.query, ask(RUNAWAY, seconds=30))
        while processor_ticks(pid) < before + 1:
            pass
        with pytest.raises(StoreUnavailable, match=r"busy for 0\.1 s"):
            crowded.query(ask("ASK {}", seconds=0.1))
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(StoreUnavailable):
            running.result()


def test_many_threads_get_each_its_own_answer(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path, writable=True, workers=2)
    store.apply(puts=[put("a", "1")], drops=[], mark=1)

    def own(number: int) -> bool:
        answer = store.query(ask(f"SELECT (({number} + 1) AS ?n) {{}}"))
        return bool(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] == str(number + 1))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(own, range(100)))
    assert len(store.workers()) == 2
    store.close()


def test_closing_ends_a_query_that_runs(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path, writable=True, workers=1)
    store.apply(puts=[put("a", *map(str, range(MANY)))], drops=[], mark=1)
    assert number(store) == MANY
    (pid,) = store.workers()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(store.query, ask(RUNAWAY, seconds=30))
        before = processor_ticks(pid)
        while processor_ticks(pid) < before + 1:
            pass
        store.close()
        with pytest.raises(StoreUnavailable):
            running.result()
    assert store.workers() == ()


def test_a_reader_sees_each_generation_without_restart(tmp_path: Path) -> None:
    reader = OxigraphStore(tmp_path, writable=False, workers=1)
    assert (number(reader), reader.mark()) == (0, 0)
    writer = OxigraphStore(tmp_path, writable=True)
    writer.apply(puts=[put("a", "1")], drops=[], mark=1)
    assert (number(reader), reader.mark()) == (1, 1)
    workers = reader.workers()
    writer.apply(puts=[put("b", "1", "2")], drops=[], mark=2)
    assert (number(reader), reader.mark()) == (3, 2)
    assert reader.workers() == workers
    assert reader.generation() == writer.generation()
    writer.close()
    reader.close()


def test_a_second_writer_is_refused_by_the_first_ones_number(tmp_path: Path) -> None:
    first = open_store(f"oxigraph:{tmp_path}")
    with pytest.raises(StoreUnavailable, match=f"process {os.getpid()} is writing it, and only one may"):
        open_store(f"oxigraph:{tmp_path}")
    first.close()
    open_store(f"oxigraph:{tmp_path}").close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreUnavailable, match=r"file/store: its folder cannot be written"):
        open_store(f"oxigraph:{tmp_path}/file/store")


def test_a_batch_that_cannot_be_written_is_forgotten(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path, writable=True, workers=1)
    store.apply(puts=[put("a", "1")], drops=[], mark=1)

    def torn() -> Iterator[GraphPut]:
        yield put("b", "1")
        raise OSError("No space left on device")

    with pytest.raises(StoreUnavailable, match="cannot be written now: No space left on device"):
        store.apply(puts=torn(), drops=[], mark=2)
    store.apply(puts=[put("c", "1")], drops=[], mark=2)
    assert (number(store), store.mark()) == (2, 2)
    store.close()


def test_a_generation_is_kept_while_it_is_read_and_no_longer(tmp_path: Path) -> None:
    writer = OxigraphStore(tmp_path, writable=True)
    writer.apply(puts=[put("a", "1")], drops=[], mark=1)
    folder = Folder(tmp_path)
    read = folder.data(folder.generation())
    assert read is not None
    hold = ReadingHold(read)
    with hold:
        writer.apply(puts=[put("a", "2")], drops=[], mark=2)
        assert read.exists()
    writer.apply(puts=[put("a", "3")], drops=[], mark=3)
    assert not read.exists()
    with pytest.raises(FileNotFoundError), hold:
        pass
    hold.close()
    assert len(list((tmp_path / "generations").iterdir())) == 1
    writer.close()


def test_the_old_content_serves_while_the_new_is_loaded(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path, writable=True, workers=1)
    store.apply(puts=[put("a", "1")], drops=[], mark=1)
    seen = []

    def slowly() -> Iterator[GraphPut]:
        for name in ("b", "c"):
            yield put(name, "1", "2")
            seen.append((number(store), store.mark()))

    store.rebuild(slowly(), mark=2)
    assert seen == [(1, 1), (1, 1)]
    assert (number(store), store.mark()) == (4, 2)
    store.close()


def test_reopening_finds_everything_and_goes_on(tmp_path: Path) -> None:
    for mark in (1, 2, 3):
        store = OxigraphStore(tmp_path, writable=True)
        store.apply(puts=[put(str(mark), "1")], drops=[], mark=mark)
        store.close()
    reader = OxigraphStore(tmp_path, writable=False, workers=1)
    assert (number(reader), reader.mark()) == (3, 3)
    reader.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "generations", "lock"]


def test_a_store_begun_anew_repeats_no_generation(tmp_path: Path) -> None:
    seen = set()
    for name in ("one", "two"):
        store = OxigraphStore(tmp_path / name, writable=True)
        store.apply(puts=[put("a", name)], drops=[], mark=1)
        seen.add(store.generation())
        store.close()
    assert len(seen) == 2


def test_workers_are_replaced_after_their_share_of_queries(tmp_path: Path) -> None:
    store = OxigraphStore(tmp_path, writable=False, workers=1, queries_each=2)
    store.query(ask("ASK {}"))
    first = store.workers()
    store.query(ask("ASK {}"))
    assert store.workers() != first
    assert store.query(ask("ASK {}")).form is QueryForm.ASK
    store.close()


def test_a_worker_knows_no_secret_of_its_parents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOOK_LEDGER", "postgresql://user:secret@127.0.0.1/")
    store = OxigraphStore(tmp_path, writable=False, workers=1)
    store.query(ask("ASK {}"))
    (pid,) = store.workers()
    assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    store.close()


def test_no_thread_or_process_is_left_behind(tmp_path: Path) -> None:
    threads = threading.active_count()
    store = OxigraphStore(tmp_path, writable=True)
    store.query(ask("ASK {}"))
    (pid,) = store.workers()
    store.close()
    store.close()
    assert threading.active_count() == threads
    assert not Path(f"/proc/{pid}").exists()
