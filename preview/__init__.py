"""What a change means, before anyone merges it: resources, policies, and where each is written."""
