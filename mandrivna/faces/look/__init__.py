"""The common look of the faces: fonts, icons, identity, covers, and the templates they all stand on. Knows no screen."""
