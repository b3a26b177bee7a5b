"""The emulated `gcp` provider: record-only. It keeps what a program declares, and runs nothing."""
