"""Small builders and clocks that tests share."""
