"""Whatever a user can get wrong ends as a message: what, where, found, expected, what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = "order_id,ordered_at,amount\n1,2026-10-01,10\n2,2026-10-20,12\n"
pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("data", "lines", "words"),
    [
        (GOOD, ("tagets: {revenue: 5}",), ("report.yaml:9:1", "tagets", "'targets'")),
        (GOOD, ("kpis: [revenu]",), ("report.yaml:9", "revenu", "'revenue'")),
        (GOOD, ("locale: en_XX",), ("report.yaml:9", "locale")),
        (GOOD, ("id: ../elsewhere",), ("report.yaml:9", "../elsewhere")),
        (GOOD, ("    columns: {amount: Totl}",), ("Totl", "amount")),
        (GOOD, ("    where: \"read_csv('/etc/passwd')\"",), ("read_csv",)),
        ("", (), ("data/file.csv", "empty")),
        ("order_id,ordered_at,amount\n", (), ("there are no data for 2026-10",)),
        ("order_id,orderd_at,amount\n1,2026-10-01,10\n", (), ("'ordered_at'", "orderd_at")),
        ("order_id,ordered_at,amount\n1,2026-10-01,10\n2,2026-10-02,ten\n", (), ("data/file.csv:3", "ten")),
        ("order_id,ordered_at,amount\n1,03/04/2026,10\n", (), ("03/04/2026", "date_format")),
        ("order_id,ordered_at,amount,currency\n1,2026-10-01,10,USD\n2,2026-10-02,9,EUR\n", (), ("EUR: 1", "USD: 1")),
        (GOOD.encode("utf-16-be"), (), ("data/file.csv", "encoding")),
    ],
)
def test_one_client_with_a_fault_gets_a_message_and_nothing_is_written(  # type: ignore[no-untyped-def]
    run, client: Callable[..., Path], tmp_path: Path, data: str | bytes, lines: tuple[str, ...], words: tuple[str, ...]
) -> None:
    folder = client(data, *lines)
    done = run("build", folder, "--period", "2026-10", "--out", tmp_path / "out", "--format", "json")
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", ["../other.csv", "/etc/hostname", "data/none.csv", "data/*.tsv"])
def test_a_file_that_is_outside_or_not_there_is_refused_at_its_line(  # type: ignore[no-untyped-def]
    run, client: Callable[..., Path], tmp_path: Path, path: str
) -> None:
    folder = client(GOOD)
    (tmp_path / "other.csv").write_text(GOOD, encoding="utf-8")
    report = folder / "report.yaml"
    report.write_text(report.read_text(encoding="utf-8").replace("data/file.csv", path), encoding="utf-8")
    done = run("build", folder, "--period", "2026-10", "--out", tmp_path / "out", "--format", "json")
    assert done.returncode == 2
    assert "report.yaml:8" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_period_without_data_is_refused_by_build_and_empty_in_kpis(run, client: Callable[..., Path]) -> None:  # type: ignore[no-untyped-def]
    folder = client(GOOD)
    built = run("build", folder, "--period", "2031-01", "--out", folder / "out", "--format", "json")
    assert built.returncode == 2
    assert "2026-10-01 to 2026-10-20" in built.stderr
    asked = run("kpis", folder, "--period", "2031-01", "--kpi", "revenue", "--json")
    assert asked.returncode == 0
    assert '"value": null' in asked.stdout
    assert "the data end on October 20, 2026" in asked.stdout


@pytest.mark.parametrize("period", ["2026-13", "2026-W60", "yesterday", "2026-10-05..2026-10-01", ""])
def test_a_period_that_does_not_exist_is_refused(run, client: Callable[..., Path], period: str) -> None:  # type: ignore[no-untyped-def]
    done = run("kpis", client(GOOD), "--period", period)
    assert done.returncode == 2
    assert "error:" in done.stderr
    assert "Traceback" not in done.stderr


def test_of_several_clients_one_that_fails_stops_no_other(run, client: Callable[..., Path], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good, bad = client(GOOD, name="good"), client("", name="bad")
    done = run("build", good, bad, "--period", "2026-10", "--out", tmp_path / "out", "--format", "html")
    assert done.returncode == 1
    assert "1 of 2 reports published" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".kept", "_portfolio", "good"]


def test_two_clients_whose_ids_differ_in_case_only_do_not_share_a_folder(  # type: ignore[no-untyped-def]
    run, client: Callable[..., Path], tmp_path: Path
) -> None:
    one, other = client(GOOD, "id: acme", name="one"), client(GOOD, "id: Acme", name="other")
    done = run("build", one, other, "--period", "2026-10", "--out", tmp_path / "out", "--format", "json")
    assert done.returncode == 1
    assert "two clients have the id 'Acme'" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".kept", "_portfolio", "acme"]


def test_an_unknown_command_or_format_names_the_nearest(run, client: Callable[..., Path]) -> None:  # type: ignore[no-untyped-def]
    assert "did you mean 'build'?" in run("buidl").stderr
    done = run("build", client(GOOD), "--period", "2026-10", "--format", "pdf,htm")
    assert (done.returncode, "'html'" in done.stderr) == (2, True)
