"""What people fill in about proposals."""
