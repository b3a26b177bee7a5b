"""Preflight: will the account take this stack? Asked before `pulumi up`: in seconds, not after fifteen minutes."""
