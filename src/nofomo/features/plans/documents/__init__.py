"""Analyses as documents: the page and the picture, from the stored payload and the candles of its chart."""

from nofomo.features.plans.documents.rendering import render_pdf, render_png, render_svg
from nofomo.features.plans.documents.sheet import Older, Sheet, smallest

__all__ = ["Older", "Sheet", "render_pdf", "render_png", "render_svg", "smallest"]
