from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("readers.view", _("Бачити читачів та їхні формуляри"), sees=3)
SET_PIN = permission("readers.set_pin", _("Видавати читачеві новий PIN"), sees=3)
ENROL = permission("readers.enrol", _("Записувати й перереєстровувати читачів"), sees=3)
IMPORT = permission("readers.import", _("Переносити читачів із попередньої системи"), sees=3)
