"""The talk: one thing heard → what is said, and at most one act. Knows nothing of any messenger's programming."""

from mandrivna.faces.bot.talk import (  # noqa: F401 - they fill the tables
    asking,
    enquiries,
    entry,
    events,
    feedback,
    finding,
    own,
    settings,
    shelf,
    staff,
)
from mandrivna.faces.bot.talk.kit import answer

__all__ = ["answer"]
