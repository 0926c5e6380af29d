"""What the records say, in the reader's language: plain values for the macros of templates/components."""
