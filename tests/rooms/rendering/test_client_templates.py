"""A client's own templates and styles: what they may do, and what ends the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.errors import ConfigError, PublishError
from reportgen.rendering.client_styles import checked_styles
from reportgen.rendering.page import compose
from tests.rooms.rendering.conftest import Rendered

SOURCE = "report/furniture.html.j2"
BASE = '{%- extends "builtin/report/furniture.html.j2" -%}'


def page(rendered: Rendered, medium: str = "html", **templates: str) -> str:
    """The page with these blocks' templates in place of the built-in ones."""
    names = {f"blocks/{name}.html.j2": text for name, text in templates.items()}
    return compose(rendered.report, rendered.figures, rendered.theme, replace(rendered.brand, templates=names), medium)


def test_the_same_templates_make_the_same_page_in_the_sandbox(lumen: Rendered) -> None:
    plain = compose(lumen.report, lumen.figures, lumen.theme, lumen.brand, "html")
    unused = replace(lumen.brand, templates={"unused.html.j2": "nothing"})
    assert compose(lumen.report, lumen.figures, lumen.theme, unused, "html") == plain


def test_a_client_s_block_takes_the_place_of_ours(lumen: Rendered) -> None:
    html = page(lumen, paragraphs='<p class="own">In our own words</p>')
    assert '<p class="own">In our own words</p>' in html
    assert 'class="cover' in html  # all else is built in


def test_ours_stays_within_reach_under_its_own_name(lumen: Rendered) -> None:
    html = page(lumen, paragraphs='<div class="own">{% include "builtin/blocks/paragraphs.html.j2" %}</div>')
    plain = compose(lumen.report, lumen.figures, lumen.theme, lumen.brand, "html")
    assert html.count('<div class="own">') >= 1
    assert html.replace('<div class="own">', "").count("</p>") == plain.count("</p>")


def test_a_number_without_a_fact_ends_the_report_here_as_elsewhere(lumen: Rendered) -> None:
    with pytest.raises(PublishError, match="number without a fact"):
        page(lumen, paragraphs="<p>Up 300 percent</p>")


