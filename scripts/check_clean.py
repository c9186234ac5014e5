"""No secret, no registry host and no machine's own path in tracked files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a cloud key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "an API token of ours": re.compile(r"\bnfm_[A-Za-z0-9_-]{30,}\b"),
    "a path of a machine": re.compile(r"(?<![\w.])/(?:work|home|Users|root)/[\w.-]+"),
    "a registry host": re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry)[\w.-]*", re.IGNORECASE),
}
SKIP = {"scripts/check_clean.py"}


def main() -> int:
    """List every line that shows one of the patterns."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    problems: list[str] = []
    for name in names:
        path = ROOT / name
        if name in SKIP or not path.is_file() or path.stat().st_size > 3_000_000:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for what, pattern in PATTERNS.items():
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                problems.append(f"{name}:{line}: {what}: {found[0][:40]}")
    print("\n".join(problems) or "clean: no secrets, hosts or machine paths")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
