"""The corpus of hostile inputs: what is laid over a good client, which command meets it, and how that must end.

A case is a few files (text, bytes, a symbolic link) over the client of ``good_client``, an exit status and a word that
the message must hold. ``{secret}`` stands for the path of a file outside the client's folder that nobody may open.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

REPORT = """client: Good Client
id: good-client
report: ecommerce
locale: en-US
currency: USD
timezone: America/Chicago
sources:
  - table: order_lines
    path: data/lines.csv
"""
LINES = "order_id,ordered_at,sku,quantity,unit_price,customer_id,country\n" + "".join(
    f"o{month}{day},2026-{month:02d}-{day:02d},lamp,{1 + day % 3},{20 + month}.50,c{day % 7},US\n"
    for month in (8, 9, 10)
    for day in range(1, 29)
)


@dataclass(frozen=True)
class Case:
    """``files`` by path below the client's folder; None removes one; a text that begins with "->" is a link."""

    name: str
    files: dict[str, str | bytes | None]
    status: int | tuple[int, ...] = 2
    says: str = ""
    command: str = "kpis"
    never: tuple[str, ...] = field(default=())  # besides the secret's content, what no output may hold


def report(extra: str = "", **changes: str) -> str:
    """The good report.yaml with keys replaced and lines added."""
    lines = []
    for line in REPORT.splitlines():
        key = line.partition(":")[0]
        lines.append(f"{key}: {changes.pop(key)}" if key in changes else line)
    return "\n".join(lines) + "\n" + extra


def cases() -> Iterator[Case]:
    """Every case, in a fixed order."""
    yield from _config()
    yield from _paths()
    yield from _expressions()
    yield from _data()
    yield from _packed()
    yield from _brand()
    yield from _looks()
    yield from _notes()


def _config() -> Iterator[Case]:
    aliases = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    yield Case("config: billion laughs", {"report.yaml": aliases + REPORT}, 2, "report.yaml")
    yield Case("config: deep nesting", {"report.yaml": "a: " + "[" * 5000 + "]" * 5000}, 2, "report.yaml")
    yield Case("config: deep mapping", {"report.yaml": "".join(f"{' ' * n}k:\n" for n in range(900))}, 2, "report.yaml")
    yield Case("config: python object", {"report.yaml": report("goals: !!python/object/apply:os.system ['id']\n")}, 2)
    yield Case("config: python name", {"report.yaml": report("goals: !!python/name:os.system\n")}, 2)
    yield Case("config: own tag", {"report.yaml": report("goals: !secret x\n")}, 2)
    yield Case("config: a key twice", {"report.yaml": report("client: Other\n")}, 2, "client")
    yield Case("config: a list at the top", {"report.yaml": "- a\n- b\n"}, 2)
    yield Case("config: empty", {"report.yaml": ""}, 2)
    yield Case("config: binary", {"report.yaml": b"\x00\x01\x02\xff\xfe"}, 2)
    yield Case("config: UTF-16", {"report.yaml": REPORT.encode("utf-16")}, 2)
    yield Case("config: NUL in a name", {"report.yaml": report(client='"a\\0b"')}, 2)
    yield Case("config: newline in a name", {"report.yaml": report(client='"a\\nBcc: x@example.com"')}, 2)
    yield Case("config: right-to-left override", {"report.yaml": report(client='"a\u202eb"')}, (0, 2))
    yield Case(
        "config: a huge number", {"report.yaml": report("settings: {lost_after_days: 1" + "0" * 5000 + "}\n")}, 2
    )
    yield Case("config: not a number", {"report.yaml": report("targets: {revenue: .nan}\n")}, 2)
    yield Case("config: infinity", {"report.yaml": report("targets: {revenue: .inf}\n")}, 2)
    yield Case("config: a word as a number", {"report.yaml": report("targets: {revenue: many}\n")}, 2, "targets")
    yield Case("config: unknown key", {"report.yaml": report("sourcs: []\n")}, 2, "sources")
    yield Case("config: unknown locale", {"report.yaml": report(locale="xx-XX")}, 2, "locale")
    yield Case("config: a locale as a path", {"report.yaml": report(locale="../../etc")}, 2)
    yield Case("config: unknown zone", {"report.yaml": report(timezone="Mars/Base")}, 2, "timezone")
    yield Case("config: a zone as a path", {"report.yaml": report(timezone="../../../etc/passwd")}, 2, "timezone")
    yield Case("config: a kind as a path", {"report.yaml": report(report="../../../etc/passwd")}, 2, "report")
    for identifier in ("../other", "a/b", "a\\b", ".", "..", "-rf", "con", "a b", "ä", "a" * 300, "a.b", "a%2e"):
        quoted = '"' + identifier.replace("\\", "\\\\") + '"'
        yield Case(f"config: id {identifier[:12]}", {"report.yaml": report(id=quoted)}, 2, "id")
    yield Case("config: literal password", {"report.yaml": report(
        "delivery: {to: [a@example.com], smtp: {host: h, user: u, password: hunter2hunter2}}\n")}, 2, "password",
        never=("hunter2hunter2",))  # fmt: skip
    for address in ("a@example.com\\nBcc: b@example.com", "a b@example.com", "@example.com", "a@", "a@b@c", "a@exa mple.com",
                    "-oQ/tmp/x@example.com", "a%b@example.com", "a@[127.0.0.1]x", "\u0430@example.com\u202e"):  # fmt: skip
        yield Case(
            f"config: address {address[:14]!r}",
            {"report.yaml": report(f'delivery: {{to: ["{address}"]}}\n')},
            2,
            "delivery",
        )


