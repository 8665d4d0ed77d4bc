from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("ledger.view", _("Бачити факти за показниками"))
VERIFY = permission("ledger.verify", _("Перевіряти цілісність журналу фактів"))
DESTROY_KEY = permission("ledger.destroy_key", _("Знищувати ключ звітного періоду"))
