"""The shell's questions, as it puts them: by environment variables."""

import os
import subprocess
import sys

import pytest


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


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_names_the_program_and_its_variable(shell) -> None:
    script = start("completion", shell)
    assert "_REPORTGEN_COMPLETE" in script
    assert "reportgen" in script


def test_whoever_types_nothing_else_is_told_how_to_begin() -> None:
    assert "reportgen init DIR" in start("--help")
