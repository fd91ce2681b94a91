from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.config.load import find_clients, load_client, load_portfolio_defaults, shared_ids
from reportgen.config.names import Names
from reportgen.errors import ConfigError


@pytest.fixture
def portfolio(tmp_path: Path, minimal: str) -> Path:
    folder = tmp_path / "agency"
    for name in ("beta", "alpha"):
        (folder / name / "data").mkdir(parents=True)
        (folder / name / "data" / "orders.csv").write_text("x\n")
        (folder / name / "report.yaml").write_text(minimal)
    (folder / "notes").mkdir()
    (folder / ".git").mkdir()
    return folder


def test_clients_are_found_by_folder_file_and_portfolio_sorted_and_once(portfolio: Path) -> None:
    alpha, beta = portfolio / "alpha", portfolio / "beta"
    assert find_clients([portfolio]) == (alpha, beta)
    assert find_clients([beta, alpha / "report.yaml"]) == (alpha, beta)
    assert find_clients([portfolio, beta, alpha]) == (alpha, beta)
    (portfolio / "portfolio.yaml").write_text("locale: en-GB\n")
    assert find_clients([portfolio / "portfolio.yaml"]) == (alpha, beta)


def test_where_there_is_no_client_the_message_says_what_is_there(portfolio: Path) -> None:
    (portfolio / "notes" / "report.yml").write_text("x")
    with pytest.raises(ConfigError) as caught:
        find_clients([portfolio / "notes", portfolio / "alpa", portfolio / "alpha" / "data" / "orders.csv"])
    yml, misspelt, file = caught.value.problems
    assert (yml.what, yml.found, yml.todo) == (
        "there is no client here", "report.yml", "rename report.yml to report.yaml",
    )  # fmt: skip
    assert (misspelt.what, misspelt.todo) == ("there is no such file or folder", "did you mean 'alpha'?")
    assert file.what == "this is not a client"


def test_a_client_inherits_and_its_own_value_replaces_the_whole(portfolio: Path, names: Names, minimal: str) -> None:
    (portfolio / "portfolio.yaml").write_text(
        "locale: ko-KR\nsettings: {lost_after_days: 30, clv_max_years: 2}\ntags: [agency]\nprepared_by: Us\n"
    )
    (portfolio / "beta" / "report.yaml").write_text(minimal + "settings: {clv_max_years: 3}\ntags:\n")
    alpha, beta = (load_client(folder, names) for folder in find_clients([portfolio]))
    assert (alpha.locale, alpha.settings.lost_after_days, alpha.tags) == ("ko-KR", 30, ("agency",))
    assert (beta.locale, beta.prepared_by) == ("ko-KR", "Us")
    assert (beta.settings.lost_after_days, beta.settings.clv_max_years) == (90, 3)
    assert beta.tags == ()  # a key left empty goes back to the product's default


def test_a_required_key_may_come_from_the_portfolio(portfolio: Path, names: Names) -> None:
    (portfolio / "portfolio.yaml").write_text(
        "report: ecommerce\ncurrency: USD\ntimezone: UTC\nsources: [{table: orders, path: data/orders.csv}]\n"
    )
    (portfolio / "alpha" / "report.yaml").write_text("client: Alpha\n")
    assert load_client(portfolio / "alpha", names).sources[0].files == (portfolio / "alpha" / "data" / "orders.csv",)


def test_a_wrong_default_is_told_at_its_line_of_portfolio_yaml(portfolio: Path, names: Names) -> None:
    (portfolio / "portfolio.yaml").write_text("tags: [a]\nlocal: ko-KR\ncheck: {}\n")
    with pytest.raises(ConfigError) as caught:
        load_client(portfolio / "alpha", names)
    shown = (portfolio / "portfolio.yaml").as_posix()
    assert [(str(problem.where), problem.todo) for problem in caught.value.problems] == [
        (f"{shown}:2:1", "did you mean 'locale'?"),
        (f"{shown}:3:1", "did you mean 'checks'?"),
    ]


def test_an_id_for_all_clients_is_refused(portfolio: Path) -> None:
    (portfolio / "portfolio.yaml").write_text("id: acme\n")
    with pytest.raises(ConfigError, match="would give every client the same files"):
        load_portfolio_defaults(portfolio)


def test_a_portfolio_without_defaults_has_none(portfolio: Path) -> None:
    assert load_portfolio_defaults(portfolio) is None


def test_the_archive_is_the_portfolios_unless_the_client_says_otherwise(
    portfolio: Path, names: Names, minimal: str
) -> None:
    alpha = portfolio / "alpha"
    assert load_client(alpha, names).archive == alpha / "archive"
    (portfolio / "portfolio.yaml").write_text("tags: [a]\n")
    assert load_client(alpha, names).archive == portfolio / "archive"
    (portfolio / "portfolio.yaml").write_text("archive: {path: kept}\n")
    assert load_client(alpha, names).archive == portfolio / "kept"
    (alpha / "report.yaml").write_text(minimal + "archive: {path: mine}\n")
    assert load_client(alpha, names).archive == alpha / "mine"


def test_a_shared_brand_lies_with_the_portfolio_and_a_clients_own_file_wins(portfolio: Path, names: Names) -> None:
    (portfolio / "portfolio.yaml").write_text("brand: brand.yaml\n")
    (portfolio / "brand.yaml").write_text("name: Agency\nlogo: logo.svg\n")
    (portfolio / "logo.svg").write_text("<svg/>")
    (portfolio / "beta" / "brand.yaml").write_text("name: Beta\n")
    alpha, beta = (load_client(folder, names) for folder in find_clients([portfolio]))
    assert (alpha.brand.name, alpha.brand.logo) == ("Agency", portfolio / "logo.svg")
    assert (beta.brand.name, beta.brand.logo) == ("Beta", None)


def test_a_clients_brand_is_never_shared_with_another(portfolio: Path, names: Names) -> None:
    (portfolio / "portfolio.yaml").write_text("brand: beta/brand.yaml\n")
    (portfolio / "beta" / "brand.yaml").write_text("name: Beta\n")
    with pytest.raises(ConfigError, match="this brand is one client's own"):
        load_client(portfolio / "alpha", names)


def test_the_digest_follows_the_defaults_that_a_client_uses(portfolio: Path, names: Names, minimal: str) -> None:
    (portfolio / "alpha" / "report.yaml").write_text(minimal + "tags: [own]\n")
    (portfolio / "portfolio.yaml").write_text("tags: [a]\nlocale: en-US\n")
    before = [load_client(folder, names).digest() for folder in find_clients([portfolio])]
    (portfolio / "portfolio.yaml").write_text("tags: [b]\nlocale: en-US\n")
    after = [load_client(folder, names).digest() for folder in find_clients([portfolio])]
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_two_clients_with_one_id_are_told_whatever_its_case() -> None:
    clients = [("acme", Path("a")), ("other", Path("b")), ("Acme", Path("c"))]
    (problem,) = shared_ids(clients)
    assert str(problem.where) == "c/report.yaml"
    assert problem.found == "'acme' is the id of a"
    assert shared_ids(clients[:2]) == ()
