"""A client's own templates, styles and report kinds are found, read and counted in the digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.config.overrides import MOST_BYTES, MOST_FILES
from reportgen.errors import ConfigError


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def client(folder: Path, minimal: str) -> Path:
    put(folder, "report.yaml", minimal)
    return folder


def test_a_client_without_any_has_none(client: Path, names: Names) -> None:
    assert not load_client(client, names).overrides


def test_they_are_read_by_their_path_below_their_folder(client: Path, names: Names) -> None:
    put(client, "templates/blocks/cards.html.j2", "cards")
    put(client, "templates/readme.txt", "no template")
    put(client, "styles/own.css", "p {}")
    put(client, "kinds/quarterly.yaml", "id: quarterly")
    found = load_client(client, names).overrides
    assert dict(found.templates) == {"blocks/cards.html.j2": "cards"}
    assert dict(found.styles) == {"own.css": "p {}"}
    assert dict(found.kinds) == {"quarterly": "id: quarterly"}


def test_the_client_s_own_come_before_its_portfolio_s(client: Path, names: Names) -> None:
    put(client.parent, "portfolio.yaml", "prepared_by: Northlight\n")
    put(client.parent, "styles/own.css", "agency")
    put(client.parent, "styles/other.css", "agency")
    put(client, "styles/own.css", "client")
    assert dict(load_client(client, names).overrides.styles) == {"own.css": "client", "other.css": "agency"}


def test_a_kind_of_one_s_own_can_be_asked_for(client: Path, names: Names, minimal: str) -> None:
    put(client, "kinds/quarterly.yaml", "id: quarterly")
    put(client, "report.yaml", minimal.replace("report: ecommerce", "report: quarterly"))
    assert load_client(client, names).report == "quarterly"
    put(client, "report.yaml", minimal.replace("report: ecommerce", "report: quaterly"))
    with pytest.raises(ConfigError, match="quarterly"):
        load_client(client, names)


def test_a_changed_template_is_another_configuration(client: Path, names: Names) -> None:
    before = load_client(client, names).digest()
    put(client, "templates/blocks/cards.html.j2", "cards")
    one = load_client(client, names).digest()
    put(client, "templates/blocks/cards.html.j2", "Cards")
    assert len({before, one, load_client(client, names).digest()}) == 3


def test_a_link_that_leads_out_of_the_folder_is_refused(client: Path, names: Names, tmp_path: Path) -> None:
    outside = put(tmp_path, "secret.css", "p {}")
    (client / "styles").mkdir()
    (client / "styles" / "own.css").symlink_to(outside)
    with pytest.raises(ConfigError, match="symbolic link"):
        load_client(client, names)


def test_what_is_no_text_or_too_much_of_it_is_refused(client: Path, names: Names) -> None:
    put(client, "styles/large.css", "x" * (MOST_BYTES + 1))
    (client / "styles" / "binary.css").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError) as caught:
        load_client(client, names)
    said = str(caught.value)
    assert "styles/large.css: this file is too large" in said
    assert "styles/binary.css: this file is not text" in said


def test_very_many_files_are_refused(client: Path, names: Names) -> None:
    for number in range(MOST_FILES + 1):
        put(client, f"templates/{number}.j2", "x")
    with pytest.raises(ConfigError, match="too many files"):
        load_client(client, names)
