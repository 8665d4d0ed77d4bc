"""How a few readers want to be reminded, chosen in their own accounts: by a letter, by a call, not at all."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.lending.models import Loan
from mandrivna.readers.actions.notices import choose_own_notices
from mandrivna.readers.consents import shipped_version
from mandrivna.readers.models import Age, NoticesBy, Purpose
from mandrivna.shared.ids import new_uid

CHOSEN = (
    (NoticesBy.MAIL, "lystom@example.org"),
    (NoticesBy.CALL, "podzvonit@example.org"),
    (NoticesBy.NONE, ""),
    (NoticesBy.ANY, "yak-zruchno@example.org"),
)


def choose(stage: Stage) -> None:
    """Those whose books are due first, so that «Кому нагадати» shows the choices. Children choose at the desk."""
    lent = Loan.objects.open().filter(reader__kind="person").exclude(reader__age__in=(Age.CHILD, Age.TEEN)).select_related("reader")
    people = {loan.reader_id: loan.reader for loan in lent.order_by("due_on", "pk")}
    version = shipped_version(Purpose.DATA)
    for number, (reader, (way, email)) in enumerate(zip(people.values(), CHOSEN, strict=False)):
        assert reader is not None
        at = stage.now - dt.timedelta(hours=5, minutes=number)
        act = Act(actor=Actor(reader=reader.pk), at=at, uid=new_uid(), channel="self")
        choose_own_notices(act, reader=reader, notices_by=way, email=Withheld(email), consent=version if email else "")
