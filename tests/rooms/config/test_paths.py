from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.errors import Problem

Problems = Callable[[str], tuple[Problem, ...]]


@pytest.mark.parametrize(
    "path",
    ["../orders.csv", "data/../../x.csv", "/etc/passwd", "C:/x.csv", "//server/x.csv", "..", "data\\\\x.csv",
     "data/*/../../../*.csv"],
)  # fmt: skip
@pytest.mark.parametrize("key", ["path", "brand", "archive"])
def test_a_path_that_is_written_to_leave_the_folder_is_refused(
    problems: Problems, minimal: str, path: str, key: str
) -> None:
    text = {
        "path": minimal.replace("data/orders.csv", f'"{path}"'),
        "brand": f'{minimal}brand: "{path}"\n',
        "archive": f'{minimal}archive: {{path: "{path}"}}\n',
    }[key]
    (problem,) = problems(text)
    assert problem.what.endswith(("the path leads out of the folder", "this is not a path"))
    assert problem.where is not None
    assert problem.where.line == (6 if key == "path" else 7)


@pytest.mark.parametrize("path", ["data/out.csv", "data/outside/orders.csv", "data/outside/*.csv", "data/o*.csv"])
def test_a_symbolic_link_that_leads_out_is_refused(folder: Path, problems: Problems, minimal: str, path: str) -> None:
    other = folder.parent / "other-client"
    other.mkdir()
    (other / "orders.csv").write_text("secret\n")
    (folder / "data" / "out.csv").symlink_to(other / "orders.csv")
    (folder / "data" / "outside").symlink_to(other, target_is_directory=True)
    (problem,) = problems(minimal.replace("data/orders.csv", path))
    assert problem.what == "`sources[0].path`: the path leads out of the folder through a symbolic link"


def test_a_link_inside_the_folder_and_a_linked_client_folder_are_fine(folder: Path, names: Names, minimal: str) -> None:
    (folder / "data" / "latest.csv").symlink_to(folder / "data" / "orders.csv")
    (folder / "report.yaml").write_text(minimal.replace("data/orders.csv", "data/latest.csv"))
    assert [file.name for file in load_client(folder, names).sources[0].files] == ["latest.csv"]
    (folder.parent / "linked").symlink_to(folder, target_is_directory=True)
    assert load_client(folder.parent / "linked", names).id == "linked"


def test_a_link_in_a_circle_is_a_message(folder: Path, problems: Problems, minimal: str) -> None:
    (folder / "data" / "a.csv").symlink_to(folder / "data" / "b.csv")
    (folder / "data" / "b.csv").symlink_to(folder / "data" / "a.csv")
    assert len(problems(minimal.replace("orders.csv", "a.csv"))) == 1


@pytest.mark.parametrize(
    ("path", "what", "todo"),
    [
        ("data/ordrs.csv", "there is no such file", "did you mean 'orders.csv'?"),
        ("data/ordrs*.csv", "no file matches", "did you mean 'orders.csv'?"),
        ("data/2026/x.csv", "there is no such file", "there is no folder 'data/2026'"),
        ("data", "this is a folder", "for example 'data/*.csv'"),
        (".", "this is a folder", "for example '*.csv'"),
        ("data/**x", "this is not a glob", None),
        ("x" * 300_000, "there is no such file", None),
    ],
)
def test_a_missing_file_is_told_at_its_line(
    problems: Problems, minimal: str, path: str, what: str, todo: str | None
) -> None:
    (problem,) = problems(minimal.replace("data/orders.csv", f'"{path}"'))
    assert problem.where is not None
    assert (problem.where.line, problem.where.column) == (6, 27)
    assert problem.what == f"`sources[0].path`: {what}"
    if todo:
        assert problem.todo == todo


def test_a_glob_gives_its_files_sorted_without_hidden_ones_locks_and_folders(
    folder: Path, names: Names, minimal: str
) -> None:
    for name in ("o_10.csv", "o_2.csv", "o_1.csv.gz", "._o_1.csv", "~$o_1.csv"):
        (folder / "data" / name).write_text("x\n")
    (folder / "data" / "o_3.csv").mkdir()
    (folder / "report.yaml").write_text(minimal.replace("data/orders.csv", "data/*o_*.csv*"))
    files = load_client(folder, names).sources[0].files
    assert [file.name for file in files] == ["o_1.csv.gz", "o_10.csv", "o_2.csv"]
    assert all(file.is_absolute() for file in files)


def test_a_file_whose_name_looks_like_a_glob_is_itself(folder: Path, names: Names, minimal: str) -> None:
    (folder / "data" / "orders [final].csv").write_text("x\n")
    (folder / "report.yaml").write_text(minimal.replace("data/orders.csv", '"data/orders [final].csv"'))
    assert [file.name for file in load_client(folder, names).sources[0].files] == ["orders [final].csv"]
