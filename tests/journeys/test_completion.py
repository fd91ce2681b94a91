"""The shell's questions, as it puts them: by environment variables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = """client: {client}
id: {client}
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
tags: [{tag}]
custom_kpis:
  - {{id: margin_of_ours, name: Ours, formula: revenue / orders, unit: money, good: up}}
sources:
  - {{table: orders, path: orders.csv}}
"""


def start(*arguments: str, **environment: str) -> str:
    program = "from reportgen.cli.main import cli; cli(prog_name='reportgen')"
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})  # fmt: skip
    return done.stdout


@pytest.mark.parametrize(
    ("words", "begun", "answers"),
    [
        ("reportgen in", "1", ["plain,init"]),
        (
            "reportgen build x --period last-",
            "4",
            ["plain,last-month", "plain,last-week", "plain,last-quarter", "plain,last-year"],
        ),
        ("reportgen build --fo", "2", ["plain,--format", "plain,--force"]),
    ],
)
def test_bash_is_answered(words, begun, answers) -> None:
    found = start(_REPORTGEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=begun)
    assert found.split() == answers


@pytest.mark.parametrize(
    ("command", "begun", "answers"),
    [
        ("build {} --format", "pd", ["pdf"]),
        ("build {} --format", "pdf,x", ["pdf,xlsx"]),
        ("build {} --format", "pdf,p", ["pdf,pptx"]),  # what is in the list is not offered again
        ("build {} --compare", "previous,t", ["previous,target", "previous,trailing"]),
        ("build {} --only", "", ["alder", "birch"]),
        ("build {} --only alder --only", "", ["birch"]),
        ("build {} --except", "b", ["birch"]),
        ("build {} --tag", "", ["large", "small"]),
        ("build {}/nowhere --only", "", []),
        ("kpis {}/alder --kpi", "revenue_per_", ["revenue_per_session", "revenue_per_click"]),
        ("kpis {}/alder --by", "cou", ["country"]),
        ("explain {}/alder", "conversion_rate", ["conversion_rate"]),
        ("explain {}/alder", "margin_of", ["margin_of_ours"]),
        ("init x --report", "e", ["ecommerce", "executive"]),
        ("init x --timezone", "Asia/Seo", ["Asia/Seoul"]),
    ],
)
def test_names_that_are_not_ours_are_completed(tmp_path: Path, command: str, begun: str, answers: list[str]) -> None:
    for client, tag in (("alder", "small"), ("birch", "large")):
        (tmp_path / client).mkdir()
        (tmp_path / client / "report.yaml").write_text(REPORT.format(client=client, tag=tag))
        (tmp_path / client / "orders.csv").write_text("order_id,ordered_at,amount\n1,2026-10-01,5\n")
    words = ["reportgen", *command.format(tmp_path).split(), begun]
    found = start(_REPORTGEN_COMPLETE="bash_complete", COMP_WORDS=" ".join(words), COMP_CWORD=str(len(words) - 1))
    assert [line.removeprefix("plain,") for line in found.split()] == answers


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_names_the_program_and_its_variable(shell) -> None:
    script = start("completion", shell)
    assert "_REPORTGEN_COMPLETE" in script
    assert "reportgen" in script


def test_whoever_types_nothing_else_is_told_how_to_begin() -> None:
    assert "reportgen init DIR" in start("--help")
