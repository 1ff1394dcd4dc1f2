"""What is simpler than a given number or string."""
