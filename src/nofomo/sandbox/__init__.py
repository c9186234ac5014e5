"""A make-believe outside world that speaks real wires: Binance's spot REST over a seeded synthetic market."""

from nofomo.sandbox.app import create_sandbox
from nofomo.sandbox.server import RunningSandbox, serve, start_in_background

__all__ = ["RunningSandbox", "create_sandbox", "serve", "start_in_background"]
