"""Codes that nobody guesses: of a certificate, of a juror's link."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that look alike on paper: 0 and O, 1 and I and L."""
LENGTH = 20
"""31 signs to the power of 20: 99 random bits."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _at in range(LENGTH))


def new_token() -> str:
    """For an address: 128 bits."""
    return secrets.token_urlsafe(16)


def pretty(code: str) -> str:
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


CYRILLIC = str.maketrans("АВЕКМНРСТХУ", "ABEKMHPCTXY")
"""Typed from paper with the Ukrainian layout on."""


def typed(text: str) -> str:
    return "".join(sign for sign in text.upper().translate(CYRILLIC) if sign.isalnum())[: 2 * LENGTH]
