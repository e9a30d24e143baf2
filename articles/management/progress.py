"""A line that says how far long work is: on a terminal, never in a pipe."""

import sys
import time


class ProgressLine:
    """``12,500 of 100,000  740 articles/s  118 s left``, written over itself on stderr."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._on_terminal = sys.stderr.isatty()
        self._began = self._shown = time.monotonic()

    def show(self, done: int, total: int, step: str = "") -> None:
        """Show how much is done, five times a second at most."""
        now = time.monotonic()
        if not self._on_terminal or now - self._shown < 0.2:
            return
        self._shown = now
        rate = done / (now - self._began)
        left = (total - done) / rate if rate else 0
        sys.stderr.write(
            f"\r{step}{done:,} of {total:,}  {rate:,.0f} {self._unit}/s  {left:,.0f} s left \x1b[K"
        )
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave the line empty, for what is printed next."""
        self._began = time.monotonic()
        if self._on_terminal:
            sys.stderr.write("\r\x1b[K")
