"""Analysis without a window: jobs, one or many, here, in processes or on a cluster. Nothing here prints."""
