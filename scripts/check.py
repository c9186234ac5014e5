"""Run all checks side by side; print the output of those that fail."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
CHECKS: dict[str, list[str]] = {
    "format": [f"{BIN}/ruff", "format", "--check", "-q", "."],
    "lint": [f"{BIN}/ruff", "check", "-q", "."],
    "types": [f"{BIN}/basedpyright"],
    "directions": [f"{BIN}/lint-imports"],
    "limits": [f"{BIN}/python", "scripts/check_limits.py"],
    "secrets and hosts": [f"{BIN}/python", "scripts/check_clean.py"],
    "api client": [f"{BIN}/python", "scripts/api_client.py", "--check"],
    "web": [f"{BIN}/python", "hatch_build.py", "check"],
}


def run(name: str) -> tuple[str, int, str, float]:
    """One check: name, exit code, output, seconds."""
    start = time.perf_counter()
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    return name, done.returncode, done.stdout + done.stderr, time.perf_counter() - start


def main() -> int:
    """All of them; the exit code says whether one failed."""
    print("→ Checks", flush=True)
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for name, code, output, seconds in pool.map(run, CHECKS):
            print(f"  {'✓' if code == 0 else '✗'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed += 1
                print("    " + "\n    ".join(output.strip().splitlines()[-80:]), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
