"""The formula language: names, numbers, + − × ÷ ^, and a few functions.

``given(x)`` is x, or 0 where the client's sources have no such thing; ``first(a, b, …)`` is the first
that they have; ``total(a, b, …)`` adds those that they have; ``min`` and ``max`` take two operands;
``whole(x)`` is x in all, also where a segment is computed: ``a / whole(a)`` is the segment's share.

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
_CLOSE = "reason.no_column"
ABSENT = frozenset({"reason.no_table", _CLOSE})

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
FUNCTIONS = {"given": (1, 1), "whole": (1, 1), "min": (2, 2), "max": (2, 2), "first": (1, 9), "total": (1, 9)}


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
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            least, most = FUNCTIONS[name]
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
            "first(a, b, …), total(a, b, …), whole(a)",
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


def resolve(expression: Expression, lack: Callable[[str], Value | None]) -> Expression:
    """The tree with each ``first`` replaced by the operand that it takes.

    ``lack`` says why the client's sources do not have what a name means, or None. Where all of them lack
    something, the operand that comes closest is taken: one that only lacks a column.
    """
    match expression:
        case Call(operator="first", operands=operands):
            reasons = [lacking(operand, lack) for operand in operands]
            close = [
                reason is not None and reason.reason is not None and reason.reason.key == _CLOSE for reason in reasons
            ]
            at = reasons.index(None) if None in reasons else close.index(True) if any(close) else 0
            return resolve(operands[at], lack)
        case Call(operator=operator, operands=operands):
            return Call(operator, tuple(resolve(operand, lack) for operand in operands))
        case _:
            return expression


def lacking(expression: Expression, lack: Callable[[str], Value | None]) -> Value | None:
    """Why the tree has no value with the client's sources, in any days; None when it has one."""
    match expression:
        case Number() | Call(operator="given"):
            return None
        case Name(id=name):
            return lack(name)
        case Call(operator=operator, operands=operands):
            reasons = [lacking(operand, lack) for operand in operands]
            if operator in ("first", "total") and None in reasons:
                return None
            return next((reason for reason in reasons if reason is not None), None)


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
        case Call(operator=operator, operands=operands) if operator in FUNCTIONS:
            return f"{operator}({', '.join(text(operand) for operand in operands)})"
        case Call(operator=operator, operands=operands):
            return f"({text(operands[0])} {operator} {text(operands[1])})"


def evaluate(expression: Expression, lookup: Lookup, whole: Lookup | None = None) -> Value:
    """The formula's value. A denominator that is zero or negative makes it undefined.

    ``whole`` looks names up for ``whole(x)``; without it, ``lookup`` does.
    """
    match expression:
        case Number(number=number):
            return Value.of(number)
        case Name(id=name):
            return lookup(name)
        case Call(operator="whole", operands=(operand,)):
            return evaluate(operand, whole or lookup)
        case Call(operator=operator, operands=operands) if operator in _OPTIONAL:
            return _OPTIONAL[operator](tuple(evaluate(operand, lookup, whole) for operand in operands))
        case Call(operator=operator, operands=(left, right)):
            values = (evaluate(left, lookup, whole), evaluate(right, lookup, whole))
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
        try:
            return Value.of(_OPERATORS[operator](first, second))
        except ArithmeticError:  # 0 ** 0, the root of a negative number, a power beyond all bounds
            return Value.undefined(message("reason.no_result"))


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
