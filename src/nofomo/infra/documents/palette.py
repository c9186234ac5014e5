"""The colours of the look, by what they mean. A meaning never rests on its colour alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Strengths:
    """How strongly the neutral family of averages and bands is drawn: shares of ink, 0–1."""

    ema20: float
    ema50: float
    ema200: float
    band: float


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme. `panel` is the ground, `ink` its strongest text, `ink2` and `ink3` the quieter ones."""

    panel: str
    raised: str
    selected: str
    line: str
    control: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    up: str
    down: str
    warn: str
    strengths: Strengths


DARK: Final = Palette(
    panel="#161817", raised="#1E2120", selected="#2A2E2C", line="#2B2F2D", control="#6C736F", ink="#ECEEEA",
    ink2="#B6BBB6", ink3="#909792", accent="#AAB4FF", up="#4FC08D", down="#F08070", warn="#E3B355",
    strengths=Strengths(0.90, 0.62, 0.46, 0.38),
)  # fmt: skip
LIGHT: Final = Palette(
    panel="#FCFBF8", raised="#F1F0EA", selected="#E3E2DA", line="#DEDCD3", control="#85877D", ink="#1A1C1A",
    ink2="#4A4E49", ink3="#62665F", accent="#434DC4", up="#0B7149", down="#B53524", warn="#855700",
    strengths=Strengths(0.90, 0.70, 0.56, 0.48),
)  # fmt: skip
PAPER: Final = replace(LIGHT, panel="#FFFFFF", raised="#F4F3EE")
"""The light theme on the white of paper: what is printed needs no tinted ground."""


def screen_palette(theme: Theme) -> Palette:
    """The colours of a picture that is looked at on a screen."""
    return DARK if theme == "dark" else LIGHT


def page_palette(theme: Theme) -> Palette:
    """The colours of a page that may be printed."""
    return DARK if theme == "dark" else PAPER
