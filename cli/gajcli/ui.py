"""What a person sees while something takes long: the step's name, what is done so far, how long it takes."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HEARTBEAT_S = 20  # without a terminal: one line this often, so that a log shows life and stays short


def say(text: str = "") -> None:
    """Print one line of progress (standard error; results go to standard output)."""
    print(text, file=sys.stderr, flush=True)


def megabytes(count: float) -> str:
    """Return `count` bytes as text in MB."""
    return f"{count / 1e6:.0f} MB"


class Step:
    """A step under way. `detail` is text, or a function that returns it, shown behind the step's name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.detail: str | Callable[[], str] = ""
        self.began = time.monotonic()
        self.over = threading.Event()

    def _line(self) -> str:
        detail = self.detail() if callable(self.detail) else self.detail
        return f"  {self.name} … {detail + ', ' if detail else ''}{time.monotonic() - self.began:.0f} s"

    def _watch(self) -> None:
        terminal = sys.stderr.isatty()
        while not self.over.wait(0.5 if terminal else HEARTBEAT_S):
            try:
                line = self._line()
            except OSError:  # a watched file has just been renamed
                continue
            if terminal:
                sys.stderr.write(f"\r\x1b[K{line[:150]}")
                sys.stderr.flush()
            else:
                say(line)


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Show that the step `name` is under way, then how long it took or that it did not finish."""
    current = Step(name)
    watcher = threading.Thread(target=current._watch, daemon=True)
    watcher.start()
    outcome = "not finished"
    try:
        yield current
        outcome = "done"
    finally:
        current.over.set()
        watcher.join()
        clear = "\r\x1b[K" if sys.stderr.isatty() else ""
        say(f"{clear}  {name}: {outcome} ({time.monotonic() - current.began:.0f} s)")
