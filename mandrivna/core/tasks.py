"""Tasks of the core, found here by the worker."""

from mandrivna.core.notify import deliver
from mandrivna.core.outbox.upkeep import optimise, tidy
from mandrivna.core.retention import nightly

__all__ = ["deliver", "nightly", "optimise", "tidy"]
