"""What is said about a shelf itself."""

from __future__ import annotations

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import refuse_if
from mandrivna.lending import rules
from mandrivna.lending.models import Shelf, new_shelf_code
from mandrivna.lending.problems import place_kind_problems


@verb("lending.renew_shelf_code", may=rules.SHELF_EDIT, at="place")
def renew_shelf_code(act: Act, *, place: Unit) -> Shelf:
    """A new code for the QR; what was printed before opens nothing from now on."""
    refuse_if(place_kind_problems(place))
    shelf = Shelf.objects.select_for_update().filter(pk=place.pk).first() or Shelf(place=place)
    return give_code(act, shelf)


def give_code(act: Act, shelf: Shelf) -> Shelf:
    """Part of the acts after which the former print must not serve."""
    shelf.code, shelf.code_since = new_shelf_code(), act.at
    shelf.save()
    return shelf
