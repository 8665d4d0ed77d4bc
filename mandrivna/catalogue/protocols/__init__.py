"""The catalogue for other programs: SRU, OAI-PMH, OPDS, unAPI. Everything here reads, nothing changes; faces only carry it."""
