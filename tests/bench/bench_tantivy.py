"""Tantivy over the same documents: the same words in one field, the same facets, counted over all hits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from catalogue.indexes.protocol import Document
from catalogue.indexes.schema import FACET_FIELDS, facet_values, text_parts
from catalogue.indexes.words import terms

_HEAP_BYTES = 128_000_000
_VALUES = 2_000  # of a facet, more than any has


class Tantivy:
    """An index in a folder, searched in this process by one thread."""

    def __init__(self, folder: Path, facets: Sequence[str]) -> None:
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="whitespace")
        builder.add_text_field("hit", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("number", fast=True)
        for name in facets:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._facets = {name: {"terms": {"field": name, "size": _VALUES}} for name in facets}

    def build(self, documents: Iterable[Document]) -> None:
        """Write the documents, in one commit and by one thread."""
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for number, document in enumerate(documents):
            writer.add_document(self._as_theirs(number, document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, text: str, *, every: bool) -> int:
        """Search as a page does, for twenty hits with cards and snippets, and all facets; how many values that is."""
        searcher, query = self._index.searcher(), self._as_query(text, every=every)
        order = None if text else "number"
        found = searcher.search(query, limit=20, order_by_field=order)
        snippets = tantivy.SnippetGenerator.create(searcher, query, self._schema, "text")
        for _, address in found.hits:
            document = searcher.doc(address)
            json.loads(document["hit"][0])
            snippets.snippet_from_doc(document).to_html()
        counted = searcher.aggregate(query, self._facets)
        return sum(len(counted[name]["buckets"]) for name in self._facets)

    def _as_query(self, text: str, *, every: bool) -> tantivy.Query:
        words = [term for _, term in terms(text)]
        if not words:
            return tantivy.Query.all_query()
        if text.startswith('"'):
            return tantivy.Query.phrase_query(self._schema, "text", list(words))
        occur = tantivy.Occur.Must if every else tantivy.Occur.Should
        asked = [(occur, tantivy.Query.term_query(self._schema, "text", word)) for word in words]
        return tantivy.Query.boolean_query(asked)

    def _as_theirs(self, number: int, document: Document) -> tantivy.Document:
        texts = (text for part in text_parts(document).values() for text in part)
        made = tantivy.Document()
        made.add_text("text", " ".join(term for text in texts for _, term in terms(text)))
        made.add_text("hit", json.dumps([document.id, dict(document.card)]))
        made.add_unsigned("number", number)
        for name in self._facets:
            for value in facet_values(document, name) if name in FACET_FIELDS else ():
                made.add_text(name, value)
        return made
