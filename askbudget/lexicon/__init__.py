"""The one lexicon: reads titles, header cells, row labels and questions into the same dimensions."""

from askbudget.lexicon.meaning import Lexicon, Meaning, load_lexicon

__all__ = ["Lexicon", "Meaning", "load_lexicon"]
