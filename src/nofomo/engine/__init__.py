"""Candles in, decisions out. Pure: no I/O, no files, no clock, no settings. Usable alone as a library."""