def _paths() -> Iterator[Case]:
    wrong = ("../secret.csv", "{secret}", "/etc/passwd", "data/../../secret.csv", "~/secret.csv", "file://{secret}",
             "https://example.com/x.csv", "s3://bucket/x.csv", "data\\\\..\\\\secret.csv", "C:/secret.csv", "//host/share/x.csv",
             "data/*/../../../secret.csv", "data/[", "")  # fmt: skip
    for path in wrong:
        yield Case(f"path: {path[:24]}", {"report.yaml": REPORT.replace("data/lines.csv", f'"{path}"')}, 2, "path")
    yield Case("path: a link to the secret", {"data/lines.csv": "->{secret}"}, 2, "link")
    yield Case("path: a link to a folder outside", {"data/more": "->{secret_folder}", "report.yaml": REPORT.replace(
        "data/lines.csv", "data/more/secret.csv")}, 2, "link")  # fmt: skip
    yield Case("path: a glob over a link", {"data/lines.csv": None, "data/zz.csv": "->{secret}", "report.yaml": REPORT.replace(
        "data/lines.csv", "'data/*.csv'")}, 2, "link")  # fmt: skip
    yield Case("path: report.yaml is a folder", {"report.yaml": None, "report.yaml/x": "y"}, 2)
    yield Case("path: the file is a folder", {"data/lines.csv": None, "data/lines.csv/x": "y"}, 2, "folder")
    for key in ("brand", "archive"):
        value = "../secret.yaml" if key == "brand" else "{path: ../../outside}"
        yield Case(f"path: {key} outside", {"report.yaml": report(f"{key}: {value}\n")}, 2, key)
    for connection in (
        "duckdb:///../secret.db",
        "sqlite:////etc/passwd",
        "duckdb:///{secret}",
        "postgresql://localhost/x",
    ):
        text = REPORT.replace("path: data/lines.csv", f'query: "select 1"\n    connection: "{connection}"')
        yield Case(f"path: connection {connection[:20]}", {"report.yaml": text}, 2, "connection")


