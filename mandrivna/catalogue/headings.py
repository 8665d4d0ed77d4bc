"""Headings that descriptions name become authorities, each once, however many records name it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from mandrivna.catalogue import rows
from mandrivna.catalogue.formats.described import Named
from mandrivna.catalogue.models import Authority, AuthorityName, Mention
from mandrivna.catalogue.models.authorities import Sort, computed, folded_heading

SORTS = frozenset(Sort.values)
MOST = 150_000
"""So many headings are remembered between chunks; beyond that memory begins anew, and only asks more."""


class Headings:
    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}

    def forget(self) -> None:
        """After a chunk that was rolled back: what it had made is not there."""
        self._known.clear()

    def mention(self, named: Sequence[tuple[uuid.UUID, Sequence[Named]]]) -> None:
        wanted: dict[tuple[str, str], Named] = {}
        said: list[tuple[uuid.UUID, tuple[str, str], str, int]] = []
        for record, headings in named:
            seen = set()
            for place, one in enumerate(headings):
                key = (one.sort, folded_heading(one.heading[:300], one.dates[:40]))
                if not key[1] or one.sort not in SORTS or (key, one.role[:12]) in seen:
                    continue
                seen.add((key, one.role[:12]))
                wanted[key] = one
                said.append((record, key, one.role[:12], place))
        self._learn(wanted)
        once = {
            (record, self._known[key], role): place for record, key, role, place in reversed(said)
        }  # two forms may be one heading
        rows.put(
            Mention,
            (
                {"record_id": record, "authority_id": authority, "role": role, "place": place}
                for (record, authority, role), place in reversed(once.items())
            ),
        )

    def _learn(self, wanted: dict[tuple[str, str], Named]) -> None:
        if len(self._known) > MOST:
            self._known.clear()
        missing = [key for key in wanted if key not in self._known]
        self._look_up(missing)
        self._look_up_variants([key for key in missing if key not in self._known])
        new = [key for key in missing if key not in self._known]
        if not new:
            return
        numbers = rows.numbers(Authority, len(new))
        made = zip(numbers, new, strict=True)
        rows.put(Authority, (self._row(number, key, wanted[key]) for number, key in made), numbered=True)
        self._known.update(zip(new, numbers, strict=True))

    @staticmethod
    def _row(number: int, key: tuple[str, str], said: Named) -> dict[str, Any]:
        heading, dates = said.heading[:300], said.dates[:40]
        return {"id": number, "sort": key[0], "heading": heading, "dates": dates, **computed(key[0], heading, dates)}

    def _look_up(self, keys: Sequence[tuple[str, str]]) -> None:
        """Sort by sort, as the index is: a heading alone would be looked for through all."""
        of: dict[str, list[str]] = {}
        for sort, folded in keys:
            of.setdefault(sort, []).append(folded)
        for sort, all_folded in of.items():
            for bundle in rows.bundles(all_folded, 900):
                found = Authority.objects.filter(sort=sort, folded__in=bundle).values_list("folded", "pk")
                self._known.update(((sort, folded), pk) for folded, pk in found)

    def _look_up_variants(self, keys: Sequence[tuple[str, str]]) -> None:
        """A form that stands under one heading leads to it: what was renamed is not begun anew. Under two it leads to neither."""
        for bundle in rows.bundles(keys, 400):
            found: dict[tuple[str, str], set[int]] = {}
            under = AuthorityName.objects.filter(folded__in=[folded[:300] for _sort, folded in bundle])
            for pk, sort, folded in under.values_list("authority_id", "authority__sort", "folded"):
                found.setdefault((sort, folded), set()).add(pk)
            for sort, folded in bundle:
                if len(known := found.get((sort, folded[:300]), ())) == 1:
                    self._known[sort, folded] = next(iter(known))
