"""A real Kubernetes control plane in one binary: its installation, its processes, simulated nodes, a client."""
