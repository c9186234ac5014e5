"""What `make bench` measures: one module per room, each with `run() -> list[Row]`; `python -m bench` prints one table."""
