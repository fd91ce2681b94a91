"""The order in which an archive reaches the disk, as the system saw it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from reportgen.delivery.archive import approve, commit
from tests.rooms.delivery.archive_sample import AT, archive, release
home = archive(Path(sys.argv[1]))
approve(home, commit(home, release(), at=AT), by="Maya Ortiz", at=AT)
"""
SEEN = "openat,write,fsync,fchmod,link,linkat,rename,renameat,renameat2,close,mkdir,mkdirat,unlink,unlinkat,flock"
LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+=\s+(-?\d+)")


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, int]]:
    """(call, arguments, result) of a commit and an approval, inside the archive's folder."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (apt install strace)")
    folder = tmp_path_factory.mktemp("traced")
    log = folder / "strace.log"
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-y",
            "-s",
            "200",
            "-e",
            f"trace={SEEN}",
            "-o",
            log,
            sys.executable,
            "-c",
            PROGRAM,
            folder / "archive",
        ],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=False,
    )
    if b"ptrace" in done.stderr and not (log.exists() and log.stat().st_size):
        pytest.skip("this machine forbids tracing")
    assert done.returncode == 0, done.stderr.decode()
    found = [match for line in log.read_text(errors="replace").splitlines() if (match := LINE.match(line))]
    return [(one[1], one[2], int(one[3])) for one in found if f"{folder}/archive" in one[2]]


def positions(calls: list[tuple[str, str, int]], names: str, pattern: str) -> list[int]:
    return [
        at
        for at, (name, arguments, _) in enumerate(calls)
        if re.fullmatch(names, name) and re.search(pattern, arguments)
    ]


def test_a_file_is_written_in_scratch_synced_and_closed_before_it_gets_its_name(
    calls: list[tuple[str, str, int]],
) -> None:
    named = positions(calls, "link|linkat", r"/lumen-oak/tmp/[0-9a-f]{8}")
    assert len(named) == 5  # page, PDF, manifest, report entry, approval entry
    for at in named:
        scratch = re.search(r'/lumen-oak/tmp/([0-9a-f.json]+)"', calls[at][1])
        assert scratch is not None
        name = re.escape(scratch[1])
        opened, written, locked, synced, closed = (
            positions(calls[:at], call, rf"/lumen-oak/tmp/{name}")[-1]
            for call in ("openat", "write", "fchmod", "fsync", "close")
        )
        assert opened < written < locked < synced < closed < at
        assert "O_CREAT|O_EXCL" in re.sub(r"O_[A-Z]+\|(?=O_CREAT)", "", calls[opened][1])
        assert "0444" in calls[locked][1]


def test_objects_and_their_folders_are_durable_before_the_entry_is_named(calls: list[tuple[str, str, int]]) -> None:
    objects = positions(calls, "link|linkat", r"/objects/[0-9a-f]{2}/")
    entry = positions(calls, "link|linkat", r"/log/00000001")[0]
    assert len(objects) == 3
    assert max(objects) < entry
    for at in objects:
        folder = re.search(r"/objects/[0-9a-f]{2}(?=/)", calls[at][1])
        assert folder is not None
        assert [one for one in positions(calls, "fsync", rf"{folder[0]}>") if at < one < entry], folder[0]
    for made in positions(calls, "mkdir|mkdirat", r"/objects/[0-9a-f]{2}"):
        assert [one for one in positions(calls, "fsync", r"/objects>") if made < one < entry]


def test_the_log_is_durable_before_the_page_and_before_the_approval(calls: list[tuple[str, str, int]]) -> None:
    first, second = (positions(calls, "link|linkat", rf"/log/0000000{number}")[0] for number in (1, 2))
    pages = positions(calls, "rename|renameat|renameat2", r"/index\.html")
    synced = positions(calls, "fsync", r"/log>")
    assert len(pages) == 2
    assert [one for one in synced if first < one < pages[0]]
    assert pages[0] < second
    assert [one for one in synced if second < one < pages[1]]


def test_the_lock_is_held_around_all_of_it_and_no_name_is_ever_replaced(calls: list[tuple[str, str, int]]) -> None:
    taken = positions(calls, "flock", "LOCK_EX")
    assert len(taken) == 2
    released = positions(calls, "close", r"/lock>")
    changes = positions(calls, "link|linkat|rename|renameat|renameat2|unlink|unlinkat", "")
    assert all(any(start < at < end for start, end in zip(taken, released, strict=True)) for at in changes)
    assert all("index.html" in calls[at][1] for at in positions(calls, "rename|renameat|renameat2", ""))
