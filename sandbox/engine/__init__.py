"""The real Pulumi engine on a machine that has none: its installation, its Python language host, its environment."""
