"""Load one exchange of ccxt without the hundred others.

`import ccxt` runs every exchange's module: 4 s and 110 MB on a small server, where one exchange needs 0.7 s and 58 MB.
So its packages stand in empty while the one module is imported, and are taken away again: a later `import ccxt` loads
the real package, which finds the modules already there. Should ccxt change so that this fails, the real package is
imported instead.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from nofomo.engine.core.errors import Broken, Invalid

_PACKAGES: Final = ("ccxt", "ccxt.async_support")
_one_at_a_time = threading.Lock()


def exchange_names() -> tuple[str, ...]:
    """All exchanges that ccxt has a client for, without importing any of them."""
    return tuple(sorted(path.stem for path in (_root() / "async_support").glob("*.py") if path.stem != "__init__"))


def load_exchange_class(name: str) -> type[Any]:
    """The client class of an exchange. Takes a second and holds no event loop's hand: call it in a thread.

    Raises Invalid (`INVALID_VENUE`) before anything is imported where ccxt has no such exchange.
    """
    if name not in exchange_names():
        raise Invalid(f"There is no exchange called {name[:40]!r}.", code="INVALID_VENUE", details={"field": "venue"})
    with _one_at_a_time:
        return getattr(_import(name), name)


def _import(name: str) -> ModuleType:
    module = f"ccxt.async_support.{name}"
    if "ccxt.async_support" in sys.modules:
        return importlib.import_module(module)
    try:
        _stand_in()
        return importlib.import_module(module)
    except (ImportError, AttributeError):
        _step_aside()
        importlib.import_module("ccxt.async_support")
        return importlib.import_module(module)
    finally:
        _step_aside()


def _stand_in() -> None:
    """Empty packages with the few names that ccxt's own modules import from them."""
    for name in _PACKAGES:
        package = ModuleType(name)
        package.__path__ = [str(_root().joinpath(*name.split(".")[1:]))]
        package.nofomo_stand_in = True  # type: ignore[attr-defined]
        sys.modules[name] = package
    errors = importlib.import_module("ccxt.base.errors")
    for name in _PACKAGES:
        for word in errors.__all__:
            setattr(sys.modules[name], word, getattr(errors, word))
    exchange = importlib.import_module("ccxt.base.exchange").Exchange
    sys.modules["ccxt"].Exchange = exchange  # type: ignore[attr-defined]


def _step_aside() -> None:
    for name in _PACKAGES:
        if getattr(sys.modules.get(name), "nofomo_stand_in", False):
            del sys.modules[name]


def _root() -> Path:
    loaded = sys.modules.get("ccxt")
    if loaded is not None:
        return Path(next(iter(loaded.__path__)))
    spec = importlib.util.find_spec("ccxt")
    if spec is None or spec.origin is None:
        raise Broken("The package ccxt is not installed. Run: make setup", code="NOT_INSTALLED")
    return Path(spec.origin).parent
