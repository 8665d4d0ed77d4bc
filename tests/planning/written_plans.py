"""A plan in the database out of an expected file of `tests/fixtures/plans`: as though somebody had typed it in, word for word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mandrivna.core.models import Unit
from mandrivna.planning.models import Abbreviation, Plan, PlanItem, Section

FOLDER = Path(__file__).resolve().parent.parent / "fixtures/plans"


def expected(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    return data


def written(name: str, unit: Unit) -> Plan:
    said = expected(name)
    approval = said.get("approval") or {}
    cover = {"title": said["title"] or "", "place": said.get("place") or "", "preamble": "\n".join(said.get("preamble", []))}
    stamp = {"approver_post": approval.get("post", ""), "approver_name": approval.get("name", "")}
    plan = Plan.objects.create(unit=unit, year=said["year"] or 2025, kind=said["kind"], **cover, **stamp)
    parents: dict[str, Section] = {}
    listed = {one["title"].casefold(): one["title"] for one in said.get("contents", [])}
    for position, about in enumerate(said["sections"]):
        columns = [{"title": title, "role": role} for title, role in zip(about["columns"], about["roles"], strict=True)]
        section = Section.objects.create(
            plan=plan, position=position, number=about["number"], title=about["title"], columns=columns,
            parent=parents.get(about["number"].rpartition(".")[0]), narrative="\n".join(about["narrative"]),
            contents_title=listed.get(about["title"].casefold(), ""),
        )  # fmt: skip
        parents[about["number"]] = section
        same = {"plan": plan, "part": section, "section": about["number"]}
        rows = [{key: row[key] for key in ("number", "level", "cells")} for row in about["rows"]]
        PlanItem.objects.bulk_create(PlanItem(position=at, **same, **row) for at, row in enumerate(rows))
    for position, (short, full) in enumerate(said["abbreviations"]):
        Abbreviation.objects.create(plan=plan, short=short, full=full, position=position)
    return plan
