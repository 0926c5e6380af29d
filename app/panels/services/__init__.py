"""What can be done with a panel, one subject a file."""
