from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.config.document import MAX_BYTES, MAX_DEPTH, parse_document, read_document
from reportgen.errors import ConfigError


def scalar(text: str) -> object:
    return parse_document(f"key: {text}\n", "f.yaml").value["key"]


@pytest.mark.parametrize(
    "text",
    ["NO", "no", "yes", "on", "off", "Y", "012", "12:30:45", "2026-10", "2026-10-01", "1_000", "0x1F", "0o7",
     ".inf", ".nan", "1.2.3", "1,5", "=", "<<", "+", "1e5x", "9" * 31],
)  # fmt: skip
def test_what_is_not_plainly_a_number_or_a_truth_value_stays_text(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("3.10", Decimal("3.10")),
        ("-.5", Decimal("-0.5")),
        ("1e3", Decimal(1000)),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
    ],
)
def test_numbers_truth_values_and_nothing_are_read(text: str, value: object) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_keys_are_always_text() -> None:
    document = parse_document("{2026: 1, 2026-10: 2, NO: 3, true: 4, 012: 5}", "f.yaml")
    assert document.value == {"2026": 1, "2026-10": 2, "NO": 3, "true": 4, "012": 5}


@pytest.mark.parametrize("text", ["${NAME}", "{a: ${NAME}, b: 2}", "[${NAME}, x${NAME}y]", '"${NAME}"'])
def test_a_reference_may_stand_unquoted_anywhere(text: str) -> None:
    expected = {
        "${NAME}": "${NAME}",
        "{a: ${NAME}, b: 2}": {"a": "${NAME}", "b": 2},
        "[${NAME}, x${NAME}y]": ("${NAME}", "x${NAME}y"),
        '"${NAME}"': "${NAME}",
    }
    assert scalar(text) == expected[text]


def test_places_are_those_of_the_file_even_behind_references() -> None:
    document = parse_document("a:\n  - {b: ${X}, c: 한글, d: 4}\n", "f.yaml")
    assert str(document.place(("a", 0, "d"))) == "f.yaml:2:25"
    assert str(document.place(("a", 0, "d"), at_key=True)) == "f.yaml:2:22"
    assert str(document.place(("a", 0, "missing"))) == "f.yaml:2:5"


def faults(text: str) -> list[tuple[str, str]]:
    document = parse_document(text, "f.yaml")
    return [(str(problem.where), problem.what) for problem in document.problems(())]


def test_a_duplicate_key_is_told_with_both_lines_and_the_first_counts() -> None:
    document = parse_document("a: 1\nb: {c: 1, c: [2, {d: 3}]}\na: 2\n", "f.yaml")
    assert document.value == {"a": 1, "b": {"c": 1}}
    assert [(str(p.where), p.what, p.found) for p in document.problems(())] == [
        ("f.yaml:2:11", "the key `c` is given twice", "first at line 2"),
        ("f.yaml:3:1", "the key `a` is given twice", "first at line 1"),
    ]


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("a: &x 1", "f.yaml:1:4", "YAML anchor in `a`"),
        ("a: *x", "f.yaml:1:4", "YAML alias in `a`"),
        ("a: !!str 1", "f.yaml:1:4", "YAML tag in `a`"),
        ("a: !!python/object/apply:os.system [x]", "f.yaml:1:4", "YAML tag in `a`"),
        ("a: [{b: &x {c: 1}}]", "f.yaml:1:9", "YAML anchor in `a[0].b`"),
        ("? [a]\n: 1", "f.yaml:1:3", "a key must be plain text"),
        ("&k a: 1", "f.yaml:1:1", "a key must be plain text"),
    ],
)
def test_yaml_beyond_mappings_lists_and_scalars_is_refused(text: str, at: str, what: str) -> None:
    assert faults(text) == [(at, what)]


def test_a_billion_laughs_stay_small() -> None:
    lines = ["a0: &a0 ha"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    document = parse_document("\n".join(lines), "f.yaml")
    assert sum(len(value) for value in document.value.values() if isinstance(value, tuple)) == 99
    assert len(document.problems(())) > 100


def test_nesting_ends_somewhere() -> None:
    parse_document("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), "f.yaml")
    with pytest.raises(ConfigError, match="nested too deeply"):
        parse_document("a: " + "[" * 100_000, "f.yaml")


def test_a_file_of_very_many_values_is_refused() -> None:
    with pytest.raises(ConfigError, match="holds too much"):
        parse_document("a: [" + "1," * 30_000 + "]", "f.yaml")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "an empty file"),
        (b"# only this\n", "an empty file"),
        (b"- a\n", "a list"),
        (b"just text", "a single value"),
        (b"a: 1\nb: caf\xe9\n", r"f\.yaml:2:7: the file is not UTF-8"),
        (b"a: \x00", r"f\.yaml:1:4: a character that YAML does not allow"),
        (b"a: b: c", r"f\.yaml:1:5: this is not YAML"),
        (b"a: [1", r"f\.yaml:1:6: this is not YAML"),
        (b"a:\n\t- 1", r"f\.yaml:2:1: this is not YAML"),
        (b'a: "\\U00110000"', "names no character"),
        (b"a: 1\n---\nb: 2\n", r"f\.yaml:3:1: a second document"),
        (b"#" + b"x" * MAX_BYTES, "too big"),
    ],
)
def test_what_cannot_be_read_says_where(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError, match=message):
        read_document(path, "f.yaml")


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    document = read_document(path, "f.yaml")
    assert document.value == {"a": 1, "b": "x"}
    assert str(document.place(("a",), at_key=True)) == "f.yaml:1:1"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1:-?,[]{}&*!|>'\"%@`#$~<. \n\t\\xuU0\ue000é"), max_size=40))
def test_any_text_is_a_document_or_a_config_error(text: str) -> None:
    try:
        problems = parse_document(text, "f.yaml").problems(())
    except ConfigError as error:
        problems = error.problems
    assert all(problem.where is not None and problem.where.file == "f.yaml" for problem in problems)
