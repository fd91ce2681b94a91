"""The preview, as a process of its own on this machine's own address."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.errors import DataError, Place, Problem
from reportgen.preview.page import fault_page, live
from tests.rooms.documents.browser import ABSENT, CHROMIUM

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "sample_data" / "lumen-oak"
PATIENCE = 120  # seconds, on a machine that has other work


class Preview:
    """A running preview."""

    def __init__(self, folder: Path, out: Path, *options: str) -> None:
        self.folder, self.log = folder, out / "log"
        self.written = self.log.open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "reportgen",
                "preview",
                folder,
                "--period",
                "2026-10",
                "--today",
                "2026-11-20",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=self.written,
            text=True,
            cwd=out,
            env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        )
        self.address = self.process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", self.address)
        assert found, self.log.read_text()
        self.port = int(found[1])

    def get(self, path: str = "/", host: str | None = None, method: str = "GET") -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, {name.lower(): value for name, value in answer.getheaders()}

    def wait(self, fits: Callable[[str], bool]) -> float:
        """Seconds until the page fits."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            if fits(self.get()[1]):
                return time.monotonic() - begun
            time.sleep(0.03)
        raise AssertionError(self.get()[1][:2000] + self.log.read_text())

    def made_in(self) -> float:
        """Seconds that the last page took."""
        return float(re.findall(r"made in ([\d.]+) s", self.log.read_text())[-1])

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(30)
        self.process.stdout.close()
        self.written.close()
        return status


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    folder = tmp_path / "lumen-oak"
    shutil.copytree(SAMPLE, folder)
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles" / "own.css").write_text(".cover-title { letter-spacing: 0 }\n", encoding="utf-8")
    running = Preview(folder, tmp_path)
    yield running
    running.end()


def is_report(page: str) -> bool:
    return "$177,989" in page


