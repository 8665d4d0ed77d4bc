from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("catalogue.view", _("Бачити каталог"))
EDIT = permission("catalogue.edit", _("Створювати й редагувати бібліографічні записи"))
