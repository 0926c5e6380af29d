"""The commands of ``python -m voting``, one a file."""
