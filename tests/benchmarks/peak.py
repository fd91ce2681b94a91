"""``python peak.py MODULE_OR_FILE ARG…`` runs it and prints its peak memory in MiB to stderr, last."""

import resource
import runpy
import sys

target, sys.argv = sys.argv[1], sys.argv[1:]
try:
    if target.endswith(".py"):
        runpy.run_path(target, run_name="__main__")
    else:
        runpy.run_module(target, run_name="__main__", alter_sys=True)
except SystemExit as end:
    if end.code not in (None, 0):
        raise
print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}", file=sys.stderr)  # noqa: T201 - its caller reads it
