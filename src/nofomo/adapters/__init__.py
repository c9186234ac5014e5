"""The wires of the outside world, each behind a small port."""
