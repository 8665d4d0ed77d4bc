from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("planning.view", _("Бачити план і показники"))
EDIT = permission("planning.edit", _("Змінювати план і пояснення до показників"))
TELL = permission("planning.tell", _("Казати, як іде свій рядок плану"))
APPROVE = permission("planning.approve", _("Затверджувати план, вводити його в дію, завершувати рік"))
MANUAL = permission("planning.manual", _("Записувати показники, які програма не рахує сама"))
EXPORT = permission("planning.export", _("Вивантажувати таблиці показників"))
FORMS_FILL = permission("planning.forms.fill", _("Заповнювати державні форми свого підрозділу"))
FORMS_SIGN = permission("planning.forms.sign", _("Підписувати державні форми"))
FORMS_DEFINE = permission("planning.forms.define", _("Змінювати рядки державних форм"))
NETWORK = permission("planning.network", _("Збирати звіти бібліотек мережі"))
