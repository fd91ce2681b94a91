"""``python warm.py CLIENT PERIOD TODAY OUT``: build a client four times in one process, and print each time's seconds.

The first two are made anew; the fourth takes up the facts and charts that the third kept.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from reportgen import pipeline


def main(client: Path, period: str, today: date, out: Path) -> None:
    """Build and print."""
    config, question = pipeline.load_one(client), pipeline.Question(period, today)
    for fresh in (True, True, False, False):
        begun = time.perf_counter()
        pipeline.build(config, question, ("pdf", "html"), out, final=False, say=lambda _: None, fresh=fresh)
        print(time.perf_counter() - begun)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], date.fromisoformat(sys.argv[3]), Path(sys.argv[4]))
