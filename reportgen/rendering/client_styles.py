"""A client's own style sheets: they may set how things look, and load or print nothing.

A sheet with the name of a built-in one (``report.css``) takes its place, any other comes after them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reportgen.errors import ConfigError, Place, Problem

AT_RULES = ("media", "page", "supports")
LOADING = frozenset({"url", "image", "image-set", "src", "element", "expression", "attr"})
PRINTING = frozenset({"content", "string-set", "counter-set", "counter-increment", "counter-reset", "quotes"})
BINDING = frozenset({"behavior", "-moz-binding", "position-area"})


def checked_styles(sheets: Mapping[str, str]) -> dict[str, str]:
    """The sheets, as they are. Raises ConfigError with every place where one loads, prints or breaks out."""
    problems = [problem for name, text in sorted(sheets.items()) for problem in _problems(f"styles/{name}", text)]
    if problems:
        raise ConfigError(*problems)
    return dict(sheets)


def _problems(file: str, text: str) -> Iterator[Problem]:
    import tinycss2

    if "<" in text:
        line = text[: text.index("<")].count("\n") + 1
        yield Problem("a style sheet with '<'", Place(file, line), expected="no markup, also not in a comment")
        return
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _in_rules(file, rules)


def _in_rules(file: str, rules: Iterable[Any]) -> Iterator[Problem]:
    import tinycss2

    for rule in rules:
        if rule.type == "error":
            yield Problem("a style sheet that cannot be read", Place(file, rule.source_line), found=rule.message)
        elif rule.type == "at-rule":
            name = rule.lower_at_keyword
            if name not in AT_RULES:
                expected = ", ".join(f"@{known}" for known in AT_RULES)
                yield Problem("a rule that is not allowed here", Place(file, rule.source_line), f"@{name}", expected)
                continue
            yield from _in_tokens(file, rule.prelude)
            if name == "page":
                yield from _in_declarations(file, rule.content or [])
            else:
                yield from _in_rules(
                    file, tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
                )
        else:
            yield from _in_tokens(file, rule.prelude)
            yield from _in_declarations(file, rule.content)


def _in_declarations(file: str, content: list[Any]) -> Iterator[Problem]:
    import tinycss2

    for entry in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if entry.type == "declaration":
            place = Place(file, entry.source_line)
            if entry.lower_name in BINDING:
                yield Problem("a property that is not allowed here", place, entry.name)
            elif entry.lower_name in PRINTING and any(_prints(token) for token in entry.value):
                yield Problem(
                    "a style that prints text of its own",
                    place,
                    entry.name,
                    expected="what is printed stands in a template",
                )
            yield from _in_tokens(file, entry.value)
        elif entry.type == "at-rule":
            yield Problem("a rule that is not allowed here", Place(file, entry.source_line), f"@{entry.at_keyword}")
        elif entry.type == "qualified-rule":
            yield from _in_tokens(file, entry.prelude)
            yield from _in_declarations(file, entry.content)
        elif entry.type == "error":
            yield Problem("a style sheet that cannot be read", Place(file, entry.source_line), found=entry.message)


def _prints(token: Any) -> bool:  # noqa: ANN401  tinycss2 has no types
    """Whether a value puts characters on the page; an empty string and keywords do not."""
    return token.type == "function" or (token.type == "string" and bool(token.value.strip()))


def _in_tokens(file: str, tokens: Iterable[Any]) -> Iterator[Problem]:
    for token in tokens:
        place = Place(file, getattr(token, "source_line", None))
        if token.type == "url" or (token.type == "function" and token.lower_name in LOADING):
            yield Problem("a style that loads something", place, expected="colours, sizes and places only")
        elif token.type in ("error", "bad-url", "bad-string"):
            yield Problem("a style sheet that cannot be read", place)
        for inner in ("arguments", "content"):
            if token.type in ("function", "() block", "[] block", "{} block") and hasattr(token, inner):
                yield from _in_tokens(file, getattr(token, inner))
