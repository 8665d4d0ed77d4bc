from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("fund.view", _("Бачити фонд"))
EDIT = permission("fund.edit", _("Приймати й вилучати примірники"))
SIGN = permission("fund.sign", _("Підписувати акти приймання й вилучення"))
DONORS = permission("fund.donors", _("Бачити імена й контакти дарувальників"), sees=3)
