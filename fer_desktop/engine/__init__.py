"""Every thread of the pipeline, and nothing else."""
