"""The talk: one thing heard → what is said, and at most one act. Knows nothing of any messenger's programming."""

from mandrivna.faces.bot.talk import asking, enquiries, entry, finding, own, settings, shelf, staff  # noqa: F401 - they fill the tables
from mandrivna.faces.bot.talk.kit import answer

__all__ = ["answer"]
