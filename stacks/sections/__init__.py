"""The sections of a stack file. What each key says here is what editors show, and what the schema holds."""
