"""What components promise, one file per component."""
