from django.utils.translation import gettext_lazy as _

from mandrivna.core.permissions import permission

VIEW = permission("enquiries.view", _("Бачити, чого читачі не знайшли"), sees=2)
RECORD = permission("enquiries.record", _("Записувати відмови зі слів читача"), sees=2)
ANSWER = permission("enquiries.answer", _("Бачити, як зв’язатися з читачем, і відповідати на запити"), sees=3)
PUBLISH = permission("enquiries.publish", _("Перевіряти відповіді й показувати їх на сайті"), sees=2)
WISHES = permission("enquiries.wishes", _("Складати перелік бажаних книжок для дарувальників"), sees=2)
REMARKS = permission("enquiries.remarks", _("Читати скарги й пропозиції та відповідати на них"), sees=3)
LOG = permission("enquiries.log", _("Записувати довідки й консультації"))
QUESTIONS = permission("enquiries.questions", _("Читати й записувати слова запитань у журналі довідок"), sees=3)
QUIET = permission("enquiries.quiet", _("Вносити місячне число консультацій мешканців окупованих територій"), sees=2)
SURVEYS = permission("enquiries.surveys", _("Складати анкети й бачити їхні підсумки"), sees=2)
SURVEY_WORDS = permission("enquiries.survey_words", _("Читати слова, написані в анкетах"), sees=3)
STATIONS = permission("enquiries.stations", _("Вести комп’ютери для користувачів"))
LINK = permission("enquiries.link", _("Давати читачеві код для чату й від’єднувати чат"), sees=2)
CHAT = permission("enquiries.chat", _("Бачити лічильники дня й додавати відвідувачів у чаті"), sees=2)
