"""The command line: words and exit codes live here, and only here."""
