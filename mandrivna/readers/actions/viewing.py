from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mandrivna.core.act import Act
from mandrivna.core.actions.viewing import look, look_all
from mandrivna.core.models import Unit
from mandrivna.readers.models import Reader

AT_DESK = dt.timedelta(minutes=5)


def viewed(act: Act, *, reader: Reader, institution: Unit | None = None, at_desk: bool = False) -> None:
    """Somebody opened a reader's card. Lending five books to one person at the desk is one look, not six."""
    look(act, reader, "readers.viewed", unit=institution or reader.institution, pause=AT_DESK if at_desk else None)


def viewed_all(act: Act, *, readers: Sequence[Reader], institution: Unit) -> None:
    """A page at the desk named all of them."""
    look_all(act, [(reader, "readers.viewed") for reader in readers], unit=institution, pause=AT_DESK)


def entered(act: Act, *, reader: Reader) -> None:
    """The reader came into their own account: they will see it in their journal, and somebody else's entering too."""
    look(act, reader, "readers.entered", unit=reader.institution)
