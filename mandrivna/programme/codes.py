"""Codes of a certificate. Nobody guesses them, and an act said again after a power cut makes the same."""

from __future__ import annotations

import base64
import uuid

from mandrivna.core import crypto

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that look alike on paper: 0 and O, 1 and I and L."""
LENGTH = 20
"""31 signs to the power of 20: 99 bits."""


def code_of(uid: uuid.UUID) -> str:
    rest, signs = int.from_bytes(crypto.seal_mac("programme.certificate_code", uid.bytes), "big"), ""
    for _at in range(LENGTH):
        rest, at = divmod(rest, len(ALPHABET))
        signs += ALPHABET[at]
    return signs


def token_of(uid: uuid.UUID) -> str:
    """For an address: 128 bits."""
    return base64.urlsafe_b64encode(crypto.seal_mac("programme.certificate", uid.bytes)[:16]).decode().rstrip("=")


def jury_link_of(uid: uuid.UUID) -> str:
    """What a guest of the jury comes by. Of the act, so that a form sent twice shows the link that opens."""
    return base64.urlsafe_b64encode(crypto.seal_mac("programme.jury", uid.bytes)[:24]).decode()


def pretty(code: str) -> str:
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


CYRILLIC = str.maketrans("АВЕКМНРСТХУ", "ABEKMHPCTXY")
"""Typed from paper with the Ukrainian layout on."""


def typed(text: str) -> str:
    return "".join(sign for sign in text.upper().translate(CYRILLIC) if sign.isalnum())[: 2 * LENGTH]
