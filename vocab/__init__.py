"""What words mean: shared vocabularies, and the matching of a portal's word to a concept."""

from vocab.concepts import Concept, How, Label, Match
from vocab.errors import VocabularyError
from vocab.folding import fold
from vocab.scheme import Scheme
from vocab.vocabulary import Vocabulary, load_vocabulary

__all__ = [
    "Concept",
    "How",
    "Label",
    "Match",
    "Scheme",
    "Vocabulary",
    "VocabularyError",
    "fold",
    "load_vocabulary",
]
