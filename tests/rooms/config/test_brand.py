from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.config.brand import Brand
from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.errors import ConfigError


@pytest.fixture
def branded(folder: Path, minimal: str) -> Path:
    (folder / "report.yaml").write_text(minimal + "brand: brand.yaml\n")
    (folder / "looks").mkdir()
    for name in ("logo.svg", "dark.PNG", "a.ttf", "b.ttf", "c.otf", "logo.gif"):
        (folder / "looks" / name).write_text("x")
    return folder


def write(folder: Path, text: str) -> None:
    (folder / "brand.yaml").write_text(text)


def test_a_brand_is_one_value_with_absolute_paths(branded: Path, names: Names) -> None:
    write(
        branded,
        "name: Lumen\nlogo: looks/logo.svg\nlogo_dark: looks/dark.PNG\n"
        'colors: {primary: "#7A2B55", accent: "#C08A2E", favourable: "#1F62A8", unfavourable: "#B1440E"}\n'
        "fonts: {family: House Sans, files: [looks/b.ttf, looks/a.ttf]}\n"
        "footer: Confidential\ncover: plain\ntone: formal\n",
    )
    assert load_client(branded, names).brand == Brand(
        name="Lumen",
        primary="#7a2b55",
        accent="#c08a2e",
        favourable="#1f62a8",
        unfavourable="#b1440e",
        logo=branded / "looks" / "logo.svg",
        logo_dark=branded / "looks" / "dark.PNG",
        font_family="House Sans",
        font_files=(branded / "looks" / "b.ttf", branded / "looks" / "a.ttf"),
        footer="Confidential",
        cover="plain",
        tone="formal",
    )


def test_without_a_name_a_brand_bears_the_clients(branded: Path, names: Names) -> None:
    write(branded, "tone: formal\n")
    assert load_client(branded, names).brand == Brand(name="Lumen & Oak", tone="formal")


def test_both_spellings_of_colour_are_understood(branded: Path, names: Names) -> None:
    write(branded, 'colours: {primary: "#112233", favorable: "#445566"}\n')
    brand = load_client(branded, names).brand
    assert (brand.primary, brand.favourable) == ("#112233", "#445566")


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("colors: {primray: x}", "1:10", "did you mean 'primary'?"),
        ("colors: {primary: red}", "1:19", '"#1f5a49"'),
        ("colors:\n  primary: #123456", "2:11", "a text that starts with # needs quotes"),
        ("logo: looks/logo.gif", "1:7", ".svg or .png"),
        ("logo: looks/lgo.svg", "1:7", "did you mean 'logo.svg'?"),
        ("logo: ../logo.svg", "1:7", "leads out of the folder"),
        ("logo: https://example.com/logo.svg", "1:7", "an address, not a path"),
        ("fonts: {family: House, files: [looks/c.otf]}", "1:32", "static TrueType"),
        ("fonts: {family: House, files: []}", "1:31", "at least one entry"),
        ("cover: bar", "1:8", "did you mean 'bars'?"),
        ("tone: calm", "1:7", "'plain' or 'formal'"),
        ("tone: [formal]", "1:7", "found: a list"),
        ("fotter: x", "1:1", "did you mean 'footer'?"),
        ("name: &a x", "1:7", "YAML anchor"),
    ],
)
def test_a_wrong_brand_is_told_in_its_own_file(branded: Path, names: Names, text: str, at: str, says: str) -> None:
    write(branded, text + "\n")
    with pytest.raises(ConfigError) as caught:
        load_client(branded, names)
    (problem,) = caught.value.problems
    assert str(problem.where) == f"{(branded / 'brand.yaml').as_posix()}:{at}"
    assert says in str(problem)


def test_faults_of_both_files_are_listed_together(branded: Path, names: Names, minimal: str) -> None:
    write(branded, "cover: bar\n")
    (branded / "report.yaml").write_text(minimal + "brand: brand.yaml\nkpis: [aovs]\n")
    with pytest.raises(ConfigError) as caught:
        load_client(branded, names)
    assert [problem.what for problem in caught.value.problems] == [
        "wrong value in `cover`",
        "unknown KPI in `kpis[0]`",
    ]
