"""What a reader can do at a self-check machine, what it answers, and what no machine can do."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.units import close_unit, create_unit, found_root
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import AuditEntry, Discrepancy, Kind, Mode, Operation
from mandrivna.core.problems import Refused
from mandrivna.faces.sip import about, doing  # noqa: F401 - what can be asked is told at import
from mandrivna.faces.sip.codec import Message, parse
from mandrivna.faces.sip.session import MOST_BAD, Session
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.terminals import add_terminal, renew_terminal, revoke_terminal
from mandrivna.lending.models import Event, Hold, Loan, Terminal
from mandrivna.lending.models.terminals import NOTE_EVERY
from mandrivna.lending.terminals import actor_of
from mandrivna.readers.actions.pins import set_pin
from tests.sip.conftest import Hall
from tests.sip.machine import BLANK, DATE, Machine, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(hall: Hall) -> Machine:
    found = Machine(Session("10.0.0.7"))
    assert found.say(hall.login).head == "941"
    return found


def count(kind: str) -> int:
    day = timezone.localdate()
    return sum(totals([kind], day, day).values())


# --- who comes in ------------------------------------------------------------------------------------------------------


def test_a_stranger_hears_only_that_nothing_is_done_for_them(hall):
    machine = Machine(Session("10.0.0.7"))
    said = machine.say("9900302.00")
    assert (said.head[:8], said.fields) == ("98NNNNNN", {"AO": [""]})
    assert machine.say(f"63000{DATE}{' ' * 10}{hall.who}").head == ""
    assert machine.session.over


def test_a_wrong_secret_an_unknown_name_and_a_revoked_machine_are_one_answer_and_three_tries_hang_up(hall):
    revoked = add_terminal(hall.lib.act(), place=hall.lib.shelf, name="Старий")
    revoke_terminal(hall.lib.act(), terminal=revoked)
    machine = Machine(Session("10.0.0.7"))
    tries = (f"{hall.terminal.login}|COне той", "nobody|COx", f"{revoked.login}|CO{revoked.shown}")
    assert [machine.say(f"9300CN{said}|").head for said in tries] == ["940"] * 3
    assert machine.session.over


def test_for_one_name_from_one_network_so_many_tries_and_then_the_right_secret_waits_too(hall):
    other = add_terminal(hall.lib.act(), place=hall.lib.shelf, name="Сусідній за тим самим тунелем")
    for _ in range(10):
        Session("10.0.0.8").hear(line(f"9300CN{hall.terminal.login}|COx|"))
    tries = (("10.0.0.8", hall.login), ("10.0.0.9", hall.login), ("10.0.0.8", f"9300CN{other.login}|CO{other.shown}|"))
    assert [Machine(Session(network)).say(login).head for network, login in tries] == ["940", "941", "941"]


def test_where_the_place_is_closed_a_machine_serves_nobody(hall, machine):
    close_unit(hall.lib.act(), unit=hall.lib.shelf)
    assert (machine.say(f"63000{DATE}{' ' * 10}{hall.who}").head, machine.session.over) == ("", True)
    assert Machine(Session("10.0.0.7")).say(hall.login).head == "940"


def test_a_new_secret_or_a_revocation_ends_a_talk_that_goes_on(hall, machine):
    assert machine.say("9900302.00").head[:8] == "98YYYYNN"
    renew_terminal(hall.lib.act(), terminal=hall.terminal)
    assert (machine.say("9900302.00").head, machine.session.over) == ("", True)


def test_that_a_machine_is_there_is_noted_once_a_minute(hall, machine, django_assert_num_queries):
    first = Terminal.objects.get(pk=hall.terminal.pk).seen_at
    with django_assert_num_queries(2):  # who it is, and of which library: nothing is written
        machine.say("9900302.00")
    Terminal.objects.update(seen_at=first - NOTE_EVERY)
    machine.say("9900302.00")
    assert Terminal.objects.get(pk=hall.terminal.pk).seen_at > first


def test_its_status_says_which_library_it_is_of_and_what_it_may_ask(hall, machine):
    said = machine.say("9900302.00")
    assert (said.head[-4:], said["AM"], said["BX"], said["AN"]) == ("2.00", "Наукова бібліотека", "YYYYYYYYYNYNNYYY", "Полиця 1")


def test_a_machine_has_one_right_of_its_own_and_only_at_its_place(hall):
    actor = actor_of(hall.terminal)
    with pytest.raises(Refused):
        issue(Act(actor=actor), copy=hall.copy, reader=hall.reader, place=hall.lib.shelf)
    assert (actor.can("lending.return", hall.lib.shelf.path), actor.can("lending.return", hall.lib.other_shelf.path)) == (
        True,
        False,
    )
    again = renew_terminal(hall.lib.act(), terminal=hall.terminal)
    assert (len(again.shown), again.shown in str(vars(Operation.objects.latest("received_at")))) == (32, False)


# --- a reader ----------------------------------------------------------------------------------------------------------


def test_card_and_pin_open_what_the_reader_has_and_never_their_name(hall, machine):
    copies = [hall.lib.copy() for _ in range(3)]
    for copy in copies:
        issue(hall.lib.act(), copy=copy, reader=hall.reader, place=hall.lib.shelf)
    Loan.objects.filter(copy=copies[0]).update(due_on=timezone.localdate() - dt.timedelta(days=3))
    said = machine.say(f"63000{DATE}  Y       {hall.who}BP0002|BQ0003|")
    assert (said.head[:16], said.head[37:]) == ("64      Y       "[:16], "000000010003000000000000")
    assert (said["BL"], said["CQ"], said["AE"], said.fields["AU"]) == (
        "Y",
        "Y",
        f"Квиток …{hall.card[-4:]}",
        [c.barcode for c in copies[1:]],
    )
    assert said["AF"] == "1 книжка чекає на повернення або продовження."
    assert machine.say(f"23001{DATE}AOmain|AA{hall.card}|").head[16:19] == "001"  # believed, and told in English
    assert machine.say(f"35{DATE}{hall.who}")["AF"] == "Дякуємо! Гарного читання."
    assert machine.say(f"23000{DATE}AOmain|AA{hall.card}|")["BL"] == "N"  # the card was taken away


def test_an_unknown_card_and_a_wrong_pin_are_one_answer_and_five_lock_the_card(hall, machine):
    def ask(card: str, pin: str) -> tuple[str, str, str]:
        said = machine.say(f"23000{DATE}AOmain|AA{card}|AD{pin}|")
        return said.head[:6], said["BL"], said["AF"]

    wrong = ("24YYYY", "N", "Номер квитка або PIN не підходить. Спробуйте ще раз або спитайте бібліотекаря.")
    assert ask("912345678901238", "111222") == wrong
    assert [ask(hall.card, "000000") for _ in range(5)] == [wrong] * 5
    assert ask(hall.card, hall.pin) == wrong
    set_pin(hall.lib.act(), reader=hall.reader, place=hall.lib.shelf)


def test_somebody_else_s_reader_is_not_let_in_and_nothing_is_written_of_them(hall, machine):
    root = found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Інша бібліотека", mode=Mode.TRAVELLING)
    far = create_unit(Act(actor=SYSTEM), parent=root, kind=Kind.HUB, name="Далекий хаб")
    foreign = hall.lib.reader(place=far)
    pin = set_pin(Act(actor=SYSTEM), reader=foreign, place=far).shown
    said = f"23000{DATE}AOmain|AA{foreign.cards.get().code}|AD{pin}|"
    assert (machine.say(said)["BL"], AuditEntry.objects.filter(action="readers.entered").count()) == ("N", 0)
    assert machine.say(f"23000{DATE}{hall.who}")["BL"] == "Y"


def test_a_new_pin_at_the_desk_ends_what_the_machine_believed(hall, machine):
    alone = f"23000{DATE}AOmain|AA{hall.card}|"
    assert [machine.say(said)["BL"] for said in (f"23000{DATE}{hall.who}", alone)] == ["Y", "Y"]
    set_pin(hall.lib.act(), reader=hall.reader, place=hall.lib.shelf)
    assert [machine.say(said)["BL"] for said in (f"23000{DATE}{hall.who}", alone)] == ["N", "N"]


def test_pins_cannot_be_tried_without_end_at_one_machine(hall, machine):
    for number in range(31):
        machine.say(f"23000{DATE}AOmain|AA9{number:014d}|AD000001|")
    assert machine.say(f"23000{DATE}{hall.who}")["BL"] == "N"


def test_nobody_takes_a_book_without_a_pin(hall, machine):
    said = machine.say(f"11YN{DATE}{BLANK}AOmain|AA{hall.card}|{hall.book}")
    assert (said.head[:3], said["AF"], Loan.objects.count()) == (
        "120",
        "Номер квитка або PIN не підходить. Спробуйте ще раз або спитайте бібліотекаря.",
        0,
    )


# --- a book ------------------------------------------------------------------------------------------------------------


def test_taking_prolonging_and_bringing_back(hall, machine):
    took = machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}")
    loan = Loan.objects.get()
    assert (took.head[:6], took["AJ"], took["AH"][:8]) == ("121NNY", "Тіні забутих предків", f"{loan.due_on:%Y%m%d}")
    assert took["AF"].startswith("Ви взяли: Тіні забутих предків. Поверніть до ")
    issued = Event.objects.get(act="issue")
    assert (issued.channel, issued.place, issued.reader) == ("self", hall.lib.shelf, hall.reader)
    kept = Operation.objects.get(pk=issued.pk)
    assert (kept.device, kept.staff) == (hall.terminal.login, None)

    longer = machine.say(f"29NN{DATE}{BLANK}{hall.who}{hall.book}")
    assert (longer.head[:6], longer["AH"][:8] > took["AH"][:8]) == ("301YNN", True)
    assert Event.objects.get(act="renew").mode == issued.mode  # they have come: it is no distance service
    assert machine.say(f"17{DATE}AOmain|{hall.book}").head[:8] == "18040001"

    back = machine.say(f"09N{DATE}{DATE}APзал|AOmain|{hall.book}AC|")
    assert (back.head[:6], back["AF"], back["AA"]) == ("101YUN", "Повернуто: Тіні забутих предків. Дякуємо!", "")
    assert machine.say(f"17{DATE}AOmain|{hall.book}").head[:8] == "18030001"
    assert (count("lending.issue"), count("lending.renewal"), count("lending.return"), count("lending.visit")) == (1, 1, 1, 1)
    assert check_facts().drift == []


def test_a_line_said_again_never_makes_a_second_loan(hall, machine):
    asked = line(f"11YN{DATE}{BLANK}{hall.who}{hall.book}", 4)
    first = machine.session.hear(asked)
    assert machine.session.hear(asked) == first  # the same line: the same answer, word for word
    assert machine.say("97").head[:3] == "121"  # «send your last again»
    later = Machine(Session("10.0.0.7"))  # the line broke before the answer came: the machine comes anew
    later.say(hall.login)
    assert later.session.hear(line(f"11YN{DATE}{BLANK}{hall.who}{hall.book}", 9))[:3] == b"121"
    assert later.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}").head[:3] == "121"  # the reader tries once more
    assert (Loan.objects.count(), Event.objects.count(), count("lending.issue")) == (1, 1, 1)


def test_bringing_back_and_prolonging_twice_is_once(hall, machine):
    machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}")
    longer = f"29NN20260112    101010{BLANK}{hall.who}{hall.book}"
    assert [machine.session.hear(line(longer, seq))[:3] for seq in (1, 2)] == [b"301", b"301"]
    back = f"09N20260112    111111{DATE}AOmain|{hall.book}"
    assert [machine.session.hear(line(back, seq))[:3] for seq in (3, 4)] == [b"101", b"101"]
    assert [count(f"lending.{kind}") for kind in ("issue", "renewal", "return")] == [1, 1, 1]


def test_a_machine_whose_clock_stands_still_lends_the_same_book_again(hall, machine):
    words = f"11YN19700101    000000{BLANK}{hall.who}{hall.book}", f"09N19700101    00000019700101    000000AOmain|{hall.book}"
    for seq, said in enumerate(words * 2):
        assert machine.session.hear(line(said, seq))[2:3] == b"1"
    assert (count("lending.issue"), count("lending.return")) == (2, 2)


def test_what_the_rules_refuse_is_said_in_their_own_words(hall, machine):
    other, who = hall.another()
    machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}")
    said = machine.say(f"11YN{DATE}{BLANK}{who}{hall.book}")
    assert (said.head[:3], said["AF"]) == ("120", "Цей примірник уже видано. Спершу прийміть повернення.")
    assert machine.say(f"29NN{DATE}{BLANK}{who}{hall.book}")["AF"].startswith("За записами цієї книжки у вас немає.")
    assert machine.say(f"11YN{DATE}{BLANK}{who}ABтакого нема|")["AF"].startswith("Такого номера тут немає.")
    elsewhere = hall.lib.copy(place=hall.lib.other_shelf)
    assert machine.say(f"11YN{DATE}{BLANK}{who}AB{elsewhere.barcode}|")["AF"].startswith(
        "За записами ця книжка стоїть в іншому місці."
    )
    for _ in range(3):
        assert machine.say(f"11YN{DATE}{BLANK}{who}AB{hall.lib.copy().barcode}|").head[:3] == "121"
    assert "до 3 книжок" in machine.say(f"11YN{DATE}{BLANK}{who}AB{hall.lib.copy().barcode}|")["AF"]
    assert other.pk != hall.reader.pk


def test_a_machine_that_could_not_hand_the_book_over_takes_its_act_back(hall, machine):
    machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}")
    said = machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}BIY|")
    assert (said.head[:3], said["AF"]) == ("121", "Скасовано: Тіні забутих предків лишається на полиці.")
    assert (Copy.objects.get(pk=hall.copy.pk).state, count("lending.issue")) == ("available", 0)


def test_what_lies_here_already_is_told_so_and_what_was_never_lent_elsewhere_sounds(hall, machine):
    assert machine.say(f"09N{DATE}{DATE}AOmain|{hall.book}").head[:6] == "101YUN"
    stray = hall.lib.copy(place=hall.lib.other_shelf)
    said = machine.say(f"09N{DATE}{DATE}AOmain|AB{stray.barcode}|")
    assert (said.head[:6], said["CV"], said["AF"]) == ("100NUY", "99", "За записами ця книга нікому не видана.")
    assert Event.objects.count() == 0


def test_what_a_machine_took_in_without_us_has_happened_and_once(hall, machine):
    stray = hall.lib.copy(place=hall.lib.other_shelf)
    when = timezone.localtime() - dt.timedelta(minutes=30)
    said = f"09Y{DATE}{when:%Y%m%d}    {when:%H%M%S}AOmain|AB{stray.barcode}|"
    assert [machine.session.hear(line(said, seq))[:3] for seq in (1, 2)] == [b"101", b"101"]
    assert (Event.objects.count(), Discrepancy.objects.count(), Copy.objects.get(pk=stray.pk).place) == (1, 1, hall.lib.shelf)


def test_a_book_that_somebody_waits_for_sounds_and_is_asked_for(hall, machine):
    other, _who = hall.another()
    machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}")
    hold(hall.lib.act(actor=Actor(reader=other.pk)), reader=other, record=hall.copy.record, pickup=hall.lib.shelf)
    refused = machine.say(f"29NN{DATE}{BLANK}{hall.who}{hall.book}")
    assert (refused.head[:3], "чекає інший читач" in refused["AF"]) == ("300", True)
    said = machine.say(f"09N{DATE}{DATE}AOmain|{hall.book}")
    assert (said.head[:6], said["CV"], "На неї чекають" in said["AF"]) == ("101YUY", "01", True)


def test_renewing_all_says_of_each(hall, machine):
    copies = [hall.lib.copy() for _ in range(2)]
    for copy in copies:
        machine.say(f"11YN{DATE}{BLANK}{hall.who}AB{copy.barcode}|")
    other, _who = hall.another()
    hold(hall.lib.act(actor=Actor(reader=other.pk)), reader=other, record=copies[0].record, pickup=hall.lib.shelf)
    said = machine.say(f"65{DATE}{hall.who}")
    assert (said.head[:11], said.fields["BM"], said.fields["BN"]) == ("66100010001", [copies[1].barcode], [copies[0].barcode])
    assert said["AF"].startswith("Продовжено: 1. Не продовжено: 1. На цю книгу чекає інший читач")
    assert machine.say(f"65{DATE}AOmain|AA{hall.card}|ADхто я|").head[:11] == "66000000000"


def test_standing_in_the_queue_and_leaving_it(hall, machine):
    other, who = hall.another()
    machine.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}")
    assert [machine.say(f"15+{DATE}{who}{hall.book}").head[:3] for _ in range(2)] == ["161", "161"]
    assert (Hold.objects.get().reader, Hold.objects.get().pickup) == (other, hall.lib.shelf)
    assert machine.say(f"15*{DATE}{who}{hall.book}").head[:3] == "160"
    assert [machine.say(f"15-{DATE}{who}{hall.book}").head[:3] for _ in range(2)] == ["161", "161"]
    assert Hold.objects.get().state == "cancelled"


# --- lines that are none -----------------------------------------------------------------------------------------------


def test_a_broken_line_is_asked_for_again_and_many_in_a_row_hang_up(hall, machine):
    broken = line("9900302.00")[:-2] + b"!\r"
    assert machine.session.hear(broken) == b"96AZFEF6\r"
    assert machine.say("9900302.00").head[:3] == "98Y"
    for _ in range(MOST_BAD):
        assert machine.session.hear(b"\xff\xfe\r") == b"96AZFEF6\r"
    assert machine.session.over


def test_an_act_is_known_by_machine_words_and_what_they_are_said_of(hall, machine):
    asked = machine.session.act(_message("11"), hall.reader, 1)
    assert asked.uid == machine.session.act(_message("11"), hall.reader, 1).uid
    assert isinstance(asked.uid, uuid.UUID)
    assert asked.uid != machine.session.act(_message("11"), hall.reader, 2).uid


def test_from_the_number_of_a_loan_nobody_comes_back_to_the_pin(hall, machine):
    """It is shown to colleagues and to programs, and a million PINs are soon tried: so none is a part of it."""
    uid = machine.session.act(_message("11"), hall.reader, 1).uid
    assert machine.session.act(_message("11", "AD123456|ACтаємниця|"), hall.reader, 1).uid == uid


def _message(code: str, rest: str = "") -> Message:
    return parse(line(f"{code}YN{DATE}{BLANK}AA1|{rest}"))
