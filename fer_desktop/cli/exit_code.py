"""What the program returns to whoever started it."""

OK = 0
FAILED = 1
INTERRUPTED = 130  # by Ctrl-C; wrong usage is 2, from argparse
UNREAD = 141  # nobody reads the output any more: what SIGPIPE gives others
