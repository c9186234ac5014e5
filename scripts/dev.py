"""Server and page with reload: the server restarts when Python changes, Vite reloads the page by itself."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"


def newest() -> float:
    """When the newest Python file of the product was changed."""
    return max(path.stat().st_mtime for path in (ROOT / "src").rglob("*.py"))


def main() -> int:
    """Run both until one is interrupted."""
    page = subprocess.Popen([BIN / "python", "hatch_build.py", "dev"], cwd=ROOT)
    server = subprocess.Popen([BIN / "nofomo", "up", *sys.argv[1:]], cwd=ROOT)
    seen = newest()
    try:
        while page.poll() is None:
            time.sleep(0.5)
            if newest() > seen:
                seen = newest()
                print("→ Python changed, restarting the server", flush=True)
                server.terminate()
                threading.Timer(10, server.kill).start()
                server.wait()
                server = subprocess.Popen([BIN / "nofomo", "up", *sys.argv[1:]], cwd=ROOT)
    except KeyboardInterrupt:
        pass
    finally:
        for process in (server, page):
            process.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
