"""Spreadsheets in and out: whatever an office sends becomes rows of text, or a clear message."""
