"""Documents, and the pages of them that are generated."""
