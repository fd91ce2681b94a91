"""What a worker may not do: take all memory, time or disk, leave a core, reach the network, read others' secrets."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

MIB = 1 << 20
WORKER_BYTES = 400 * MIB  # what one worker needs, measured
LIMITS: Mapping[str, int] = {
    "RLIMIT_AS": 8192 * MIB,  # address space, of which a report uses a few hundred MiB
    "RLIMIT_CPU": 3600,  # seconds of a worker's life
    "RLIMIT_NOFILE": 1024,
    "RLIMIT_FSIZE": 1024 * MIB,
    "RLIMIT_CORE": 0,  # a core file would hold the client's data
}
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
KEPT = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TZDIR", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT",
    "WINDIR", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "COMSPEC", "PATHEXT", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "NO_COLOR", "TERM",
})  # fmt: skip
KEPT_PREFIXES = ("LC_", "XDG_", "FONTCONFIG_", "PYTHON", "OMP_", "OPENBLAS_")


def kept_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that a worker starts with: what a program needs to run, and no secret."""
    return {name: environ[name] for name in sorted(environ) if name in KEPT or name.startswith(KEPT_PREFIXES)}


def set_limits(limits: Mapping[str, int] = LIMITS) -> None:
    """Lower this process's soft limits, where the system has them; never above what it was given."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, wanted in limits.items():
        kind = getattr(resource, name)
        soft, hard = resource.getrlimit(kind)
        given = [value for value in (soft, hard) if value != resource.RLIM_INFINITY]
        resource.setrlimit(kind, (min([wanted, *given]), hard))


def leave_network() -> bool:
    """Move this process into a network of its own, without any way out; False where the kernel refuses.

    To be called before any thread is started. Files stay as accessible as they were.
    """
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if library.unshare(CLONE_NEWNET) == 0:
        return True
    if library.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        try:
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123  # not a file on disk
                file.write(text)
        except OSError:
            break  # without a map the process has no name, but the same rights
    return True


def can_leave_network() -> bool:
    """Whether workers here are kept from the network: tried in a process of its own."""
    import subprocess

    code = "import sys; from reportgen.batch.limits import leave_network; sys.exit(0 if leave_network() else 1)"
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0  # noqa: S603


def default_jobs(clients: int) -> int:
    """Workers for so many clients: at most one a core, and as many as free memory holds."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(clients, cores, _free_bytes() // WORKER_BYTES))


def _free_bytes() -> int:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 4 * WORKER_BYTES
