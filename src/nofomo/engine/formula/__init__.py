"""The indicator catalogue and, later, the formula language over it."""
