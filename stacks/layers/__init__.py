"""The layers of the platform, from the ground up. Only `stacks.platform` puts them together."""
