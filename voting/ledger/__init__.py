"""The public log of a poll."""
