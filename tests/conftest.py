"""What every test has: settings for Hypothesis that no slow machine can break."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")
