class PageRefused(Exception):
    """A file that is no article; ``code`` is stable (``empty-file``), ``str()`` says why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
