from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.config.load import load_client
from reportgen.config.names import Names
from reportgen.config.secret import Secret
from reportgen.errors import ConfigError, Problem

Problems = Callable[[str], tuple[Problem, ...]]


@pytest.mark.parametrize(
    "extra",
    [
        "delivery: {smtp: {host: h, user: u, password: hunter2}}",
        "delivery: {smtp: {host: h, user: u, password: '*hunter2'}}",
        "delivery: {smtp: {host: h, user: u, password: *hunter2}}",
        "delivery: {smtp: {host: h, user: u, password: &hunter2 x}}",
        "delivery: {smtp: {host: h, user: u, password: !hunter2 x}}",
        "delivery: {smtp: {host: h, user: u, password: !hunter2!x y}}",
        "delivery: {smtp: {host: h, user: u, password: [hunter2]}}",
        "delivery: {smtp: {host: h, user: u, password: x${A}hunter2}}",
        "delivery: {smtp: {host: h, user: u, passwort: hunter2}}",
        "delivery: {smtp: {host: h, user: u, port: hunter2}}",
        "delivery: {smtp: 'smtp://u:hunter2@h'}",
        "sources: [{table: orders, query: select 1, connection: 'postgresql://me:hunter2@db/x'}]",
        "sources: [{table: orders, path: 'postgresql://me:hunter2@db/x'}]",
        "sources: 'postgresql://me:hunter2@db/x'",
        "brand: 'host=db password=hunter2'",
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_printed(problems: Problems, minimal: str, extra: str) -> None:
    own = minimal if not extra.startswith("sources") else minimal[: minimal.index("sources:")]
    found = problems(own + extra + "\n")
    assert found
    assert "hunter2" not in "\n".join(str(problem) for problem in found)


def test_a_literal_password_is_told_what_to_do(problems: Problems, minimal: str) -> None:
    (problem,) = problems(minimal + "delivery: {smtp: {host: h, user: u, password: hunter2}}\n")
    assert problem.found == "a literal value (not shown)"
    assert problem.expected == "${NAME}: the name of an environment variable that holds it"


def test_half_a_login_is_refused(problems: Problems, minimal: str) -> None:
    (problem,) = problems(minimal + "delivery: {smtp: {host: h, password: ${P}}}\n")
    assert problem.found == "only `password`"


def test_a_reference_is_resolved_only_when_it_is_used(
    folder: Path, names: Names, minimal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORT_SMTP_PASSWORD", raising=False)
    (folder / "report.yaml").write_text(
        minimal + "delivery: {smtp: {host: mail.example.com, user: me, password: ${REPORT_SMTP_PASSWORD}}}\n"
    )
    smtp = load_client(folder, names).delivery.smtp
    assert smtp is not None
    assert smtp.password is not None
    with pytest.raises(ConfigError, match="REPORT_SMTP_PASSWORD is not set"):
        smtp.password.reveal()
    monkeypatch.setenv("REPORT_SMTP_PASSWORD", "hunter2")
    assert smtp.password.reveal() == "hunter2"
    assert smtp.password.reveal({"REPORT_SMTP_PASSWORD": "other"}) == "other"
    assert smtp.host.reveal({}) == "mail.example.com"


def test_neither_repr_nor_digest_content_shows_a_value(
    folder: Path, names: Names, minimal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_DB", "postgresql://me:hunter2@db/x")
    source = "  - {table: costs, query: select 1, connection: ${REPORT_DB}}\n"
    (folder / "report.yaml").write_text(minimal + source)
    client = load_client(folder, names)
    assert "hunter2" not in repr(client) + str(client) + client.content
    assert "${REPORT_DB}" in client.content
    assert repr(client.sources[1].connection) == "Secret('${REPORT_DB}')"
    assert (repr(Secret("literal")), str(Secret("literal"))) == ("Secret('***')", "***")


def test_a_reference_where_none_is_understood_is_refused(problems: Problems, minimal: str) -> None:
    (problem,) = problems(minimal.replace("client: Lumen & Oak", "client: ${CLIENT}"))
    assert problem.what == "wrong value in `client`"
    assert problem.found == "'${CLIENT}'"
