class BackupFailed(Exception):
    """A backup that was not made or not put back; ``str()`` is a sentence for the operator."""
