"""Values → words: the only place that turns a number, a date or a period into text.

Numbers come in unrounded (rates as fractions) and leave as a reader of the client's locale writes
them, from CLDR through Babel where the house has no rule of its own. One rounding policy: half up, on
Decimal, and no zero ever carries a sign. Nothing here depends on the process's locale or time zone.
"""

from reportgen.formatting.binding import bind, bind_last_word, unbind
from reportgen.formatting.dates import DateStyle
from reportgen.formatting.formatter import Formatter, Style
from reportgen.formatting.locales import known_currency, known_locale, tongue
from reportgen.formatting.periods import PeriodStyle
from reportgen.formatting.rounding import Number, exact, half_up

__all__ = [
    "DateStyle",
    "Formatter",
    "Number",
    "PeriodStyle",
    "Style",
    "bind",
    "bind_last_word",
    "exact",
    "half_up",
    "known_currency",
    "known_locale",
    "tongue",
    "unbind",
]
