"""That every answer is of one commit, whole, while another process writes, merges and rebuilds."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from catalogue.indexes.protocol import Index, Results, Search, open_index

BATCHES = 24
DOCUMENTS = 40

WRITER = f"""
import sys
from catalogue.indexes.protocol import Document, open_index
index = open_index("whoosh:" + sys.argv[1])
for batch in range(1, {BATCHES} + 1):
    documents = [
        Document(id=f"d{{n}}", title="Tree map", publisher=f"batch-{{batch}}", card={{"batch": batch}})
        for n in range({DOCUMENTS})
    ]
    if batch % 6 == 0:
        index.rebuild(documents, mark=batch)
    elif batch % 2:
        index.apply(documents=documents, gone=(), mark=batch)
    else:  # another number of segments, all of them new
        index.apply(documents=documents, gone=[f"d{{n}}" for n in range({DOCUMENTS})], mark=batch)
"""

EVERYTHING = (
    Search(text="tree", facets=("publisher",), limit=DOCUMENTS),
    Search(text='"tree map"', facets=("publisher",), limit=DOCUMENTS),
    Search(facets=("publisher",), limit=DOCUMENTS),
)


class Reader(threading.Thread):
    """Searches until it has seen the last batch or the writer has ended; remembers what was not of one batch."""

    def __init__(self, index: Index, writer: subprocess.Popen[bytes]) -> None:
        super().__init__()
        self._index, self._writer = index, writer
        self.seen: list[int] = []
        self.torn: list[Results] = []

    def run(self) -> None:
        while (not self.seen or self.seen[-1] != BATCHES) and not self.torn:
            ended = self._writer.poll() is not None
            for search in EVERYTHING:
                self._look(self._index.search(search))
            if ended:
                return

    def _look(self, found: Results) -> None:
        batches = {hit.card["batch"] for hit in found.hits}
        counted = {each.value: each.count for each in found.facets["publisher"] if each.count}
        if found.total == 0 and not self.seen:
            return  # nothing is committed yet
        batch = int(str(batches.pop())) if len(batches) == 1 else 0
        if not batch or len(found.hits) != DOCUMENTS or counted != {f"batch-{batch}": DOCUMENTS}:
            self.torn.append(found)
        self.seen.append(batch)


def test_every_answer_is_of_one_commit_while_another_process_writes(tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)])
    shared, own = (open_index(f"whoosh:{tmp_path}") for _ in range(2))
    readers = [Reader(shared, writer), Reader(shared, writer), Reader(own, writer)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert writer.wait() == 0
    for reader in readers:
        assert reader.torn == []
        assert reader.seen == sorted(reader.seen)
        assert reader.seen[-1] == BATCHES
    assert len({batch for reader in readers for batch in reader.seen}) > 1
    shared.close()
    own.close()
