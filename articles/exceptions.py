"""What the two doors refuse, in words for the person at the door."""


class Refused(Exception):
    """A write that was not done; ``str()`` is a sentence in the user's language."""
