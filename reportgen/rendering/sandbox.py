"""Jinja for a client's own templates: they may arrange what the report holds, and nothing else.

Over Jinja's own sandbox (no private attributes, no changes to what is passed in): only the page's own functions and
macros can be called, few filters exist, turning escaping off is refused, and what a template can make grows
neither without end in length nor in steps. Limits count steps, so the same template always ends the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, PrefixLoader, StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen import resources

BUILT_IN = "builtin"  # {% extends "builtin/report/furniture.html.j2" %}: the built-in template of that name
FILTERS = frozenset({
    "batch", "capitalize", "count", "d", "default", "e", "escape", "first", "last", "length", "list", "lower",
    "reverse", "sort", "title", "trim", "unique", "upper",
})  # fmt: skip
METHODS = frozenset({"get", "items", "keys", "values", "startswith", "endswith", "strip", "split", "lower", "upper"})
MOST_STEPS = 1_000_000  # passes of loops, and calls of macros, in one page
MOST_TEXT = 4_000_000  # characters of one value
LONGEST_RANGE = 1000
DEEPEST = 12  # loops and macros inside each other, in a template's text
MOST_OUTPUT = 40_000_000  # characters of a page, charts among them
REFUSED: dict[type[nodes.Node], str] = {
    nodes.EvalContextModifier: "a template may not turn escaping off",
    nodes.ScopedEvalContextModifier: "a template may not turn escaping off",
}


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one page: its counts begin with it."""

    intercepted_binops = frozenset({"+", "*", "**"})

    def __init__(
        self, own: Mapping[str, str], finalize: Callable[..., object], callable_objects: tuple[type, ...]
    ) -> None:
        built_in = FileSystemLoader(resources.templates_dir())
        self._steps = 0
        super().__init__(
            loader=ChoiceLoader([DictLoader(own), built_in, PrefixLoader({BUILT_IN: built_in})]),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._printed(finalize),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._callable_objects = callable_objects
        self.functions: frozenset[Any] = frozenset()
        self.globals = {"range": _short_range}
        self.filters = {name: made for name, made in self.filters.items() if name in FILTERS}
        self.filters |= {"_counted": self.counted, "_joined": self.joined, "join": self.joined_by}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse(tree, name)
        for loop in tree.find_all(nodes.For):
            loop.iter = _filtered(loop.iter, "_counted")
        _cap_joining(tree)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """Nothing private, and of a text or a container only what reads it."""
        if isinstance(obj, str | bytes | list | tuple | dict) and callable(value) and attr not in METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401
        """The page's own functions, macros, the composer's methods, and those that read a text or container."""
        owner = getattr(obj, "__self__", None)
        if isinstance(obj, Macro):
            self._step(1)
            return True
        if isinstance(owner, (*self._callable_objects, str, list, tuple, dict)):
            return bool(super().is_safe_callable(obj))
        return obj is _short_range or obj in self.functions

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Sums and products whose result stays small."""
        if operator == "**" or (operator == "*" and not (_is_number(left) and _is_number(right))):
            raise SecurityError(f"a template may not use {operator} so")
        return self._short(super().call_binop(context, operator, left, right))

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items of a loop, each a step."""
        for item in items:
            self._step(1)
            yield item

    def joined(self, parts: Iterable[Any]) -> Any:  # noqa: ANN401
        """Parts set behind each other; what was escaped stays so."""
        from markupsafe import Markup, escape, soft_str

        found = list(parts)
        if any(isinstance(part, Markup) for part in found):
            return self._short(Markup("").join(escape(part) for part in found))
        return self._short("".join(soft_str(part) for part in found))

    def joined_by(self, items: Iterable[Any], between: str = "") -> Any:  # noqa: ANN401
        """Items with the same text between them."""
        found = list(items)
        woven = [part for item in found for part in (item, between)][:-1]
        return self.joined(woven)

    def page(self, template: str, names: dict[str, Any]) -> str:
        """A page made from the template. SecurityError where it grows without end."""
        self._steps = 0
        self.functions = frozenset(value for value in names.values() if callable(value) and not isinstance(value, type))
        pieces: list[str] = []
        size = 0
        for piece in self.get_template(template).generate(names):
            size += len(piece)
            if size > MOST_OUTPUT:
                raise SecurityError("a template makes a page without end")
            pieces.append(piece)
        return "".join(pieces)

    def _printed(self, finalize: Callable[..., object]) -> Callable[..., object]:
        """What is printed, not longer than a text may be: blocks that are set gather what they print."""

        @pass_context
        def short(context: Any, value: object) -> object:  # noqa: ANN401
            self._step(1)
            return finalize(context, self._short(value))

        return short

    def _step(self, count: int) -> None:
        self._steps += count
        if self._steps > MOST_STEPS:
            raise SecurityError("a template takes too many steps")

    @staticmethod
    def _short(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, str | list | tuple) and len(value) > MOST_TEXT:
            raise SecurityError("a template makes a text without end")
        return value


def _short_range(*ends: int) -> range:
    """``range``, of at most a thousand numbers."""
    made = range(*ends)
    if len(made) > LONGEST_RANGE:
        raise SecurityError(f"a template counts further than {LONGEST_RANGE}")
    return made


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 10**12


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _cap_joining(node: nodes.Node) -> None:
    """Every ``a ~ b`` goes through ``joined``, which looks at the length."""
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            _cap_joining(value)
            if isinstance(value, nodes.Concat):
                setattr(node, field, _capped(value))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, nodes.Node):
                    _cap_joining(item)
                    if isinstance(item, nodes.Concat):
                        value[place] = _capped(item)


def _capped(joining: nodes.Concat) -> nodes.Filter:
    return _filtered(nodes.List(joining.nodes, lineno=joining.lineno), "_joined")


def _refuse(node: nodes.Node, name: str | None, depth: int = 0) -> None:
    message = REFUSED.get(type(node))
    depth += isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock)
    if depth > DEEPEST:
        message = "loops and macros stand too deep inside each other"
    if message is not None:
        raise TemplateSyntaxError(message, node.lineno, name)
    for child in node.iter_child_nodes():
        _refuse(child, name, depth)
