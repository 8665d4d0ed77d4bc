from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("catalogue.view", _("Бачити каталог"))
IMPORT = permission("catalogue.import", _("Імпортувати записи з файлів і скасовувати імпорт"))
EDIT = permission("catalogue.edit", _("Створювати й редагувати бібліографічні записи"))
