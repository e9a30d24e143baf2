from hypothesis import HealthCheck, settings

# How long an example takes is the machine's business, and so is how long it takes to make.
settings.register_profile("newsroom", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newsroom")
