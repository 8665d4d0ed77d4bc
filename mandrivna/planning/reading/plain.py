"""A plan that was read, as plain data: the shape that tests and `mandrivna import-plan --json` know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mandrivna.planning.reading.said import ReadPlan, Row, Scope, Section


def plain(plan: ReadPlan) -> dict[str, Any]:
    """Keys that only some kinds of plans have (`until`, `lists`, `scopes`, `signature`) are there only when they say something."""
    approval = plan.approval
    data: dict[str, Any] = {
        "kind": str(plan.kind),
        "year": plan.year,
        "title": plan.title,
        "place": plan.place,
        "approval": {
            "post": approval.post,
            "name": approval.name,
            "date": approval.day.isoformat() if approval.day else approval.date,
        }
        if approval
        else None,
        "preamble": list(plan.preamble),
        "indicators": {
            "columns": list(plan.indicators.columns),
            "rows": [{"number": row.number, "label": row.label, "values": list(row.values)} for row in plan.indicators.rows],
        },
        "contents": [{"title": line.title, "page": line.page} for line in plan.contents],
        "sections": [_section(section) for section in plan.sections],
        "notes": list(plan.notes),
        "abbreviations": [[one.short, one.long] for one in plan.abbreviations],
    }
    if plan.until:
        data["until"] = plan.until
    if plan.lists:
        data["lists"] = [
            {"title": one.title, "items": list(one.items), "terms": [term.short for term in one.terms]} for one in plan.lists
        ]
    if plan.signature:
        data["signature"] = {"post": plan.signature[0], "name": plan.signature[-1]}
    return data


def _section(section: Section) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": section.number,
        "title": section.title,
        "narrative": [*section.narrative, *section.after],
        "columns": list(section.columns),
        "roles": [str(role) for role in section.roles],
        "rows": [_row(row) for row in section.rows],
    }
    if section.notes:
        data["notes"] = list(section.notes)
    if section.scopes:
        data["scopes"] = [_scope(scope) for scope in section.scopes]
    return data


def _row(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "level": row.level,
        "cells": [cell.written for cell in row.cells],
        "ditto": [str(role) for role in row.ditto],
        "term": row.term.short,
        "quantities": [[one.number, one.unit] for one in row.quantities],
        "executors": [one.name for one in row.executors],
    }


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        "written": scope.written,
        "scope": scope.applies_to,
        "coordinator": scope.coordinator,
        "note": scope.note,
        "term": scope.term.short if scope.term else "none",
    }
