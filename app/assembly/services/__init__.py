"""What can be done with an assembly; one subject a file."""
