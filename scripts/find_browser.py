"""Where the tests' Chromium is. `--install` fetches Debian's package when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium-like browser: $NOFOMO_TEST_BROWSER, or the first usual name on the PATH."""
    return os.environ.get("NOFOMO_TEST_BROWSER") or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> str | None:
    """Install Debian's chromium where that is possible without asking."""
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or "", "-n"]
    if not apt or (sudo and not sudo[0]):
        return None
    print("→ Installing Chromium for the browser tests (Debian's package, once)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run([*sudo, apt, *words], env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print(f"  apt-get {words[0]} failed", file=sys.stderr)
    return find()


def main() -> int:
    """Print the path, or say what to do."""
    path = find() or (install() if "--install" in sys.argv else None)
    if path:
        print(f"  browser for the tests: {path}")
        return 0
    print(
        "No Chromium found. Install one (Debian: apt-get install chromium) or set NOFOMO_TEST_BROWSER.", file=sys.stderr
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
