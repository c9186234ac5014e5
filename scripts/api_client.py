"""The OpenAPI document, and the TypeScript types made from it. `--check` fails when the committed ones are stale."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from nofomo.bootstrap import build_app, open_house
from nofomo.infra.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "web/openapi.json"
TYPES = ROOT / "web/src/lib/api-types.ts"


async def document() -> str:
    """The document of an application that was built and never started."""
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings({"home": home}, environ={}, toml_path=None)
        async with open_house(settings, start=False) as house:
            return json.dumps(build_app(house).openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def types_of(source: Path, target: Path) -> None:
    """Run the generator of the web project."""
    subprocess.run(
        [sys.executable, str(ROOT / "hatch_build.py"), "gen-api", str(source), str(target)], check=True, cwd=ROOT
    )


def main() -> int:
    """Write both files, or compare them."""
    fresh = asyncio.run(document())
    if "--check" not in sys.argv:
        DOCUMENT.write_text(fresh)
        types_of(DOCUMENT, TYPES)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "openapi.json"), Path(folder, "api-types.ts")
        source.write_text(fresh)
        types_of(source, target)
        stale = [p.name for p, text in ((DOCUMENT, fresh), (TYPES, target.read_text())) if p.read_text() != text]
    if stale:
        print(f"{', '.join(stale)} do not match the server. Run: make api-client")
        return 1
    print("api client: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
