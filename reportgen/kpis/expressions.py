"""The formula language: names, numbers, + − × ÷ ^, and a few functions.

``given(x)`` is x, or 0 where the client's sources have no such thing; ``first(a, b, …)`` is the first
that they have; ``total(a, b, …)`` adds those that they have; ``min`` and ``max`` take two operands.

A formula is parsed once with Python's own grammar and read by a whitelist of nodes. Evaluation carries
reasons: what an unavailable operand lacks becomes why the result is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TypeAlias

from reportgen.errors import ConfigError, Problem
from reportgen.kpis.model import Status, Value
from reportgen.messages import message

Lookup: TypeAlias = Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or a KPI."""

    id: str


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function over its operands."""

    operator: str
    operands: tuple[Expression, ...]


Expression: TypeAlias = Name | Number | Call

# Reasons that mean: this client's sources do not have it at all.
ABSENT = frozenset({"reason.no_table", "reason.no_column"})

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
_FUNCTIONS = {"given": (1, 1), "min": (2, 2), "max": (2, 2), "first": (1, 9), "total": (1, 9)}


@lru_cache(maxsize=1024)
def parse(formula: str) -> Expression:
    """The formula's tree. Raises ConfigError naming what the language does not know."""
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise _refusal(formula, "it cannot be read") from error
    return _read(tree.body, formula)


def _read(node: ast.expr, formula: str) -> Expression:
    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.Constant(value=bool()):
            raise _refusal(formula, "true and false are not numbers")
        case ast.Constant(value=int() | float() as number):
            return Number(Decimal(str(number)))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
            return Call(_BINARY[type(operator)], (_read(left, formula), _read(right, formula)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Call("-", (Number(Decimal(0)), _read(operand, formula)))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            least, most = _FUNCTIONS[name]
            if not least <= len(arguments) <= most:
                raise _refusal(formula, f"{name} takes {least} to {most} operands")
            return Call(name, tuple(_read(argument, formula) for argument in arguments))
        case _:
            raise _refusal(formula, f"'{ast.unparse(node)}' is not allowed")


def _refusal(formula: str, why: str) -> ConfigError:
    return ConfigError(
        Problem(
            f"a formula cannot be used: {why}",
            found=formula,
            expected="names of measures and KPIs, numbers, + - * / **, min(a, b), max(a, b), given(a), "
            "first(a, b, …), total(a, b, …)",
        )
    )


def names(expression: Expression) -> tuple[str, ...]:
    """Every name in the tree, in reading order, without repeats."""
    found: dict[str, None] = {}

    def walk(node: Expression) -> None:
        match node:
            case Name(id=name):
                found.setdefault(name)
            case Call(operands=operands):
                for operand in operands:
                    walk(operand)
            case Number():
                pass

    walk(expression)
    return tuple(found)


def quotient(expression: Expression) -> tuple[Expression, Expression] | None:
    """Numerator and denominator of a formula of the form a / b, else None."""
    if isinstance(expression, Call) and expression.operator == "/":
        return expression.operands[0], expression.operands[1]
    return None


def text(expression: Expression) -> str:
    """The tree as a formula again, for messages."""
    match expression:
        case Name(id=name):
            return name
        case Number(number=number):
            return str(number)
        case Call(operator=operator, operands=operands) if operator in _FUNCTIONS:
            return f"{operator}({', '.join(text(operand) for operand in operands)})"
        case Call(operator=operator, operands=operands):
            return f"({text(operands[0])} {operator} {text(operands[1])})"


def evaluate(expression: Expression, lookup: Lookup) -> Value:
    """The formula's value. A denominator that is zero or negative makes it undefined."""
    match expression:
        case Number(number=number):
            return Value.of(number)
        case Name(id=name):
            return lookup(name)
        case Call(operator=operator, operands=operands) if operator in _OPTIONAL:
            return _OPTIONAL[operator](tuple(evaluate(operand, lookup) for operand in operands))
        case Call(operator=operator, operands=(left, right)):
            values = (evaluate(left, lookup), evaluate(right, lookup))
            for value in values:
                if value.number is None:
                    return value
            return _apply(operator, values, right)
        case _:
            raise AssertionError(expression)


def _apply(operator: str, values: tuple[Value, Value], right: Expression) -> Value:
    first, second = (value.number for value in values)
    assert first is not None  # noqa: S101 - both were checked by the caller
    assert second is not None  # noqa: S101
    if operator == "/" and second <= 0:
        key = "reason.zero_denominator" if second == 0 else "reason.negative_denominator"
        return Value.undefined(message(key, measure=text(right)))
    with localcontext() as context:
        context.prec = 34
        return Value.of(_OPERATORS[operator](first, second))


def _absent(value: Value) -> bool:
    """The client has no such table or column at all; missing only in these days is something else."""
    return value.status is Status.UNAVAILABLE and value.reason is not None and value.reason.key in ABSENT


def _given(values: tuple[Value, ...]) -> Value:
    return Value.of(0) if _absent(values[0]) else values[0]


def _first(values: tuple[Value, ...]) -> Value:
    return next((value for value in values if not _absent(value)), values[0])


def _total(values: tuple[Value, ...]) -> Value:
    there = [value for value in values if not _absent(value)]
    missing = next((value for value in there if value.number is None), None)
    if missing is not None or not there:
        return missing or values[0]
    return Value.of(sum((value.number for value in there if value.number is not None), Decimal(0)))


_OPTIONAL: dict[str, Callable[[tuple[Value, ...]], Value]] = {
    "given": _given,
    "first": _first,
    "total": _total,
}

_OPERATORS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "min": min,
    "max": max,
}
