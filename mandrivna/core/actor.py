"""Who does something: one value instead of five optional arguments."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import Permission
from mandrivna.core.problems import Blocker, Forbidden


@dataclass(frozen=True)
class Actor:
    """`grants` maps a unit's path to the permission codes held there and in everything below it.

    `reader` is the number of somebody who acts for themselves, from their own session. Such an actor has no grants: it may
    do what is its own (`require_self`) and nothing else, whoever of the staff is signed in in the same browser.
    """

    staff_id: int | None = None
    name: str = ""
    grants: tuple[tuple[str, frozenset[str]], ...] = field(default=(), repr=False)
    system: bool = False
    reader: uuid.UUID | None = None

    def can(self, permission: Permission | str, path: str | None = None) -> bool:
        """Without a path: anywhere at all. The system may do everything; it is never built from a request."""
        if self.system:
            return True
        code = str(permission)
        return any(code in codes and (path is None or path.startswith(at)) for at, codes in self.grants)

    def require(self, permission: Permission | str, path: str | None = None) -> None:
        if not self.can(permission, path):
            raise Forbidden(
                [
                    Blocker(
                        code="forbidden",
                        text=_("У вас немає права на цю дію в цьому підрозділі."),
                        details={"permission": str(permission)},
                    )
                ]
            )

    def require_self(self, person: uuid.UUID | None) -> None:
        """That the acting person is this very one. A right over other people's things, however wide, is no answer here."""
        if not self.system and (self.reader is None or self.reader != person):
            raise Forbidden([Blocker(code="not_own", text=_("Це може зробити лише сам читач у своєму кабінеті."))])

    def paths(self, permission: Permission | str) -> list[str]:
        """The roots of everything where the permission is held, without those lying inside one another."""
        if self.system:
            return [""]
        found = sorted({at for at, codes in self.grants if str(permission) in codes})
        return [p for p in found if not any(p != q and p.startswith(q) for q in found)]


SYSTEM = Actor(name="system", system=True)
NOBODY = Actor()
