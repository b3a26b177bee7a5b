"""What runs in a cluster: declared through the Kubernetes API, never through the cloud's."""
