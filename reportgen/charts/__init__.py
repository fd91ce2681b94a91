"""Charts: from chart nouns (finished strings, plain numbers) to self-contained SVG figures.

In comes what ``report`` decided to show (``model``), and a ``Theme`` derived from the brand's colour; out
come figures. A drawing function places what it was given: it never formats a number and never words a
label. Only this room imports Altair and vl-convert, and only inside functions.
"""
