"""What is read out of sessions: selections, statistics, tables in other formats, plots, reports."""
