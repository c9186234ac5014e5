"""The house limits (docs/architecture.md): sizes, parameters, names, clocks. Prints each breach and exits 1."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE, TEST_MODULE, FUNCTION, CLASS, METHODS, PARAMETERS, POSITIONAL, TYPESCRIPT = 400, 500, 60, 300, 20, 6, 2, 250
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
BANNED_IMPORTS = {"unittest.mock", "mock"}
# Below bootstrap the clock, randomness and ids are handed in.
PURE_ROOMS = ("engine", "infra", "features", "api")
CLOCKS = {
    "time.time", "time.time_ns", "time.monotonic", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "uuid.uuid1", "uuid.uuid4", "uuid4", "random.random", "random.choice", "random.randint", "os.urandom",
}  # fmt: skip
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Breach:
    """One broken limit; `key` is what an exemption names."""

    key: str
    text: str


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows or would add, by pattern."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / line for line in lines if (ROOT / line).is_file()]


def python_breaches(path: Path) -> Iterator[Breach]:
    """All breaches of one Python file."""
    name = str(path.relative_to(ROOT))
    text = path.read_text()
    lines = text.count("\n") + 1
    limit = TEST_MODULE if name.startswith("tests/") else MODULE
    if lines > limit:
        yield Breach(name, f"{name}: {lines} lines, at most {limit}")
    if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES:
        yield Breach(name, f"{name}: a module is named after what it is for, not {path.stem!r}")
    tree = ast.parse(text)
    in_source = name.startswith("src/")
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode):
            yield from function_breaches(name, node)
        elif isinstance(node, ast.ClassDef):
            yield from class_breaches(name, node)
        elif in_source and isinstance(node, ast.Import | ast.ImportFrom):
            yield from side_entrances(name, node)
            names = [a.name for a in node.names] + [getattr(node, "module", None) or ""]
            for bad in BANNED_IMPORTS.intersection(names):
                yield Breach(name, f"{name}:{node.lineno}: imports {bad}; nothing in src is a mock")
        elif isinstance(node, ast.Call) and name.startswith(tuple(f"src/nofomo/{room}/" for room in PURE_ROOMS)):
            called = ast.unparse(node.func)
            if any(called == clock or called.endswith(f".{clock}") for clock in CLOCKS):
                yield Breach(f"{name}:{called}", f"{name}:{node.lineno}: calls {called}(); it is handed in here")


def side_entrances(name: str, node: ast.Import | ast.ImportFrom) -> Iterator[Breach]:
    """A feature imports another one only through its package root."""
    parts = name.split("/")
    module = getattr(node, "module", None) or ""
    target = module.split(".")
    if (
        parts[2:3] == ["features"]
        and target[:2] == ["nofomo", "features"]
        and len(target) > 3
        and target[2] != parts[3]
    ):
        yield Breach(name, f"{name}:{node.lineno}: imports {module}; go through nofomo.features.{target[2]}")


def function_breaches(name: str, node: FunctionNode) -> Iterator[Breach]:
    """Length and parameters of one function. Numba kernels are exempt (they cannot take keywords)."""
    if any("njit" in ast.unparse(decorator) for decorator in node.decorator_list):
        return
    key = f"{name}::{node.name}"
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION and "/migrations/versions/" not in name:
        yield Breach(key, f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION}")
    positional = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
    if positional[:1] in (["self"], ["cls"]):
        positional = positional[1:]
    total = len(positional) + len(node.args.kwonlyargs)
    if total > PARAMETERS and not _is_endpoint(node):
        yield Breach(key, f"{name}:{node.lineno}: {node.name} has {total} parameters, at most {PARAMETERS}")
    if len(positional) > POSITIONAL and not name.startswith("tests/") and not _is_imposed(node):
        yield Breach(key, f"{name}:{node.lineno}: {node.name}: parameters from the third on are keyword-only")


def _is_endpoint(node: FunctionNode) -> bool:
    """A web endpoint's or command's parameters are its public query, named by the caller anyway."""
    return any(isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute) for d in node.decorator_list)


def _is_imposed(node: FunctionNode) -> bool:
    """The signature is somebody else's: a dunder, an override, an endpoint."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return (node.name.startswith("__") and node.name != "__init__") or "override" in decorators or _is_endpoint(node)


def class_breaches(name: str, node: ast.ClassDef) -> Iterator[Breach]:
    """Length and number of methods of one class."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    key = f"{name}::{node.name}"
    methods = [item for item in node.body if isinstance(item, FunctionNode)]
    if length > CLASS:
        yield Breach(key, f"{name}:{node.lineno}: {node.name} has {length} lines, at most {CLASS}")
    if len(methods) > METHODS:
        yield Breach(key, f"{name}:{node.lineno}: {node.name} has {len(methods)} methods, at most {METHODS}")


def typescript_breaches(path: Path) -> Iterator[Breach]:
    """The length of one TypeScript file."""
    name = str(path.relative_to(ROOT))
    lines = path.read_text().count("\n") + 1
    if lines > TYPESCRIPT and "api-types" not in name:
        yield Breach(name, f"{name}: {lines} lines, at most {TYPESCRIPT}")


def main() -> int:
    """Check all files; an exemption that is no longer needed is a breach too."""
    exempt: dict[str, str] = tomllib.loads((ROOT / "scripts/exemptions.toml").read_text()).get("exempt", {})
    breaches = [
        b for path in tracked("src/*.py", "tests/*.py", "bench/*.py", "scripts/*.py") for b in python_breaches(path)
    ]
    breaches += [b for path in tracked("web/src/*.ts", "web/src/*.tsx") for b in typescript_breaches(path)]
    found = {breach.key for breach in breaches}
    problems = [breach.text for breach in breaches if breach.key not in exempt]
    problems += [f"scripts/exemptions.toml: {key!r} is not needed any more" for key in exempt if key not in found]
    print("\n".join(problems) if problems else f"limits: all kept ({len(exempt)} exemptions)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
