"""Run every benchmark (or those named) and print one table."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench
from bench.harness import Row, table


def main() -> int:
    """`python -m bench [analysis api …]`; exit code 1 when a promise does not hold."""
    names = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name.startswith("bench_")]
    wanted = [f"bench_{word}" for word in sys.argv[1:]] or sorted(names)
    rows: list[Row] = []
    for name in wanted:
        print(f"→ {name}", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"bench.{name}").run()
    print(table(rows))
    return 1 if any(row.kept is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
