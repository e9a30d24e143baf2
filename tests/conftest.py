from hypothesis import settings

# How long an example takes is the machine's business: no timed tests in the suite.
settings.register_profile("newsroom", deadline=None)
settings.load_profile("newsroom")
