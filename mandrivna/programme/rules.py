from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("programme.view", _("Бачити події бібліотеки"), sees=2)
PLAN = permission("programme.plan", _("Планувати цикли й події, переносити й скасовувати їх"), sees=2)
WORDS = permission("programme.words", _("Читати слова відгуків про події й добирати з них цитати"), sees=3)
COUNT = permission("programme.count", _("Записувати, що подія відбулася і скільки було людей"), sees=2)
SIGNUPS = permission("programme.signups", _("Бачити, хто записався на події, записувати й скасовувати за людину"), sees=3)
PEOPLE = permission("programme.people", _("Бачити, хто ходить на курси, у клуби й подає на конкурси: імена й контакти"), sees=3)
