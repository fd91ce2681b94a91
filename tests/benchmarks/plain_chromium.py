"""The reference for a cold build: draw the same charts with Altair, print the same page with headless Chromium.

``prepare`` writes, once, what the plain script starts from: the charts' Vega-Lite specs and the HTML with a mark
where each chart belongs. ``python plain_chromium.py FOLDER CHROMIUM`` is the script that is timed; with ``warm`` behind it,
it does all twice and prints the seconds of the second time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path


def prepare(folder: Path, html: Path, client: Path, period: str, today: date) -> int:
    """Split a built page into the specs of its charts and a template; the number of charts."""
    from reportgen import pipeline
    from reportgen.charts import sheet
    from reportgen.charts.draw import draw
    from reportgen.pipeline.look import theme_of
    from reportgen.pipeline.make import make_report
    from reportgen.report.kind import load_kind

    config = pipeline.load_one(client)
    kind = load_kind(config.report)
    question = pipeline.Question(period, today, dimensions=config.segments or kind.segments)
    answer = pipeline.numbers(config, question, for_report=True, cover=kind.cover)
    report = make_report(config, kind, answer)
    specs: list[dict[str, object]] = []
    original = sheet.Sheet.spec

    def kept(self: sheet.Sheet) -> dict[str, object]:
        spec = original(self)
        specs.append(json.loads(json.dumps(spec)))
        return spec

    sheet.Sheet.spec = kept  # type: ignore[method-assign]  # only to see the specs go by
    try:
        draw(report.charts.values(), theme_of(config))
    finally:
        sheet.Sheet.spec = original  # type: ignore[method-assign]
    template = re.sub(r"<svg\b.*?</svg>", "<!--chart-->", html.read_text(encoding="utf-8"), flags=re.DOTALL)
    (folder / "template.html").write_text(template, encoding="utf-8")
    (folder / "specs.json").write_text(json.dumps(specs), encoding="utf-8")
    return len(specs)


def draw_and_print(folder: Path, chromium: str) -> None:
    """Every chart through Altair and vl-convert, the page through Chromium."""
    import altair as alt
    import vl_convert

    page = (folder / "template.html").read_text(encoding="utf-8")
    for spec in json.loads((folder / "specs.json").read_text(encoding="utf-8")):
        chart = alt.Chart.from_dict(spec, validate=False)
        page = page.replace("<!--chart-->", vl_convert.vegalite_to_svg(chart.to_dict(validate=False)), 1)
    (folder / "plain.html").write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={folder / 'plain.pdf'}",
             (folder / "plain.html").resolve().as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    draw_and_print(Path(sys.argv[1]), sys.argv[2])
    if sys.argv[3:] == ["warm"]:
        begun = time.perf_counter()
        draw_and_print(Path(sys.argv[1]), sys.argv[2])
        print(time.perf_counter() - begun)  # noqa: T201