HOSTILE = {
    "private attributes": "{{ ''.__class__ }}",
    "private attributes by a filter": "{{ ''|attr('__class__') }}",
    "subclasses": "{{ ().__class__.__base__.__subclasses__() }}",
    "globals of a function": "{{ slug.__globals__ }}",
    "globals of a method": "{{ composer.word.__func__.__globals__ }}",
    "a file's path": "{% set p = brand.fonts[0].path %}{{ p.read_text() }}",
    "a lipsum": "{{ lipsum(n=1000000) }}",
    "a long range": "{% for i in range(100000) %}x{% endfor %}",
    "a cycler": "{{ cycler.__init__ }}",
    "a namespace": "{% set ns = namespace(a='x') %}",
    "format": "{{ '{0.__class__}'.format(brand) }}",
    "format_map": "{{ '{a}'.format_map({'a': brand}) }}",
    "escaping off": "{% autoescape false %}<b>{{ report.title }}</b>{% endautoescape %}",
    "the safe filter": "{{ '<script>'|safe }}",
    "a file outside": '{% include "../../etc/passwd" %}',
    "an absolute file": '{% include "/etc/passwd" %}',
    "a loop in a loop without end": "{% for a in report.title %}" * 6 + "{% endfor %}" * 6,
    "loops too deep": "{% for a in report.title %}" * 13 + "{% endfor %}" * 13,
    "a text that doubles": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a|length }}",
    "a sum that doubles": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a + a %}" * 40,
    "a list that doubles": "{% set a = ['xxxxxxxxxx'] %}" + "{% set a = [a|join, a|join] %}" * 40,
    "a set block that doubles": "{% set a %}xxxxxxxxxx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "a product": "{{ 'x' * 1000000000 }}",
    "a power": "{{ 9 ** 99999999 }}",
    "padding": "{{ 'x'|center(1000000000) }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a change of the report": "{{ report.insights.append(1) }}",
    "a change of a dict": "{{ brand.templates.update({'a': 'b'}) }}",
    "a script": "<script>alert()</script>",
    "a script in an attribute": '<p onclick="alert()">x</p>',
    "a script in a link": '<a href="javascript:alert()">x</a>',
    "a script in an SVG": "<svg><script>alert()</script></svg>",
    "a picture from outside": '<img src="https://example.com/x.png" alt="x">',
    "a file as a picture": '<img src="file:///etc/hostname" alt="x">',
    "a file as an attachment": '<a rel="attachment" href="file:///etc/hostname">x</a>',
    "a linked style": '<link rel="stylesheet" href="https://example.com/x.css">',
    "a style of its own": "<style>p { color: red }</style>",
    "a style that loads": '<p style="background: url(https://example.com/x.png)">x</p>',
    "a frame": '<iframe src="https://example.com/"></iframe>',
    "a form": '<form action="https://example.com/"><input></form>',
    "a refresh": '<meta http-equiv="refresh" content="0;url=https://example.com/">',
    "a base": '<base href="https://example.com/">',
    "a use of another file": '<svg><use href="https://example.com/x.svg#a"></use></svg>',
    "an image in an SVG": '<svg><image href="file:///etc/hostname"></image></svg>',
    "an undefined name": "{{ nothing_of_that_name }}",
    "a broken template": "{% for %}",
    "an unknown filter": "{{ 'x'|nothing }}",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_a_hostile_template_ends_the_report_with_a_message(lumen: Rendered, text: str, medium: str) -> None:
    with pytest.raises(PublishError) as caught:
        page(lumen, medium, paragraphs=text)
    assert str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "p { color: #123456; margin: 1mm }",
        "@page { size: A4; margin: 20mm }",
        "@media screen and (max-width: 400px) { .card { display: block } }",
        '.x::before { content: "" }',
        ".cover-title { text-transform: uppercase; letter-spacing: 0.1em }",
        ".a { .b { color: red } }",
    ],
)
def test_styles_that_set_looks_are_taken(text: str) -> None:
    assert checked_styles({"own.css": text}) == {"own.css": text}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("p { background: url(https://example.com/x.png) }", 1, "loads something"),
        ("p {\n  background: url('file:///etc/hostname') }", 2, "loads something"),
        ("p { background: image-set('x.png' 1x) }", 1, "loads something"),
        ("p { color: u\\72l(x) }", 1, "loads something"),
        (".a { .b { background: url(x) } }", 1, "loads something"),
        ("@media screen { p { background: url(x) } }", 1, "loads something"),
        ("@import 'other.css';", 1, "not allowed"),
        ("@font-face { font-family: x; src: url(x.ttf) }", 1, "not allowed"),
        ("@page { @top-left { content: 'x' } }", 1, "not allowed"),
        ("@namespace url(x);", 1, "not allowed"),
        ("p::after { content: '300%' }", 1, "prints text"),
        ("p::after { content: attr(data-x) }", 1, "prints text"),
        ("p { behavior: x }", 1, "not allowed"),
        ("</style><script>alert()</script>", 1, "'<'"),
        ("p { width: calc(1px + url(x)) }", 1, "loads something"),
    ],
)  # fmt: skip
def test_styles_that_load_or_print_are_refused_with_their_line(text: str, line: int, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_styles({"own.css": text})
    assert f"styles/own.css:{line}: " in str(caught.value)
    assert what in str(caught.value)


def test_a_sheet_of_a_built_in_name_takes_its_place_and_others_come_last(lumen: Rendered) -> None:
    brand = replace(lumen.brand, styles={"report.css": "body { color: teal }", "own.css": ".mine { color: teal }"})
    html = Rendered(lumen.report, lumen.figures, lumen.theme, brand, []).html
    assert "body { color: teal }" in html
    assert ".section-head .label" not in html.partition("screen.css")[0] or "What a report looks like" not in html
    assert html.index(".mine { color: teal }") > html.index("body { color: teal }")
