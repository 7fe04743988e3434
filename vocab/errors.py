"""The one error of this room: a vocabulary file that cannot be used as it stands."""

from __future__ import annotations


class VocabularyError(Exception):
    """A vocabulary cannot be read, or breaks a rule of ours.

    Its text names the file, the line or concept, and what was expected; it is raised when a vocabulary is
    loaded, never while a word is matched.
    """
