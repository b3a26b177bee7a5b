"""Stores and the flows of data between them, derived from the graph and declared nowhere else."""
