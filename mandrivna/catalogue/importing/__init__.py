"""A file of descriptions becomes records of the catalogue: in chunks, each a transaction that also says how far the run is.

A run that died, was stopped or is said twice goes on where it was; nothing is lost and nothing doubled. What is imported is an
opening balance and no work of this library: no stage, no fact of cataloguing.
"""
