"""The phrase books: everything that is said can be said in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import nofomo
from nofomo.engine.analysis.phrases import LANGUAGES, phrase_book, phrase_pieces, value_names
from nofomo.engine.core.errors import Broken

SOURCE = Path(nofomo.__file__).parent


def said() -> Iterator[tuple[str, re.Pattern[str], frozenset[str] | None]]:
    """Every `say(code, …)` and `Say(code, …)` in the product: where, the codes it can mean, the values it names."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in ("say", "Say"):
                continue
            spread = name == "Say" or any(word.arg is None for word in node.keywords)
            values = None if spread else frozenset(word.arg for word in node.keywords if word.arg)
            where = f"{path.relative_to(SOURCE)}:{node.lineno}"
            yield from ((where, code, values) for code in codes(node.args[0]))


def codes(node: ast.expr) -> Iterator[re.Pattern[str]]:
    """The codes that an expression can stand for; a variable part of an f-string matches one word."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.compile(re.escape(text))
        case ast.IfExp():
            yield from codes(node.body)
            yield from codes(node.orelse)
        case ast.JoinedStr():
            parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[A-Za-z0-9_]+" for p in node.values)
            yield re.compile("".join(parts))
        case _:
            return


def test_everything_that_is_said_is_in_the_phrase_books_with_the_same_values() -> None:
    book = phrase_book()
    wrong: list[str] = []
    for where, code, values in said():
        found = [name for name in book if code.fullmatch(name)]
        if not found:
            wrong.append(f"{where}: {code.pattern} is in no phrase book")
        elif values is not None and not any(value_names(book[name][0]) <= values for name in found):
            needed = sorted(value_names(book[found[0]][0]))
            wrong.append(f"{where}: {found[0]} names {needed}, given {sorted(values)}")
    assert not wrong, "\n".join(wrong)


def test_no_phrase_is_there_for_nothing() -> None:
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")) if path.parent.name != "phrases"
    )
    patterns = [code for _, code, _ in said()]
    idle = [
        name for name in phrase_book() if f'"{name}"' not in everything and not any(p.fullmatch(name) for p in patterns)
    ]
    assert not idle


@pytest.mark.parametrize("code", sorted(phrase_book()))
def test_a_phrase_names_the_same_values_in_both_languages_and_keeps_calm(code: str) -> None:
    indonesian, english = phrase_book()[code]
    assert value_names(indonesian) == value_names(english)
    assert indonesian.strip() == indonesian
    assert english.strip() == english
    assert not re.search(r"!|\bkita\b|\bkamu\b|cuan", f"{indonesian} {english}", re.IGNORECASE)
    assert not re.search(r"\d[.,]\d", f"{indonesian} {english}"), "a phrase never formats a number itself"


def test_an_unknown_code_is_a_bug() -> None:
    for language in LANGUAGES:
        with pytest.raises(Broken, match="nothing"):
            phrase_pieces("nothing.like.this", language)


@pytest.mark.parametrize("template", ["{}", "{0}", "{price:.2f}", "{price!r}", "{a.b}"])
def test_a_phrase_may_only_name_its_values(template: str) -> None:
    with pytest.raises(Broken):
        value_names(template)
