"""Every failure that a person can meet: one class, one sentence, one exit status."""

from __future__ import annotations


class GajError(Exception):
    """A failure with a sentence that says what is wrong and what to do. Never shown with a traceback."""

    status = 1


class UsageError(GajError):
    """The command was called in a way that makes no sense."""

    status = 2
