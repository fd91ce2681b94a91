"""What a page made with a client's own templates may hold: text, tables, our pictures; nothing that runs or loads."""

from __future__ import annotations

from html.parser import HTMLParser

from reportgen.errors import Problem, PublishError

FORBIDDEN = frozenset({
    "script", "iframe", "frame", "object", "embed", "applet", "form", "input", "textarea", "select", "base", "link",
    "video", "audio", "source", "track", "portal", "foreignobject", "image", "use", "animate", "set", "template",
    "noscript", "math",
})  # fmt: skip
LOADING = frozenset(
    {"src", "srcset", "poster", "background", "data", "action", "formaction", "ping", "manifest", "cite"}
)
LINKS = frozenset({"href", "xlink:href"})
KNOWN_META = frozenset({"author", "generator", "dcterms.created", "dcterms.modified", "viewport", "color-scheme"})


class _Gate(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self.found.append(f"<{tag}>")
        if tag == "style":
            self.styles += 1
        if tag == "meta" and (
            dict(attrs).get("http-equiv") or (dict(attrs).get("name") or "charset") not in (*KNOWN_META, "charset")
        ):
            self.found.append("<meta>")
        self.found += [f"{name}={value!r}" for name, value in attrs if _is_forbidden(tag, name, value or "")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def _is_forbidden(tag: str, name: str, value: str) -> bool:
    text = value.strip().lower()
    if name in LINKS:
        return not text.startswith("#")
    if name in LOADING:
        return not (tag == "img" and text.startswith(("data:image/", "bundle:")))
    if name == "style":
        return any(mark in text for mark in ("url(", "\\", "expression", "@"))
    return name.startswith("on") or (name == "rel" and tag == "a")


def gate(html: str, *, styles: int) -> None:
    """Raise PublishError naming what a client's templates put on the page that may not stand there.

    ``styles`` is how many style elements the page has by itself. Our own scripts are not on the page yet.
    """
    found = _Gate()
    found.feed(html)
    found.close()
    problems = [*dict.fromkeys(found.found), *(["<style>"] if found.styles > styles else [])]
    if problems:
        raise PublishError(
            *(
                Problem(
                    "a template of the client's own puts something on the page that runs or loads",
                    found=text[:80],
                    expected="text, tables and the report's own charts",
                    todo="take it out of templates/",
                )
                for text in problems
            )
        )
