"""What can be asked of operations, by subject."""
