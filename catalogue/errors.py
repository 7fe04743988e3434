"""The tree of errors that this product raises by name.

CatalogueError
├── SettingsError      a setting is missing or cannot be read; raised by catalogue.settings, ends the command
├── PortalError        a portal's description is wrong or not known; raised by commands on portals
├── RecordError        one record cannot become an entry; caught once, around that record
├── LedgerError        the ledger cannot be opened, or is newer than this program
├── StoreError
│   ├── QueryRefused   a query that may not run here: an update, SERVICE, too large (has line and column)
│   ├── QueryInvalid   a query that does not parse (has line and column)
│   ├── QueryTimeout   a query that ran longer than it may
│   ├── AnswerTooLarge an answer of more bytes than it may have
│   └── StoreUnavailable  the store does not answer now; trying again later is right
├── DumpError          a dump does not read back as it was written; nothing is published
└── IndexUnavailable   the index cannot be opened or written now
"""

from __future__ import annotations


class CatalogueError(Exception):
    """Anything this product knows how to name; its text is a sentence a person may read."""


class SettingsError(CatalogueError):
    """A setting is missing or cannot be read."""


class PortalError(CatalogueError):
    """A portal's description is wrong, or no portal is known by that name."""


class RecordError(CatalogueError):
    """One record cannot become an entry; the other records go on."""


class LedgerError(CatalogueError):
    """The ledger cannot be opened, or was written by a newer program."""


class DumpError(CatalogueError):
    """What was written for a dump does not read back; the sets that there were stay."""


class StoreError(CatalogueError):
    """The RDF store could not do what was asked."""


class QueryRefused(StoreError):
    """A query that may not run here. `line` and `column` count from 1; 0 when no place can be named."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryInvalid(QueryRefused):
    """A query that does not parse."""


class QueryTimeout(StoreError):
    """A query that ran longer than it may; it was stopped."""


class AnswerTooLarge(StoreError):
    """An answer of more bytes than it may have; nothing of it was sent."""


class StoreUnavailable(StoreError):
    """The store does not answer now; trying again later is right."""


class IndexUnavailable(CatalogueError):
    """The search index cannot be opened or written now."""
