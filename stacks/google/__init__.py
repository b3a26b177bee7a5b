"""A stack on Google Cloud: its settings, their checks, and the platform they become."""
