from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("lending.view", _("Бачити видачі та полиці"), sees=2)
ISSUE = permission("lending.issue", _("Видавати й продовжувати"), sees=2)
RETURN = permission("lending.return", _("Приймати повернення"), sees=2)
UNDO = permission("lending.undo", _("Скасовувати щойно зроблене"), sees=2)
COUNT_VISITS = permission("lending.count_visits", _("Записувати відвідування з лічильника"))
MOVE = permission("lending.move", _("Возити й розставляти книги, звіряти полицю"), sees=2)
LOSE = permission("lending.lose", _("Записувати втрачене"), sees=2)
REPLACE = permission("lending.replace", _("Приймати рівноцінну книжку замість втраченої чи пошкодженої"), sees=2)
SHELF_CONTACT = permission("lending.shelves.contact", _("Бачити й змінювати, до кого звертатися в просторі"), sees=3)
SHELF_EDIT = permission("lending.shelves.edit", _("Вести мандрівні полиці: відомості, виїзди, код"), sees=2)
DELIVER = permission("lending.deliver", _("Возити книжки додому: обходи й адреси читачів"), sees=3)
DELIVER_OWN = permission("lending.deliver_own", _("Везти свій обхід: адреси лише того обходу, який доручено"), sees=3)
TERMINALS = permission("lending.terminals", _("Вести автомати самообслуговування"), sees=2)
LICENCES = permission("lending.licences", _("Вести ліцензії електронних видань"), sees=2)
CHANNELS = permission("lending.channels", _("Вносити числа каналів у мережі й бачити сеанси на сайті"), sees=2)
