"""Forms of polls: the ballot, the designer, running a poll, booth and paper."""
