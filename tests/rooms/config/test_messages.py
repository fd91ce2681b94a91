from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.errors import Problem

Problems = Callable[[str], tuple[Problem, ...]]


def place(problem: Problem) -> str:
    """Line and column."""
    assert problem.where is not None
    return f"{problem.where.line}:{problem.where.column}"


def test_an_unknown_key_is_answered_with_the_nearest_one(problems: Problems, minimal: str) -> None:
    (problem,) = problems(minimal.replace("currency: USD\n", "currency: USD\ntarget: {aov: 3}\n"))
    assert place(problem) == "4:1"
    assert problem.what == "unknown key `target`"
    assert problem.todo == "did you mean 'targets'?"


@pytest.mark.parametrize(
    ("extra", "at", "what", "todo"),
    [
        ("calendar: {week_strat: monday}", "7:12", "unknown key `week_strat` in `calendar`", "week_start"),
        (
            "delivery: {smtp: {host: h, secuirty: tls}}",
            "7:28",
            "unknown key `secuirty` in `delivery.smtp`",
            "security",
        ),
        ("kpis: [revenue, ordres]", "7:17", "unknown KPI in `kpis[1]`", "orders"),
        ("targets: {revenu: 3}", "7:11", "unknown KPI in `targets`", "revenue"),
        ("owners: {aovs: Ann}", "7:10", "unknown KPI in `owners`", "aov"),
        ("goals: {grow: [clvs]}", "7:16", "unknown KPI in `goals.grow[0]`", "clv"),
        ("segments: [chanel]", "7:12", "unknown dimension in `segments[0]`", "channel"),
        ("checks: {missing-day: off}", "7:10", "unknown check in `checks`", "missing-days"),
        ("checks: {missing-days: warm}", "7:24", "wrong value in `checks.missing-days`", "warn"),
        ("insights: {off: [chnge]}", "7:18", "unknown insight kind in `insights.off[0]`", "change"),
        ("insights: {flat_precent: 2}", "7:12", "unknown insight threshold in `insights`", "flat_percent"),
        ("settings: {churn_from: order}", "7:24", "wrong value in `settings.churn_from`", "orders"),
        ("timezone2: x", "7:1", "unknown key `timezone2`", "timezone"),
    ],
)
def test_every_name_is_checked_where_it_stands(
    problems: Problems, minimal: str, *, extra: str, at: str, what: str, todo: str
) -> None:
    (problem,) = problems(minimal + extra + "\n")
    assert (place(problem), problem.what, problem.todo) == (at, what, f"did you mean '{todo}'?")


@pytest.mark.parametrize(
    ("old", "new", "at", "todo"),
    [
        ("ecommerce", "ecomerce", "2:9", "did you mean 'ecommerce'?"),
        ("currency: USD", "currency: usd", "3:11", "did you mean 'USD'?"),
        ("America/Chicago", "America/Chicgo", "4:11", "did you mean 'America/Chicago'?"),
        ("America/Chicago", "../../etc", "4:11", None),
        ("America/Chicago", "localtime", "4:11", None),
        ("table: orders", "table: order_line", "6:13", "did you mean 'order_lines'?"),
        ("table: orders", "format: shopify-order", "6:14", "did you mean 'shopify-orders'?"),
        ("currency: USD", "currency: USD\nlocale: en_US", "4:9", "write 'en-US'"),
        ("currency: USD", "currency: USD\nlocale: xx-YY", "4:9", None),
    ],
)
def test_wrong_standards_and_names_get_a_hint(
    problems: Problems, minimal: str, *, old: str, new: str, at: str, todo: str | None
) -> None:
    (problem,) = problems(minimal.replace(old, new))
    assert place(problem) == at
    if todo:
        assert problem.todo == todo


def test_a_language_without_phrases_is_refused_and_scripts_count(
    folder: Path, names: Names, problems: Problems, minimal: str
) -> None:
    (problem,) = problems(minimal + "locale: de-DE\n")
    assert (place(problem), problem.what) == ("7:9", "there are no phrases in this language")
    for locale in ("zh-TW", "zh-CN", "ko-KR", "en-GB"):
        (folder / "report.yaml").write_text(f"{minimal}locale: {locale}\n")
        assert load_client(folder, names).locale == locale


