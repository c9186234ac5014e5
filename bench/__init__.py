"""What `make bench` measures: one module per room, each with `run() -> list[Row]`, printed as one table."""
