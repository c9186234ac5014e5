"""NoFOMO: market analysis, alerts, backtesting, portfolios and trading bots that you host yourself."""

__version__ = "0.1.0"
