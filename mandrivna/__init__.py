"""Мандрівна: the working system of a library without walls."""

__version__ = "0.1.0"
