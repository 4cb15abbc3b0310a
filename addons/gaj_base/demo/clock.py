from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from odoo.orm import fields_temporal


class _LikeTheOriginal(type):
    """Every date is an instance of the class that stands in for dates."""

    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])


@contextmanager
def on(day):
    """Let what the ORM takes for today be ``day``, in the morning, also where it is a default value."""
    moment = datetime.combine(day, time(2, 0))

    class Day(date, metaclass=_LikeTheOriginal):
        @classmethod
        def today(cls):
            return day

    class Moment(datetime, metaclass=_LikeTheOriginal):
        @classmethod
        def now(cls, tz=None):
            return moment

    with patch.object(fields_temporal, "date", Day), patch.object(fields_temporal, "datetime", Moment):
        yield
