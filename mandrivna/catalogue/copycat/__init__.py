"""Copy cataloguing: a description that another library has made, found by ISBN or words, and taken over."""

from mandrivna.catalogue.copycat.looking import Candidate, Found, look_up
from mandrivna.catalogue.copycat.targets import Target, targets

__all__ = ["Candidate", "Found", "Target", "look_up", "targets"]
