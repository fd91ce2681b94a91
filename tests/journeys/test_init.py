"""The first five minutes: init with somebody's exports, then check and kpis on what it made."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from reportgen.cli.init import init_command

SLOW = pytest.mark.slow  # the other samples and kinds
SAMPLES = Path(__file__).parents[2] / "sample_data"
pytestmark = pytest.mark.journey

ENGLISH = "Order No.,When,Total (USD),Client\nA1,03/04/2026 10:00,10.50,c1\nA2,05/04/2026 11:00,20.00,c2\n"
GERMAN = (
    "Belegnr;Belegdatum;Artikelnr;Menge;Einzelpreis;Kundennr\n"
    "R1;01.09.2026;X1;2;1.250,50;K1\nR1;01.09.2026;X2;1;99,00;K1\nR2;30.09.2026;X1;1;1.250,50;K2\n"
)
KOREAN = '주문번호,주문일시,결제금액,회원번호,유입경로\n1,2026-09-01 10:00,"12,000",가,검색\n2,2026-09-30 11:00,"8,000",나,메일\n'


def report(folder: Path) -> dict:
    return yaml.safe_load((folder / "report.yaml").read_text(encoding="utf-8"))


def values(run, folder: Path, *kpis: str, period: str = "2026-10") -> dict[str, float | None]:
    chosen = [argument for kpi in kpis for argument in ("--kpi", kpi)]
    done = run("kpis", folder, "--period", period, "--json", "--today", "2026-11-05", *chosen)
    assert done.returncode == 0, done.stderr
    return {kpi["id"]: kpi["value"] for kpi in json.loads(done.stdout)["kpis"]}


@pytest.mark.parametrize(
    ("sample", "files", "kpis"),
    [
        pytest.param(
            "lumen-oak",
            ["data"],
            ["revenue", "orders", "aov", "sessions", "gross_margin", "net_margin", "cac"],
            marks=SLOW,
        ),
        pytest.param("lumen-oak", ["data/shopify"], ["revenue", "orders", "aov"], marks=SLOW),
        ("lumen-oak", ["data/ga4"], ["sessions", "conversion_rate"]),
        pytest.param("lumen-oak", ["data/google_ads"], ["cpc"], marks=SLOW),
        ("tungwah-industrial", ["data"], ["mrr", "revenue", "mqls", "nps", "gross_margin", "net_margin", "cac", "cpi"]),
        pytest.param("hanbit-beauty", ["data/naver", "data/meta"], ["ad_spend", "cpc"], marks=SLOW),
        ("hanbit-beauty", ["data/social", "data/email"], ["followers", "open_rate", "list_growth"]),
    ],
)
def test_the_exports_of_a_sample_give_the_numbers_of_its_own_report(run, tmp_path, sample, files, kpis) -> None:
    folder, home = tmp_path / sample, SAMPLES / sample
    own = report(home)
    given = [argument for file in files for argument in ("--from", home / file)]
    done = run("init", folder, "--report", own["report"], "--yes", "--timezone", own["timezone"],
               "--today", "2026-11-05", *given)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "next: reportgen build" in done.stderr
    assert "--period 2026-10" in done.stderr
    checked = run("check", folder, "--period", "2026-10", "--today", "2026-11-05", "--json")
    assert checked.returncode == 0, checked.stderr
    made = values(run, folder, *kpis)
    if sample == "lumen-oak" and files == ["data/google_ads"]:
        assert made["cpc"] is not None  # the sample's is of two platforms
    else:
        assert made == values(run, home, *kpis)
    assert report(folder)["locale"] in {own["locale"], "en-US"}


def test_an_unknown_file_with_odd_headers_is_mapped_and_its_ambiguous_dates_are_named(run, tmp_path) -> None:
    (tmp_path / "x.csv").write_text(ENGLISH, encoding="utf-8")
    done = run("init", tmp_path / "shop", "--report", "ecommerce", "--yes", "--from", tmp_path / "x.csv")
    assert done.returncode == 0, done.stderr
    source = report(tmp_path / "shop")["sources"][0]
    assert (source["table"], source["date_format"]) == ("orders", "%m/%d/%Y %H:%M")
    assert "check this: dates are read with the month first" in done.stdout
    # 10.50 of 4 March with the month first, of 3 April with the day first
    assert values(run, tmp_path / "shop", "revenue", period="2026-03") == {"revenue": 10.5}
    told = run("init", tmp_path / "two", "--report", "ecommerce", "--yes", "--date-order", "day", "--from",
               tmp_path / "x.csv")  # fmt: skip
    assert told.returncode == 0
    assert values(run, tmp_path / "two", "revenue", period="2026-04") == {"revenue": 30.5}


def interview(arguments: list[object], answers: list[str]) -> Result:
    """init with somebody who answers, one line a question; an empty line takes what is proposed."""
    return CliRunner().invoke(
        init_command, [*map(str, arguments), "--today", "2026-11-05"], input="".join(f"{one}\n" for one in answers)
    )


def test_only_what_no_file_tells_is_asked_and_an_answer_nobody_knows_is_asked_for_again(tmp_path) -> None:
    (tmp_path / "orders.csv").write_text(ENGLISH)
    folder = tmp_path / "corner-shop"
    answers = ["en-GB", "day", "Corner Shop Ltd", "marketing", "EURO", "EUR", "Europe/Londn", "Europe/London"]
    done = interview([folder, "--from", tmp_path / "orders.csv"], answers)
    assert done.exit_code == 0, done.output
    made = report(folder)
    assert (made["client"], made["report"], made["locale"]) == ("Corner Shop Ltd", "marketing", "en-GB")
    assert (made["currency"], made["timezone"]) == ("EUR", "Europe/London")
    assert made["sources"][0]["date_format"].startswith("%d")
    assert done.stderr.count("Currency [") == done.stderr.count("Time zone [") == 2
    assert "'EURO' is not known" in done.stderr
    assert "Europe/London" in done.stderr.partition("'Europe/Londn' is not known")[2].splitlines()[0]


def test_whoever_only_presses_return_gets_what_yes_takes(tmp_path) -> None:
    (tmp_path / "orders.csv").write_text(KOREAN, encoding="cp949")
    asked = interview([tmp_path / "asked" / "shop", "--from", tmp_path / "orders.csv"], [""] * 12)
    taken = interview([tmp_path / "taken" / "shop", "--yes", "--from", tmp_path / "orders.csv"], [])
    assert (asked.exit_code, taken.exit_code) == (0, 0), asked.output + taken.output
    assert report(tmp_path / "asked" / "shop") == report(tmp_path / "taken" / "shop")


def test_what_the_command_line_says_is_not_asked(tmp_path) -> None:
    (tmp_path / "orders.csv").write_text(ENGLISH)
    said = ["--report", "ecommerce", "--client", "Shop", "--currency", "USD", "--timezone", "UTC", "--locale", "en-US"]
    done = interview([tmp_path / "shop", "--from", tmp_path / "orders.csv", *said, "--date-order", "month"], [])
    assert done.exit_code == 0, done.output
    assert "[" not in done.stderr


def test_a_file_that_says_nothing_is_asked_about(tmp_path) -> None:
    (tmp_path / "x.csv").write_text("a,when,c\n1,2026-09-01,5\n2,2026-09-30,7\n")
    done = interview(
        [tmp_path / "shop", "--from", tmp_path / "x.csv", "--locale", "en-US"], ["nonsense", "", *[""] * 9]
    )
    assert "which table does it fill?" in done.stderr
    assert "'nonsense' is not one of" in done.stderr
    assert "Traceback" not in done.output


def test_ending_the_interview_writes_nothing(tmp_path) -> None:
    (tmp_path / "orders.csv").write_text(ENGLISH)
    done = interview([tmp_path / "shop", "--from", tmp_path / "orders.csv"], ["en-GB"])
    assert done.exit_code != 0
    assert not (tmp_path / "shop").exists()


def test_german_numbers_and_dates(run, tmp_path) -> None:
    (tmp_path / "umsatz.csv").write_bytes(GERMAN.encode("cp1252"))
    done = run("init", tmp_path / "shop", "--report", "ecommerce", "--yes", "--currency", "EUR", "--from",
               tmp_path / "umsatz.csv")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert report(tmp_path / "shop")["sources"][0]["table"] == "order_lines"
    # 2 × 1,250.50 + 99.00 + 1,250.50
    assert values(run, tmp_path / "shop", "revenue", "orders", period="2026-09") == {"revenue": 3850.5, "orders": 2}


def test_korean_headers_in_an_old_encoding(run, tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(KOREAN.encode("cp949"))
    done = run("init", tmp_path / "shop", "--report", "ecommerce", "--yes", "--from", tmp_path / "a.csv")
    assert done.returncode == 0, done.stderr
    made = report(tmp_path / "shop")
    assert (made["locale"], made["currency"], made["timezone"]) == ("ko-KR", "KRW", "Asia/Seoul")
    assert made["sources"][0]["encoding"] == "cp949"
    assert values(run, tmp_path / "shop", "revenue", period="2026-09") == {"revenue": 20000}


@pytest.mark.parametrize(
    "kind", ["ecommerce", *(pytest.param(kind, marks=SLOW) for kind in ("marketing", "b2b", "conversion", "executive"))]
)
def test_without_exports_there_is_example_data_that_checks_clean(run, tmp_path, kind) -> None:
    done = run("init", tmp_path / "new", "--report", kind, "--yes", "--today", "2026-11-05")
    assert done.returncode == 0, done.stderr
    assert "to 2026-10-31; the last complete month is 2026-10" in done.stdout
    checked = run("check", tmp_path / "new", "--period", "2026-10", "--today", "2026-11-05")
    assert checked.returncode == 0, checked.stdout
    assert "block:" not in checked.stdout


def test_nothing_is_overwritten_and_nothing_half_written(run, tmp_path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "brand.yaml").write_text("name: Mine\n")
    done = run("init", tmp_path / "shop", "--report", "ecommerce", "--yes")
    assert done.returncode == 2
    assert "nothing is overwritten" in done.stderr
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["brand.yaml", "shop"]


def test_an_unreadable_file_is_named_and_the_others_go_on(run, tmp_path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"\x00\x01\x02")
    (tmp_path / "a.csv").write_text(KOREAN, encoding="utf-8")
    done = run("init", tmp_path / "shop", "--yes", "--from", tmp_path / "bad.csv", tmp_path / "a.csv")
    assert done.returncode == 1
    assert "left out: bad.csv" in done.stdout
    assert len(report(tmp_path / "shop")["sources"]) == 1


def test_files_that_lie_in_the_folder_stay_where_they_are(run, tmp_path) -> None:
    home = tmp_path / "shop"
    home.mkdir()
    (home / "orders.csv").write_text(KOREAN, encoding="utf-8")
    done = run("init", home, "--yes", "--report", "ecommerce", "--from", home)
    assert done.returncode == 0, done.stderr
    assert report(home)["sources"][0]["path"] == "orders.csv"
    assert not (home / "data").exists()
