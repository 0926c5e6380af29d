"""Fetch the third-party parts of the pages and build the static files from them."""
