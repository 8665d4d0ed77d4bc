from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("planning.view", _("Бачити план і показники"))
EDIT = permission("planning.edit", _("Змінювати план і пояснення до показників"))
APPROVE = permission("planning.approve", _("Затверджувати план, вводити його в дію, завершувати рік"))
MANUAL = permission("planning.manual", _("Записувати показники, які програма не рахує сама"))
EXPORT = permission("planning.export", _("Вивантажувати таблиці показників"))
