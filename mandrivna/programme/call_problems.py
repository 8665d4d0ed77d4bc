"""What can be wrong with a contest or a conference, with an application, with points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.service import institution_of
from mandrivna.programme.circle_problems import too_long
from mandrivna.programme.models import CALL_STEPS, Application, ApplicationState, Call, CallKind, CallPart, CallState, Event, Juror
from mandrivna.programme.problems import clock_problems, day_problems, place_problems
from mandrivna.programme.uploads import MOST_FILES
from mandrivna.shared.uploads import Taken

CALL = {"title": 200, "about": 3000, "rules": 6000}
APPLICATION = {"name": 120, "contact": 200, "title": 300, "abstract": 5000, "org": 200}
MOST_PARTS, MOST_CRITERIA, MOST_POINTS, MOST_RANK = 20, 6, 10, 99


def call_problems(
    kind: str, unit: Unit, place: Unit, said: Mapping[str, Any], parts: list[str], event: Event | None
) -> list[Problem]:
    found = [*too_long(said, CALL), *place_problems(unit, place), *day_problems(said["opens_on"], said["closes_on"])]
    if kind not in CallKind.values:
        found.append(Blocker(code="unknown_kind", text=_("Це конкурс або конференція."), field="kind"))
    if not str(said.get("title", "")).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть назву."), field="title"))
    if len(parts) > MOST_PARTS or any(len(one) > 200 for one in parts):
        text = _("Номінацій чи секцій може бути до 20, назва кожної — до 200 знаків.")
        found.append(Blocker(code="too_many_parts", text=text, field="parts"))
    criteria = said.get("criteria") or []
    if len(criteria) > MOST_CRITERIA or any(len(one) > 100 for one in criteria):
        text = _("Критеріїв може бути до 6, кожен — до 100 знаків.")
        found.append(Blocker(code="too_many_criteria", text=text, field="criteria"))
    if event is not None and event.institution_id != institution_of(unit).pk:
        found.append(Blocker(code="foreign_event", text=_("Це подія іншого закладу."), field="event"))
    return found


def step_problems(call: Call, to: str) -> list[Problem]:
    if to in CALL_STEPS[call.state]:
        return []
    text = _("Зараз «%(state)s»: такого кроку зробити не можна.") % {"state": call.get_state_display()}
    return [Blocker(code="wrong_state", text=text)]


def apply_problems(call: Call, part: CallPart | None, said: Mapping[str, Any], today: dt.date | None) -> list[Problem]:
    """`today` is asked of strangers only: the staff may add what came late."""
    found = too_long(said, APPLICATION)
    if today is not None and not call.takes(today):
        found.append(Blocker(code="not_open", text=_("Заявок тут зараз не приймають.")))
    if call.state in (CallState.DONE, CallState.CANCELLED):
        found.append(Blocker(code="call_over", text=_("Підсумки вже оголошено: нових заявок не додати.")))
    if not str(said["name"]).strip():
        found.append(Blocker(code="no_name", text=_("Напишіть ім’я або псевдонім."), field="name"))
    if today is not None and not str(said["contact"]).strip():
        text = _("Напишіть телефон або пошту: інакше ми не зможемо відповісти.")
        found.append(Blocker(code="no_contact", text=text, field="contact"))
    if said["listener"] and call.is_contest:
        found.append(Blocker(code="no_listeners", text=_("На конкурс подають роботу."), field="listener"))
    if not said["listener"] and not str(said["title"]).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть назву роботи чи доповіді."), field="title"))
    if part is not None and part.call_id != call.pk:
        found.append(Blocker(code="foreign_part", text=_("Оберіть зі списку."), field="part"))
    if part is None and not said["listener"] and call.parts.exists():
        found.append(Blocker(code="no_part", text=_("Оберіть зі списку."), field="part"))
    return found


def files_problems(call: Call, taken: Sequence[tuple[str, Taken | None]]) -> list[Problem]:
    if taken and not call.with_files:
        return [Blocker(code="no_files", text=_("Тут файлів не приймають."), field="files")]
    if len(taken) > MOST_FILES:
        return [Blocker(code="too_many_files", text=_("Можна надіслати до трьох файлів."), field="files")]
    if any(file is None for _name, file in taken):
        text = _("Приймаємо документи PDF, DOCX, ODT без макросів і світлини, кожен файл до 4 мегабайтів.")
        return [Blocker(code="wrong_file", text=text, field="files")]
    return []


def decision_problems(
    application: Application, state: str, award: str, starts: str, called: str, rank: int | None
) -> list[Problem]:  # fmt: skip
    found = [*too_long({"award": award, "called": called}, {"award": 120, "called": 120}), *clock_problems(starts, "")]
    if state not in (ApplicationState.SENT, ApplicationState.ACCEPTED, ApplicationState.DECLINED):
        found.append(Blocker(code="unknown_state", text=_("Заявку приймають або відхиляють."), field="state"))
    if application.state == ApplicationState.WITHDRAWN:
        found.append(Blocker(code="withdrawn", text=_("Заявку відкликано.")))
    if award.strip() and state != ApplicationState.ACCEPTED:
        found.append(Blocker(code="award_of_declined", text=_("Відзнаку дають прийнятій роботі."), field="award"))
    if rank is not None and not 1 <= rank <= MOST_RANK:
        text = _("Число має бути від 1 до %(most)d.") % {"most": MOST_RANK}
        found.append(Blocker(code="wrong_rank", text=text, field="rank"))
    if rank is not None and not award.strip():
        found.append(Blocker(code="rank_without_award", text=_("Порядок мають лише роботи з відзнакою."), field="rank"))
    return found


def score_problems(juror: Juror, application: Application, points: list[int], own: bool) -> list[Problem]:
    call = juror.call
    if not own or juror.ended_on is not None:
        return [Blocker(code="not_juror", text=_("Оцінює лише член журі, і лише за себе."))]
    if application.call_id != call.pk or application.listener:
        return [Blocker(code="foreign_application", text=_("Це робота не цього конкурсу."))]
    if application.state not in (ApplicationState.SENT, ApplicationState.ACCEPTED) or call.state not in (
        CallState.OPEN,
        CallState.JUDGING,
    ):
        return [Blocker(code="not_judging", text=_("Цю роботу вже не оцінюють."))]
    if len(points) != max(1, len(call.criteria)) or any(type(one) is not int or not 0 <= one <= MOST_POINTS for one in points):
        return [Blocker(code="wrong_points", text=_("За кожен критерій ставлять від 0 до 10 балів."), field="points")]
    return []
