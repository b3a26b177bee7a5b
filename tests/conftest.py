"""One setting for every property test."""

from hypothesis import HealthCheck, settings

# How fast an example runs says more about what else the machine is doing than about the code: time is no verdict.
settings.register_profile("groundwork", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("groundwork")
