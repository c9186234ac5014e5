"""What plans do, one module per verb."""
