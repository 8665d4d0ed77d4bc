"""Which rights a key can be given: those that an address asks for, and no others; a test compares the two."""

from __future__ import annotations

from mandrivna.core.tokens import OFFERED
from mandrivna.fund import rules as fund
from mandrivna.lending import rules as lending
from mandrivna.readers import rules as readers

for right in (lending.VIEW, lending.ISSUE, lending.RETURN, fund.VIEW, readers.VIEW, readers.ENROL):
    OFFERED.add(right.code, right)
