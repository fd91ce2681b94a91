"""What is printed depends on the locale asked for, not on the process or on what was printed before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import reportgen

SCRIPT = """
import sys
from datetime import date
from reportgen.formatting import DateStyle, Formatter, PeriodStyle, Style
from reportgen.periods import Calendar, Span, from_id
from reportgen.units import Unit
said = {}
for tag in sys.argv[1:]:
    words = Formatter(tag, "EUR")
    said[tag] = [
        *(words.date(date(2026, 10, 18), style) for style in DateStyle),
        *(words.value(123456.785, unit, style=style) for unit in Unit for style in Style),
        *(words.period(from_id(text, Calendar()), style) for style in PeriodStyle
          for text in ("2026-10", "2026-W44", "2026-W43/2", "2026-Q3", "2026", "2026-09-28..2026-10-04")),
        words.span(Span(date(2026, 10, 1), date(2026, 10, 31))),
        words.hour(18), words.list(["A", "B", "C"]),
        *(words.mark(unit) for unit in Unit),
    ]
print(ascii(sorted(said.items())))
"""
TAGS = ["en-US", "en-GB", "ko-KR", "zh-TW", "zh-CN", "de-DE", "fr-FR", "es-ES", "ja-JP", "pl-PL"]


def said(tags: list[str], **environment: str) -> str:
    top = Path(reportgen.__file__).parent.parent
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, *tags],
        check=True,
        capture_output=True,
        text=True,
        cwd=top,
        env={**os.environ, **environment},
    )
    return run.stdout


def test_the_order_in_which_locales_are_used_changes_nothing() -> None:
    # Babel shares resolved aliases between locales: without our copy, French months after Chinese are 10月.
    assert said(TAGS) == said(TAGS[::-1])


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Seoul"},
        {"LC_ALL": "C", "TZ": "America/Los_Angeles"},
        {"LC_ALL": "xx_XX", "TZ": "No/Where", "PYTHONHASHSEED": "7"},
    ],
)
def test_the_processes_locale_and_time_zone_change_nothing(environment: dict[str, str]) -> None:
    assert said(TAGS[:4], **environment) == said(TAGS[:4], LC_ALL="C.UTF-8", TZ="UTC")
