"""What holds for the whole suite."""

from hypothesis import settings

# A slow machine is not a failure, and a suite that is run twice tries the same examples twice.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")
