"""How a record is cited: a reference by ДСТУ 8302:2015, a description and a card by ДСТУ ГОСТ 7.1:2006. Pure functions."""

from mandrivna.catalogue.citation.dstu71 import Card, card, description
from mandrivna.catalogue.citation.dstu8302 import reference
from mandrivna.catalogue.citation.listing import listing, numbered
from mandrivna.catalogue.citation.source import Source, of_described, of_record

__all__ = ["Card", "Source", "card", "description", "listing", "numbered", "of_described", "of_record", "reference"]