def test_everything_wrong_is_listed_at_once_in_the_order_of_the_file(problems: Problems, minimal: str) -> None:
    found = problems(
        minimal.replace("client: Lumen & Oak", "client: 2026").replace("data/orders.csv", "data/ordrs.csv")
        + "kpis: [revenu]\ncolour: red\ncalendar: {fiscal_year_start: 13}\nclient: Twice\nbrand: gone.yaml\n"
    )
    assert [(place(problem), problem.what) for problem in found] == [
        ("1:9", "wrong value in `client`"),
        ("6:27", "`sources[0].path`: there is no such file"),
        ("7:8", "unknown KPI in `kpis[0]`"),
        ("8:1", "unknown key `colour`"),
        ("9:31", "wrong value in `calendar.fiscal_year_start`"),
        ("10:1", "the key `client` is given twice"),
        ("11:8", "`brand`: there is no such file"),
    ]


def test_what_is_missing_is_named_and_described(problems: Problems) -> None:
    missing = {problem.what: problem.expected for problem in problems("kpis: [aov]\n")}
    assert sorted(missing) == [f"`{key}` is missing" for key in ("client", "currency", "report", "sources", "timezone")]
    assert missing["`timezone` is missing"] == "the time zone in which a day starts"


def test_a_custom_kpi_may_be_named_wherever_a_kpi_is(folder: Path, names: Names, minimal: str) -> None:
    measures = "{a: {table: orders, aggregate: count}}"
    kpi = f"{{id: gifts, name: Gifts, formula: a, unit: count, good: up, measures: {measures}}}"
    (folder / "report.yaml").write_text(
        f"{minimal}custom_kpis: [{kpi}]\nkpis: [gifts]\ntargets: {{gifts: 3}}\nowners: {{gifts: Ann}}\n"
    )
    assert load_client(folder, names).kpis == ("gifts",)


@pytest.mark.parametrize(
    ("kpi", "what"),
    [
        ("{id: revenue, name: N, formula: a, unit: count, good: up}", "a custom KPI needs an id of its own"),
        ("{id: Gifts!, name: N, formula: a, unit: count, good: up}", "wrong value in `custom_kpis[0].id`"),
        ("{id: g, name: N, formula: a, unit: percent, good: up}", "wrong value in `custom_kpis[0].unit`"),
        ("{id: g, name: N, unit: count, good: up}", "`custom_kpis[0].formula` is missing"),
        (
            "{id: g, name: N, formula: a, unit: days, good: up, measures: {a: {table: costs, aggregate: min}}}",
            "`custom_kpis[0].measures.a` has no column",
        ),
    ],
)
def test_a_custom_kpi_must_be_whole(problems: Problems, minimal: str, kpi: str, what: str) -> None:
    assert [problem.what for problem in problems(f"{minimal}custom_kpis: [{kpi}]\n")] == [what]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{path: data/orders.csv}", "`sources[0]` must say what it is"),
        ("{table: orders, format: ga4-pages, path: data/orders.csv}", "`sources[0]` must say what it is"),
        ("{table: orders}", "`sources[0]` must say where its rows are"),
        ("{table: orders, query: select 1}", "`query` in `sources[0]` needs `connection` beside it"),
        (
            "{format: ga4-pages, path: data/orders.csv, columns: {a: b}}",
            "`columns` in `sources[0]` needs `table` beside it",
        ),
        (
            "{table: orders, path: data/orders.csv, columns: {ammount: b}}",
            "unknown column of `orders` in `sources[0].columns`",
        ),
        (
            "{table: orders, path: data/orders.csv, columns: {amount: {row: true, value: 3}}}",
            "`sources[0].columns.amount` must say one thing",
        ),
        ("{table: orders, path: data/orders.csv, delimiter: ab}", "wrong value in `sources[0].delimiter`"),
        ("{table: orders, path: data/orders.csv, encoding: utf8x}", "wrong value in `sources[0].encoding`"),
        ("{table: orders, path: data/orders.csv, encoding: base64}", "wrong value in `sources[0].encoding`"),
        (
            "{table: orders, path: data/orders.csv, date_format: dmy}",
            "wrong value in `sources[0].date_format`",
        ),
        (
            "{table: orders, path: data/orders.csv, decimal: ',', thousands: ','}",
            "the decimal sign cannot stand between thousands too",
        ),
        (
            "{table: orders, path: data/orders.csv, settle_days: -1}",
            "wrong value in `sources[0].settle_days`",
        ),
        ("{table: orders, path: data/orders.csv, skip_rows: true}", "wrong value in `sources[0].skip_rows`"),
    ],
)
def test_a_source_must_make_sense(problems: Problems, minimal: str, source: str, what: str) -> None:
    text = minimal.replace("{table: orders, path: data/orders.csv}", source)
    assert [problem.what for problem in problems(text)] == [what]


