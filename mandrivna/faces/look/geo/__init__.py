"""Ukraine drawn: regions by mode or by shade, places as pins. The list behind the map is the page's own."""

from mandrivna.faces.look.geo.drawing import Mark, Pin, State, UkraineMap, ukraine_map

__all__ = ["Mark", "Pin", "State", "UkraineMap", "ukraine_map"]