def _expressions() -> Iterator[Case]:
    """SQL of a config: it may compute over the file's own columns and reach nothing else."""
    wrong = (
        "1=1; drop table x",
        "(select count(*) from read_csv('{secret}')) > 0",
        "read_text('{secret}') <> ''",
        "getenv('HOME') = ''",
        "quantity > 0 union select 1",
        "pg_read_file('/etc/passwd') is null",
        "(((",
        "exists (select 1 from duckdb_settings())",
        "quantity in (select 1 from glob('/*'))",
        "install_httpfs()",
        "quantity > (select 1)",
        "current_setting('home_directory') = ''",
        "version() = ''",
        "repeat('x', 100000000000) = ''",
    )
    for sql in wrong:
        text = REPORT + f'    where: "{sql}"\n'
        yield Case(f"sql: where {sql[:28]}", {"report.yaml": text}, 2)
    for sql in (
        "read_text('{secret}')",
        "(select content from read_text('{secret}'))",
        "getvariable('x')",
        "unit_price); drop",
    ):
        text = REPORT + f'    columns: {{unit_price: {{sql: "{sql}"}}}}\n'
        yield Case(f"sql: column {sql[:28]}", {"report.yaml": text}, 2)
    for formula in (
        "__import__('os').system('id')",
        "revenue / orders; drop",
        "revenue.__class__",
        "revenue if 1 else 0",
        "lambda: 1",
        "open('{secret}')",
        "revenue / nothing",
        "(" * 400 + "revenue" + ")" * 400,
    ):
        extra = f'custom_kpis: [{{id: mine, name: Mine, formula: "{formula}", unit: rate, good: up}}]\n'
        yield Case(f"sql: formula {formula[:24]}", {"report.yaml": report(extra)}, 2)


def _data() -> Iterator[Case]:
    head = LINES.splitlines()[0]
    yield Case("data: empty file", {"data/lines.csv": ""}, (1, 2), "lines.csv")
    yield Case("data: head alone", {"data/lines.csv": head + "\n"}, (0, 1))
    yield Case("data: NUL bytes", {"data/lines.csv": LINES.replace("lamp", "la\0mp")}, (0, 1, 2))
    yield Case("data: binary", {"data/lines.csv": bytes(range(256)) * 40}, (1, 2))
    yield Case("data: one line without end", {"data/lines.csv": head + "\n" + "x" * 30_000_000}, (1, 2))
    yield Case(
        "data: a quotation without end", {"data/lines.csv": LINES + 'o1,2026-10-01,"lamp,1,1,c1,US\n' * 3}, (0, 1, 2)
    )
    yield Case(
        "data: ten thousand columns", {"data/lines.csv": ",".join(f"c{n}" for n in range(10_000)) + "\n"}, (1, 2)
    )
    yield Case("data: a column twice", {"data/lines.csv": LINES.replace("customer_id", "sku", 1)}, (0, 1, 2))
    yield Case("data: more cells than columns", {"data/lines.csv": LINES.replace(",US", ",US,extra")}, (0, 1, 2))
    yield Case("data: HTML for CSV", {"data/lines.csv": "<html><body>Sign in</body></html>"}, (1, 2))
    yield Case("data: huge numbers", {"data/lines.csv": LINES.replace("28.50", "9" * 60)}, (0, 1, 2))
    yield Case("data: not numbers", {"data/lines.csv": LINES.replace(".50", ".50e999")}, (0, 1, 2))
    yield Case("data: NaN", {"data/lines.csv": LINES.replace("28.50", "NaN")}, (0, 1, 2))
    yield Case("data: dates of no calendar", {"data/lines.csv": LINES.replace("2026-10-", "2026-19-")}, (0, 1, 2))
    yield Case("data: years far off", {"data/lines.csv": LINES.replace("2026-08-", "9999-08-")}, (0, 1, 2))
    for name in ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ 7*7 }}", "'; drop table orders; --", "\u202e000,1",
                 "%s%n", "${HOME}", "A" * 5000, "a\u200bb", "\U0001f600", "\ud7ff\ue000", "../../x"):  # fmt: skip
        cell = '"' + name.replace('"', '""') + '"'
        yield Case(
            f"data: name {name[:16]!r}", {"data/lines.csv": LINES.replace("lamp", cell)}, (0, 1), command="build"
        )


