"""Forms of a panel's pages, one subject a file."""