def rewrite(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_page_follows_the_folder(preview: Preview) -> None:
    assert "being made" in preview.get()[1] or is_report(preview.get()[1])
    preview.wait(is_report)
    _, page, headers = preview.get()
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers
    assert page.count("new EventSource('/events')") == 1

    # a style: neither numbers nor sentences nor drawings are made anew
    (preview.folder / "styles" / "own.css").write_text(".cover-title { letter-spacing: 7px }\n", encoding="utf-8")
    preview.wait(lambda text: "letter-spacing:7px" in text.replace(": ", ":"))
    (preview.folder / "styles" / "own.css").write_text(".cover-title { letter-spacing: 8px }\n", encoding="utf-8")
    preview.wait(lambda text: "letter-spacing:8px" in text.replace(": ", ":"))
    quick = preview.made_in()

    # a colour: drawings are made anew
    rewrite(preview.folder / "brand.yaml", "#1F5A49", "#123456")
    preview.wait(lambda text: "#123456" in text)
    colour = preview.made_in()

    # a fault of report.yaml, at its file and line, escaped; and mended
    rewrite(preview.folder / "report.yaml", "currency: USD", "currenzy: <USD>")
    preview.wait(lambda text: "there is no report" in text)
    page = preview.get()[1]
    line = 1 + (preview.folder / "report.yaml").read_text(encoding="utf-8").split("currenzy")[0].count("\n")
    assert re.search(rf"report\.yaml:{line}:\d+: ", page), page
    assert "currenzy" in page
    assert "<USD>" not in page
    assert "EventSource" in page
    rewrite(preview.folder / "report.yaml", "currenzy: <USD>", "currency: USD")
    preview.wait(is_report)
    mended = preview.made_in()

    # what forbids a report, of every source; and other days, other numbers
    rewrite(preview.folder / "report.yaml", "currency: USD", "currency: EUR")
    preview.wait(lambda text: text.count("mixed-currencies:") > 1)
    rewrite(preview.folder / "report.yaml", "currency: EUR", "currency: USD # and")
    preview.wait(is_report)
    rewrite(preview.folder / "report.yaml", "America/Chicago", "Asia/Seoul")
    preview.wait(lambda text: "summary" in text and not is_report(text))
    anew = preview.made_in()
    print(f"style {quick} s, colour {colour} s, mended {mended} s, all anew {anew} s")  # noqa: T201
    # What was kept is not made again; the absolute times are the machine's.
    assert quick < anew / 4
    assert mended < anew / 4
    assert colour < anew
    assert preview.end() == 130
    assert "Traceback" not in preview.log.read_text()


def test_versions_are_told_and_strangers_refused(preview: Preview) -> None:
    for host in (
        "example.com",
        f"example.com:{preview.port}",
        "127.0.0.1",
        f"127.0.0.1.example.com:{preview.port}",
        "[::1]",
    ):
        status, text, _ = preview.get(host=host)
        assert status == 421, host
        assert "$" not in text
    assert preview.get(host=f"localhost:{preview.port}")[0] == 200
    assert preview.get("/etc/passwd")[0] == 404
    assert preview.get(method="POST")[0] == 405
    # It listens on this one address: another of the loopback network is not answered.
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", preview.port))
    preview.wait(is_report)
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request("GET", "/events")
    stream = connection.getresponse()
    assert stream.getheader("content-type", "").startswith("text/event-stream")
    assert stream.readline() == b"data: 1\n"
    (preview.folder / "styles" / "own.css").write_text(".cover-title { letter-spacing: 9px }\n", encoding="utf-8")
    told = b""
    while not told.startswith(b"data"):
        told = stream.readline()
    assert told == b"data: 2\n"
    connection.close()


def test_a_port_that_is_taken_and_a_client_that_is_not_there_are_said(tmp_path: Path) -> None:
    def start(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "reportgen", "preview", *map(str, arguments), "--period", "2026-10"],
            capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = start(SAMPLE, "--port", taken.getsockname()[1])
    assert ended.returncode == 2
    assert "cannot be used" in ended.stderr
    nobody = start(tmp_path / "nobody")
    assert nobody.returncode == 2
    assert nobody.stdout == ""


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys, importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'uvicorn' else find(name, *rest)\n"
        f"sys.argv = ['reportgen', 'preview', {str(SAMPLE)!r}, '--period', '2026-10']\n"
        "from reportgen.cli.main import main\nmain()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )  # fmt: skip
    assert ended.returncode == 2
    assert "no uvicorn" in ended.stderr
    assert "pip install 'reportgen[preview]'" in ended.stderr


def test_a_fault_is_text_and_a_page_allows_no_script_but_its_own() -> None:
    error = DataError(Problem("<script>alert(1)</script>", Place("a/report.yaml", 3, 1)))
    page = live(fault_page(error, "<b>acme</b>"), 4).decode()
    assert "a/report.yaml:3:1: &lt;script&gt;" in page
    assert "&lt;b&gt;acme" in page
    assert page.count("<script>") == 1
    assert "connect-src 'self'; script-src 'sha256-" in page


@pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)
def test_a_browser_shows_the_change_by_itself_and_no_fault_of_the_policy(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    folder = tmp_path / "shop"
    shutil.copytree(ROOT / "docs" / "examples" / "shop", folder)
    running = Preview(folder, tmp_path)
    try:
        with playwright.sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            said: list[str] = []
            page.on("console", lambda message: said.append(message.text))
            page.goto(running.address, wait_until="domcontentloaded")
            # The page that waits is followed by the report, without a hand on the browser.
            page.get_by_text("$3,698").first.wait_for(timeout=PATIENCE * 1000)
            (folder / "styles").mkdir()
            (folder / "styles" / "own.css").write_text("body::before { content: ''; width: 77px }\n", encoding="utf-8")
            rewrite(folder / "report.yaml", "Corner Shop", "Corner Shop and Son")
            page.get_by_text("Corner Shop and Son").first.wait_for(timeout=PATIENCE * 1000)
            assert page.evaluate("getComputedStyle(document.body, '::before').width") == "77px"
            rewrite(folder / "report.yaml", "currency", "<b>currenzy</b>")
            page.get_by_text("<b>currenzy</b>").first.wait_for(timeout=PATIENCE * 1000)
            assert page.locator("b").count() == 0
            browser.close()
        assert said == []
    finally:
        running.end()