def _packed() -> Iterator[Case]:
    def with_file(name: str, data: bytes) -> dict[str, str | bytes | None]:
        return {f"data/{name}": data, "report.yaml": REPORT.replace("data/lines.csv", f"data/{name}")}

    yield Case(
        "packed: gzip bomb", with_file("lines.csv.gz", gzip.compress(b"0" * 900_000_000, 9)), (1, 2), "lines.csv.gz"
    )
    yield Case("packed: gzip of nothing", with_file("lines.csv.gz", gzip.compress(b"")), (1, 2))
    yield Case("packed: broken gzip", with_file("lines.csv.gz", gzip.compress(LINES.encode())[:-20]), (1, 2))
    yield Case("packed: no gzip", with_file("lines.csv.gz", b"plain"), (1, 2))
    yield Case("packed: zip of two", with_file("lines.zip", _zip({"a.csv": LINES.encode(), "b.csv": b"x"})), (0, 1, 2))
    yield Case("packed: zip that climbs", with_file("lines.zip", _zip({"../../escape.csv": LINES.encode()})), (0, 1, 2))
    yield Case("packed: zip of a zip", with_file("lines.zip", _zip({"a.zip": _zip({"a.csv": b"x"})})), (1, 2))
    yield Case("packed: zip bomb", with_file("lines.zip", _zip({"a.csv": b"0" * 900_000_000})), (1, 2))
    yield Case("packed: no zip", with_file("lines.zip", b"PK\x03\x04 nothing"), (1, 2))
    yield Case(
        "packed: zip of very many", with_file("lines.zip", _zip({f"{n}.csv": b"x" for n in range(5000)})), (1, 2)
    )
    sheet = b'<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    yield Case("packed: corner of a sheet", with_file("lines.xlsx", _workbook(sheet)), (1, 2))
    yield Case("packed: sheet bomb", with_file("lines.xlsx", _workbook(b"<worksheet>" + b" " * 800_000_000)), (1, 2))
    entity = b'<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&s;</v></c></row></sheetData></worksheet>'
    yield Case("packed: entity in a sheet", with_file("lines.xlsx", _workbook(entity)), (1, 2), never=("root:x:0",))
    yield Case("packed: no workbook", with_file("lines.xlsx", _zip({"x": b"y"})), (1, 2))
    yield Case("packed: no parquet", with_file("lines.parquet", b"PAR1 nothing PAR1"), (1, 2))
    yield Case("packed: old workbook", with_file("lines.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600), (1, 2))


def _brand() -> Iterator[Case]:
    def branded(brand: str, **files: str | bytes | None) -> dict[str, str | bytes | None]:
        return {"brand.yaml": brand, "report.yaml": report("brand: brand.yaml\n"), **files}

    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
    inside = {
        "script": "<script>alert(1)</script>",
        "outer picture": '<image href="https://example.com/x.png" width="9" height="9"/>',
        "file picture": '<image href="file://{secret}" width="9" height="9"/>',
        "frame": '<foreignObject><iframe src="https://example.com"/></foreignObject>',
        "event": '<path onload="alert(1)" d="M0 0h9v9z"/>',
        "style": "<style>@import url(https://example.com/x.css);</style>",
        "use bomb": "".join(f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>" for n in range(9)),
        "link": '<a href="javascript:alert(1)"><path d="M0 0h9v9z"/></a>',
    }
    for name, content in inside.items():
        yield Case(
            f"brand: logo with {name}",
            branded("logo: logo.svg\n", **{"logo.svg": svg.format(content)}),
            (0, 1, 2),
            command="build",
        )
    doctype = '<!DOCTYPE svg [<!ENTITY s SYSTEM "file://{secret}">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&s;</text></svg>'
    yield Case(
        "brand: logo with an entity", branded("logo: logo.svg\n", **{"logo.svg": doctype}), (1, 2), command="build"
    )
    yield Case(
        "brand: logo no picture", branded("logo: logo.png\n", **{"logo.png": b"nothing"}), (1, 2), command="build"
    )
    yield Case(
        "brand: logo PNG bomb",
        branded("logo: logo.png\n", **{"logo.png": _png(60_000, 60_000)}),
        (1, 2),
        command="build",
    )
    yield Case("brand: logo outside", branded("logo: ../secret.svg\n"), 2, "logo")
    yield Case("brand: logo a link", branded("logo: logo.svg\n", **{"logo.svg": "->{secret}"}), 2, "link")
    yield Case("brand: colour as CSS", branded('colors: {primary: "red; background: url(x)"}\n'), 2, "primary")
    yield Case("brand: colour too light", branded('colors: {primary: "#fefefe"}\n'), (0, 1, 2), command="build")
    yield Case(
        "brand: font no font",
        branded("fonts: {family: X, files: [x.ttf]}\n", **{"x.ttf": b"nothing"}),
        (1, 2),
        command="build",
    )
    yield Case(
        "brand: family as CSS",
        branded("fonts: {family: 'x;} body{', files: [x.ttf]}\n", **{"x.ttf": b"x"}),
        (1, 2),
        command="build",
    )
    yield Case("brand: unknown cover", branded("cover: fancy\n"), 2, "cover")
    yield Case("brand: markup in the footer", branded('footer: "<script>alert(1)</script>"\n'), 0, command="build")


def _looks() -> Iterator[Case]:
    for name, text in {
        "attribute": "{{ ''.__class__.__mro__ }}", "include": '{% include "/etc/passwd" %}', "loop": "{% for a in report.title %}" * 8 + "{% endfor %}" * 8,
        "doubling": "{% set a='xxxxxxxx' %}" + "{% set a = a ~ a %}" * 50, "script": "<script>alert(1)</script>", "picture": '<img src="https://example.com/x.png">',
        "file": '<a rel="attachment" href="file://{secret}">x</a>', "number": "<p>4711</p>",
    }.items():  # fmt: skip
        yield Case(
            f"template: {name}",
            {"templates/blocks/paragraphs.html.j2": text},
            1,
            "template" if name != "number" else "number",
            "build",
        )
    for name, text in {"url": "p { background: url(https://example.com/x.png) }", "import": "@import '{secret}';",
                       "closing": "</style><script>alert(1)</script>", "content": "p::after { content: '99' }"}.items():  # fmt: skip
        yield Case(f"style: {name}", {"styles/own.css": text}, (1, 2), "styles/own.css", "build")
    yield Case("template: a link outside", {"templates/x.html.j2": "->{secret}"}, 2, "link")
    yield Case("kind: no YAML", {"kinds/ecommerce.yaml": "a: ["}, (1, 2), "kinds/ecommerce.yaml", "build")
    yield Case(
        "kind: unknown block",
        {"kinds/ecommerce.yaml": "id: e\nsections: [{id: s, blocks: [{kind: nothing}]}]\n"},
        (1, 2),
        "",
        "build",
    )


def _notes() -> Iterator[Case]:
    for name, text in {
        "unknown fact": "{{ nothing.change }}", "expression": "{{ 7*7 }}", "markup": "<script>alert(1)</script>", "picture": "![x](https://example.com/x.png)",
        "link": "[x](javascript:alert(1))", "include": '{% include "{secret}" %}', "front matter": "---\nsection: !!python/name:os.system\n---\nx",
        "a number of its own": "Revenue will be 4711 next month.",
    }.items():  # fmt: skip
        yield Case(
            f"note: {name}",
            {"notes/2026-10.md": text},
            (0, 1, 2),
            command="build",
            never=("<script>alert", 'href="javascript:'),
        )


def _zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def _workbook(sheet: bytes) -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return _zip({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns:r="{relation}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
