"""Records of processing, derived from what a stack declares: registers, schedule, runbook."""
