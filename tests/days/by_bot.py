"""The day in a chat: our own messenger and the bot's process, over HTTP."""

from __future__ import annotations

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.enquiries.actions.chats import offer_chat
from tests.bot.live import Live, Person
from tests.days.story import MARTA, OLHA, OSTAP, Hub


class ByBot:
    def __init__(self, hub: Hub, live: Live) -> None:
        self.hub = hub
        self.people = {who: Person(live, number) for number, who in enumerate((MARTA, OSTAP, OLHA), start=101)}

    def _at_shelf(self, who: str) -> Person:
        """The camera has read the code of the shelf."""
        person = self.people[who]
        assert "Ви біля полиці" in person.write(f"/start s_{self.hub.code}")
        return person

    def register(self, who: str) -> None:
        self._at_shelf(who)
        assert "Номер вашого квитка" in self.people[who].register(who)

    def look_for(self, who: str, title: str) -> None:
        person = self.people[who]
        assert "зараз немає на полицях" in person.write(title.lower())
        assert "усі примірники зайняті" in person.tap(title)

    def queue(self, who: str, title: str) -> None:
        person = self.people[who]
        assert "Де вам зручно забрати?" in person.tap("Замовити")
        assert f"Замовлено: {title}" in person.tap("Хаб 1, Полиця 1")

    def take(self, who: str, title: str) -> None:
        self._at_shelf(who)
        assert f"Ви взяли: {title}" in self.people[who].tap(title)

    def bring(self, who: str, title: str) -> None:
        """Ольга has had a card for a week: the librarian gives her a code for the chat."""
        code = offer_chat(Act(actor=SYSTEM), reader=self.hub.reader(who), place=self.hub.shelf).shown
        assert "цей чат тепер ваш" in self.people[who].write(f"/start l_{code}")
        self._at_shelf(who)
        assert f"Повернуто: {title}" in self.people[who].tap("Повернути сюди")

    def hear(self, who: str, title: str) -> None:
        assert f"Для вас відкладено: {title}" in self.people[who].wait()

    def keep_longer(self, who: str, title: str) -> None:
        person = self.people[who]
        person.write("/mine")
        assert f"Продовжено: {title}" in person.tap("Продовжити")

    def wish(self, who: str, title: str) -> None:
        person = self.people[who]
        assert "нічого не знайшлося" in person.write(title)
        assert "Записали" in person.tap("Попросити цю книжку")

    def evening(self) -> None:
        pass
