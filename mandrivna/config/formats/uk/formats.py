"""How dates and numbers are written in Ukrainian documents; Django's own file puts a zero before the day."""

DATE_FORMAT = "j E Y р."
SHORT_DATE_FORMAT = "d.m.Y"
DATETIME_FORMAT = "j E Y р. H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y р."
MONTH_DAY_FORMAT = "j E"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1
