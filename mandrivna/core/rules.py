"""Core's permissions. `policy/roles.yaml` says who holds them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

UNITS_VIEW = permission("core.units.view", _("Бачити дерево підрозділів"))
UNITS_EDIT = permission("core.units.edit", _("Відкривати, переміщувати й закривати підрозділи, змінювати режим роботи"))
PROFILE_EDIT = permission("core.profile.edit", _("Змінювати профіль закладу: назву, логотип, колір, правила користування"))
STAFF_VIEW = permission("core.staff.view", _("Бачити працівників і їхні ролі"), sees=2)
STAFF_EDIT = permission("core.staff.edit", _("Запрошувати працівників, змінювати ролі, вимикати доступ"), sees=2)
POLICY_VIEW = permission("core.policy.view", _("Бачити правила закладу: видачу, строки зберігання, показники"))
POLICY_EDIT = permission("core.policy.edit", _("Змінювати правила закладу: ролі, строки зберігання, показники"), sees=2)
AUDIT_VIEW = permission("core.audit.view", _("Бачити журнал змін"), sees=2)
ERASE = permission("core.erase", _("Знищувати персональні дані на вимогу"), sees=3)
ERASURES_OPEN = permission("core.erasures.open", _("Приймати запити на знищення персональних даних"), sees=3)
DISCREPANCIES_SOLVE = permission("core.discrepancies.solve", _("Розв’язувати розбіжності"), sees=2)
OUTBOX_MANAGE = permission("core.outbox.manage", _("Бачити чергу завдань і повторювати невдалі"), sees=2)
TOKENS_EDIT = permission("core.tokens.edit", _("Видавати ключі програм і відкликати їх"), sees=2)
METRICS_VIEW = permission("core.metrics.view", _("Бачити технічні показники системи"))
