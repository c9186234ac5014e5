"""The phrase books: what each `Say` code means in Indonesian and in English.

Every module of this package holds one dictionary named `PHRASES`: code → (Indonesian, English). A phrase names its
values in braces, `"{count} candle hilang"`; how a value is written follows from its type (engine/core/say.py), so a
phrase never formats a number itself. Both languages name the same values. A new module needs no registration.
"""

from __future__ import annotations

import pkgutil
import string
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final, Literal

from nofomo.engine.core.errors import Broken

Language = Literal["id", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")
Phrase = tuple[str, str]
Pieces = tuple[tuple[str, str | None], ...]
"""A phrase taken apart: literal text, each time followed by the name of a value (None at the end)."""


@cache
def phrase_book() -> Mapping[str, Phrase]:
    """All phrases of all modules. Raises Broken where a code comes twice or the two languages name other values."""
    book: dict[str, Phrase] = {}
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        phrases: Mapping[str, Phrase] = import_module(f"{__name__}.{module}").PHRASES
        for code, phrase in phrases.items():
            if code in book:
                raise Broken(f"The phrase {code!r} is defined twice.", code="PHRASE_TWICE")
            if value_names(phrase[0]) != value_names(phrase[1]):
                raise Broken(f"The phrase {code!r} names other values in each language.", code="PHRASE_VALUES")
            book[code] = phrase
    return book


def phrase_pieces(code: str, language: Language) -> Pieces:
    """The phrase `code` in one language, taken apart. Raises Broken for an unknown code."""
    phrase = phrase_book().get(code)
    if phrase is None:
        raise Broken(f"There is no phrase {code!r} in the phrase books.", code="UNKNOWN_PHRASE", details={"say": code})
    return take_apart(phrase[LANGUAGES.index(language)])


@cache
def take_apart(template: str) -> Pieces:
    """Split a template at its named values. Raises Broken for conversions, format specs and unnamed values."""
    pieces: list[tuple[str, str | None]] = []
    for literal, name, spec, conversion in string.Formatter().parse(template):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise Broken(f"The phrase {template!r} may only name its values, like {{price}}.", code="PHRASE_VALUES")
        pieces.append((literal, name))
    return tuple(pieces)


def value_names(template: str) -> frozenset[str]:
    """The names of the values that a template uses."""
    return frozenset(name for _, name in take_apart(template) if name is not None)
