"""How a command may end: done is 0, and what was interrupted 128 and the number of the signal."""

FAILED, USAGE, RESOURCES, OUTPUT, INTERRUPTED = 1, 2, 3, 4, 130
STOPPED = "interrupted; files that were written are whole, and the same command completes them"
