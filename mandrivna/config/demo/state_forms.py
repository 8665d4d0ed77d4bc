"""The state form of last year, filled in and signed; and what the libraries of the region, which work without the program, sent."""

from __future__ import annotations

from typing import Any

from mandrivna.config.demo.data import NETWORK, PEOPLE, SHORT
from mandrivna.config.demo.stage import Stage
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.planning import actions
from mandrivna.planning.forms.returns import token_of
from mandrivna.planning.forms.rows import NetworkLibrary

FORM = "nk6"
OWN = {
    "area_total": "412.5", "area_events": "96", "money_in": "318.4", "money_out": "318.4", "users": "1904", "users_children": "412",
    "visits": "85310", "issues": "2210",
}  # fmt: skip
NOTE = (
    "Бібліотека релокована, послуги надаються в просторах і дистанційно. Числа першого півріччя внесено за паперовим щоденником: "
    "програму впроваджено восени."
)
LIBRARIES = (
    ("Публічна бібліотека Вербівської громади", "Вербівська громада"),
    ("Публічна бібліотека Яворівської громади", "Яворівська громада"),
    ("Публічна бібліотека Калинівської громади", "Калинівська громада"),
    ("Сільська бібліотека-філія села Тополине", "Вербівська громада"),
)
SENT = {"users": "640", "users_children": "210", "visits": "5120", "fund_end": "14300", "issues": "9870", "area_total": "180"}
PARTLY = {"users": "415", "visits": "2950", "issues": "no_data", "area_total": "95.5"}


def collect(stage: Stage) -> None:
    year, methodist, director = stage.calendar.today.year - 1, stage.actors["methodist"], stage.actors["director"]
    unit, region = stage.units[SHORT], stage.units[NETWORK]
    asked: dict[str, Any] = {"form": FORM, "year": year}
    actions.fill_form(stage.act(methodist), unit=unit, cells=_cells(OWN), note=NOTE, reason="паперовий щоденник, акти", **asked)
    name = next(person.name for person in PEOPLE if person.role == "director")
    actions.sign_form(stage.act(director), unit=unit, post="Директорка", signer=name, on=stage.today, **asked)
    libraries = [
        actions.add_network_library(
            stage.act(methodist), unit=region, about={"name": name, "community": community, "region": "UA-09"}
        )
        for name, community in LIBRARIES
    ]
    actions.ask_returns(stage.act(methodist), unit=region, **asked)
    _send(stage, libraries[0], SENT, "Числа з паперового обліку.")
    _send(stage, libraries[1], PARTLY, "Облік видачі за перше півріччя втрачено.")
    whose = f"l{libraries[3].pk}"
    actions.set_return_status(
        stage.act(methodist), unit=region, whose=whose, status="not_working", why="Лист громади: приміщення зруйновано.", **asked
    )


def _cells(figures: dict[str, str]) -> dict[str, str]:
    return {f"{row}.total": value for row, value in figures.items()}


def _send(stage: Stage, library: NetworkLibrary, figures: dict[str, str], note: str) -> None:
    """By its own link, as a library would."""
    sheet = library.sheets.select_related("unit", "library").get()
    assert sheet.link is not None
    actions.send_return(
        stage.act(NOBODY), sheet=sheet, cells=_cells(figures), note=note, post="Завідувачка", signer="Верба Яворівна",
        link=Withheld(token_of(sheet.link)),
    )  # fmt: skip
