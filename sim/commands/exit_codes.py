"""How a command may end: with code 0 all of it is done; a signal gives 128 and its number."""

FAILED = 1  # all else is done, but part of it failed and is named: a check, points that cannot be played, figures
USAGE = 2  # what was asked for makes no sense
RESOURCES = 3  # too little memory or disk, or processes that are gone
OUTPUT = 4  # what was asked for cannot be written
HUNG_UP = 129  # the terminal was closed (SIGHUP)
INTERRUPTED = 130  # by Ctrl-C (SIGINT)
ENDED = 143  # by the system or a cluster (SIGTERM)