@pytest.mark.parametrize(
    ("targets", "at", "found"),
    [
        ("{revenue: {2026-13: 5}}", "7:21", "'2026-13'"),
        ("{revenue: {last-month: 5}}", "7:21", "'last-month'"),
        ("{revenue: {2026-W54: 5}}", "7:21", "'2026-W54'"),
        ("{revenue: {2026-10-05..2026-10-01: 5}}", "7:21", "'2026-10-05..2026-10-01'"),
        ("{revenue: {2026-10: much}}", "7:30", "'much'"),
        ('{aov: "85"}', "7:16", "'85'"),
        ("{aov: true}", "7:16", "true"),
        ("{aov: 1e300}", "7:16", "1E+300"),
        ("{aov: .nan}", "7:16", "'.nan'"),
    ],
)
def test_targets_are_numbers_of_periods_that_exist(
    problems: Problems, minimal: str, targets: str, at: str, found: str
) -> None:
    (problem,) = problems(f"{minimal}targets: {targets}\n")
    assert (place(problem), problem.found) == (at, found)


def test_all_kinds_of_period_can_have_a_target(folder: Path, names: Names, minimal: str) -> None:
    ids = ("2026-10", "2026-W44", "2026-W43/2", "2026-Q4", "2026", "2026-10-01..2026-10-14")
    rows = ", ".join(f"{period}: {number}.5" for number, period in enumerate(ids))
    (folder / "report.yaml").write_text(f"{minimal}targets: {{revenue: {{{rows}}}}}\n")
    client = load_client(folder, names)
    assert [str(client.target_for("revenue", period)) for period in ids] == [
        "0.5", "1.5", "2.5", "3.5", "4.5", "5.5",
    ]  # fmt: skip


def test_a_list_of_a_hundred_faults_ends(problems: Problems, minimal: str) -> None:
    found = problems(minimal + "".join(f"no_such_key_{number}: 1\n" for number in range(250)))
    assert len(found) <= 101


@pytest.mark.parametrize("address", ["ceo", "a@b\\nBcc: x@y.z", "Ann <ann@example.com>", "a b@example.com", "a@-x.com"])
def test_only_bare_addresses_can_be_recipients(problems: Problems, minimal: str, address: str) -> None:
    (problem,) = problems(f'{minimal}delivery: {{to: ["{address}"]}}\n')
    assert problem.what == "wrong value in `delivery.to[0]`"


def test_a_recipient_that_is_not_in_a_list_is_told_how_to_write_one(problems: Problems, minimal: str) -> None:
    (problem,) = problems(f"{minimal}delivery: {{to: ceo@example.com}}\n")
    assert problem.todo == "write it as a list: [one, another]"


def test_escapes_in_a_key_do_not_reach_the_terminal(problems: Problems, minimal: str) -> None:
    (problem,) = problems(minimal + '"\\e[31mred\\a": 1\n')
    assert "\x1b" not in str(problem)
    assert "\x07" not in str(problem)
