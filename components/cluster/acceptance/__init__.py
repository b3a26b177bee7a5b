"""The programs of AcceptanceJob's pods: they run in somebody else's image, on Python 3.10 and its standard library."""
