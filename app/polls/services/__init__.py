"""What can be done with a poll, one subject a file; the protocol is ``voting.ledger``."""
