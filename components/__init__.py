"""Every component of Groundwork, in one list."""
