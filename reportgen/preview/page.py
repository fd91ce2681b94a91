"""What the preview adds to a page or shows instead of one: the script that loads it anew, faults, a line to wait by."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from reportgen.errors import ReportgenError

EVENTS = "/events"
STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}pre{white-space:pre-wrap}"
FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'self'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def live(page: bytes, version: int) -> bytes:
    """A page that loads itself anew when there is another version of it.

    The page's policy, which allows its own script alone, is widened by this one and by its connection.
    """
    script = (
        f"(()=>{{const s=new EventSource('{EVENTS}');"
        f"s.onmessage=e=>{{if(e.data!=='{version}'){{s.close();location.reload()}}}}}})()"
    )
    digest = b64encode(sha256(script.encode()).digest()).decode()
    text = page.decode("utf-8").replace("script-src ", f"connect-src 'self'; script-src 'sha256-{digest}' ", 1)
    body, end, after = text.rpartition("</body>")
    return f"{body}<script>{script}</script>\n{end}{after}".encode()


def fault_page(error: ReportgenError, client: str) -> bytes:
    """The faults, problem by problem, as the command line would print them."""
    body = Markup("\n").join(Markup("<pre>{}</pre>").format(str(problem)) for problem in error.problems)
    after = Markup("\n<p>The report comes back when this is mended.</p>")
    return _page(f"{client}: there is no report", body + after)


def waiting_page(client: str) -> bytes:
    """What is shown until the first report is made."""
    return _page(client, Markup("<p>The report is being made.</p>"))


def _page(title: str, body: Markup) -> bytes:
    frame, style = Markup(FRAME), Markup(STYLE)  # noqa: S704  our own words
    return frame.format(title=title, style=style, body=body).encode()
