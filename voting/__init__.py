"""Counting, sampling and proof: mathematics only, nothing of the platform."""
