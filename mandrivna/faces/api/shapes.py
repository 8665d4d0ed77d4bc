"""What is said and answered at the addresses for programs. Nothing of class S3 or S4 has a field here: it cannot leave."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

LARGEST_UNIT = 2**31 - 1
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CARD = "912345678901238"
UID = "01997f4e-6b1a-7c3d-9a51-0f2f6f0c9e11"


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a character that no text has")
    return text


def _digits(value: object) -> object:
    """Of an address: «12» and nothing like «1.0» or « 12 »."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 12):
        raise ValueError("not a number")
    return value


Text = Annotated[str, AfterValidator(_storable)]
Place = Annotated[int, Field(ge=1, le=LARGEST_UNIT, examples=[3], description="id of a place")]
Uid = Annotated[uuid.UUID, Field(examples=[UID])]
Short = Annotated[Text, Field(max_length=60)]


class Said(BaseModel):
    """What a program sends: exactly these fields, of exactly these kinds."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """What stands after «?» in an address."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)


def uid_of(said: object) -> uuid.UUID | None:
    """Of a part of an address or of a body; whatever is no such number names nothing."""
    return uuid.UUID(str(said)) if UUID.fullmatch(str(said)) else None


# --- asked ------------------------------------------------------------------------------------------------------------


class Limit(Asked):
    limit: Annotated[int, BeforeValidator(_digits), Field(ge=1, le=200, description="how many at most")] = 50


class Page(Limit):
    after: Annotated[uuid.UUID | None, Field(description="`next` of the page before")] = None


class PlacePage(Limit):
    after: Annotated[
        int | None, BeforeValidator(_digits), Field(ge=1, le=LARGEST_UNIT, description="`next` of the page before")
    ] = None


class CopyNamed(Asked):
    barcode: Annotated[Text | None, Field(min_length=1, max_length=30, examples=["30000012"])] = None
    inventory: Annotated[Text | None, Field(min_length=1, max_length=40, examples=["12"])] = None


# --- said -------------------------------------------------------------------------------------------------------------


class CardShown(Said):
    card: Annotated[Text, Field(min_length=1, max_length=40, examples=[CARD], description="digits of the card, or «K…» as scanned")]


class NewReader(Said):
    place: Place
    name: Annotated[Text, Field(max_length=150, description="goes in encrypted and never comes out here")] = ""
    pseudonym: Annotated[Short, Field(examples=["Ластівка"])] = ""
    phone: Annotated[Text, Field(max_length=40, description="goes in encrypted and never comes out here")] = ""
    email: Annotated[Text, Field(max_length=254, description="goes in encrypted and never comes out here")] = ""
    notices_by: Annotated[Text, Field(max_length=4, examples=["mail"], description="how to remind: chat, mail, call, none")] = ""
    birth_year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    age: Annotated[Text, Field(max_length=12, examples=["36-59"])] = ""
    audience: Annotated[Text, Field(max_length=24, examples=["general"])] = "general"
    language: Annotated[Text, Field(max_length=8)] = ""
    card: Annotated[Text, Field(max_length=40, description="of a printed card at hand; else a number is made")] = ""
    consent: Annotated[Text, Field(max_length=20, description="version of the text of consent the reader agreed to")] = ""
    rules: Annotated[int | None, Field(ge=1, le=100_000, description="version of the rules of use that was accepted")] = None


class AtPlace(Said):
    place: Place


class NewLoan(Said):
    copy_id: Annotated[Uid, Field(alias="copy")]
    reader: Uid
    place: Place


class NewReturn(Said):
    copy_id: Annotated[Uid, Field(alias="copy")]
    place: Place


class NewHold(Said):
    record: Uid
    reader: Uid
    pickup: Place


class Nothing(Said):
    """An empty object: the address says everything."""


# --- told -------------------------------------------------------------------------------------------------------------


class Note(Told):
    code: Annotated[str, Field(description="never changes; programs compare this", examples=["on_loan"])]
    text: Annotated[str, Field(description="for a person, in the language asked for")]
    field: Annotated[str | None, Field(description="of which field it speaks")] = None


class Refusal(Told):
    """RFC 9457."""

    type: str
    title: str
    status: int
    code: Annotated[str, Field(description="of the first problem", examples=["on_loan"])]
    detail: str
    problems: list[Note]


class Key(Told):
    name: str
    unit: int
    unit_name: str
    may: Annotated[list[str], Field(description="what it may now", examples=[["lending.issue", "lending.return"]])]
    expires_at: dt.datetime


class PlaceTold(Told):
    id: int
    name: str
    kind: Annotated[str, Field(examples=["shelf"])]
    parent: int | None
    closed_on: dt.date | None
    here: Annotated[int, Field(description="copies that stand there now")]
    lent: Annotated[int, Field(description="copies lent from there")]


class RecordTold(Told):
    id: uuid.UUID
    title: str
    authors: str


class CopyTold(Told):
    id: uuid.UUID
    barcode: str
    inventory: Annotated[str, Field(description="as the inventory book has it")]
    state: Annotated[str, Field(examples=["available"])]
    place: int
    home: int
    record: RecordTold


class ReaderTold(Told):
    id: uuid.UUID
    card: Annotated[str | None, Field(examples=[CARD])]
    pseudonym: str
    kind: Annotated[str, Field(examples=["person"])]
    audience: Annotated[str, Field(examples=["general"])]
    registered_on: dt.date
    enrolled: Annotated[bool, Field(description="registered for this year")]


class EnrolmentTold(Told):
    reader: ReaderTold
    year: int
    on: dt.date
    place: int | None
    how: Annotated[str, Field(examples=["again"])]


class LoanTold(Told):
    id: uuid.UUID
    copy_told: Annotated[CopyTold, Field(alias="copy")]
    reader: Annotated[uuid.UUID | None, Field(description="only for keys that may issue; gone some days after the return")]
    place: int
    issued_on: dt.date
    due_on: dt.date
    state: Annotated[str, Field(examples=["open"])]
    renewals: int
    closed_on: dt.date | None


class Issued(Told):
    loan: LoanTold
    warnings: list[Note]


class TakenBack(Told):
    copy_told: Annotated[CopyTold, Field(alias="copy")]
    hold: Annotated[uuid.UUID | None, Field(description="the order this copy is to be put aside for")]
    warnings: list[Note]


class HoldTold(Told):
    id: uuid.UUID
    record: RecordTold
    reader: uuid.UUID | None
    pickup: int
    on: dt.date
    state: Annotated[str, Field(examples=["waiting"])]
    copy_id: Annotated[uuid.UUID | None, Field(alias="copy")]
    keep_until: dt.date | None


class Places(Told):
    items: list[PlaceTold]
    next: Annotated[int | None, Field(description="goes into `after`; null on the last page")]


class Copies(Told):
    items: list[CopyTold]
    next: uuid.UUID | None


class Readers(Told):
    items: list[ReaderTold]
    next: uuid.UUID | None


class Loans(Told):
    items: list[LoanTold]
    next: uuid.UUID | None


class Holds(Told):
    items: list[HoldTold]
    next: uuid.UUID | None
