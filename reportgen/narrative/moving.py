"""A KPI's movement in a sentence of its own, which others may end."""

from __future__ import annotations

from reportgen.comparisons.model import Comparison
from reportgen.narrative.baselines import against, manner, size_of_change
from reportgen.narrative.model import Text, plain
from reportgen.narrative.saying import NOTHING, Saying
from reportgen.units import Direction


def moved_to(saying: Saying, comparison: Comparison, then: Text) -> Text:
    """The KPI's movement and what it led to; ``then`` follows the value, else the sentence's end."""
    way = manner(comparison)
    sized = way in (Direction.UP.value, Direction.DOWN.value)
    words = against(saying.result, comparison, saying.teller)
    return saying.say(
        "insight.change.moved",
        way=way,
        figure=size_of_change(saying.result, comparison, saying.teller) if sized else NOTHING,
        baseline=words["baseline"],
        basis=words["basis"],
        value=saying.value(),
        then=then if plain(then) else saying.say("insight.change.end"),
    )
