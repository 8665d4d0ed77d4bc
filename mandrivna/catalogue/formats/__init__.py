"""Bibliographic formats in and out. Everything here only decodes and encodes: bytes and text on one side, `Marc` on the other."""
