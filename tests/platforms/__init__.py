"""Tests of the whole platforms in examples/."""
