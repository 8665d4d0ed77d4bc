"""Ukrainian text: folding for comparison, keyboards, slips of the finger, and the little Markdown of the handbook."""

from mandrivna.shared.text.folding import APOSTROPHES, LATIN_LOOKALIKES, fold, words

__all__ = ["APOSTROPHES", "LATIN_LOOKALIKES", "fold", "words"]
