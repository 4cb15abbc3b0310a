"""When may a more important meeting take over the room of another one?

The rank of a meeting is that of its level, 1 the highest; one without level ranks below all others. How long before the
start it must happen is a dated parameter of the company, given here in minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LOWEST = 10**6


@dataclass(frozen=True)
class Loser:
    """The meeting that has the room: ``rank`` (None: no level), ``state`` of its booking, ``start``, protected or not."""

    rank: int | None
    state: str
    start: datetime
    is_protected: bool = False


def refusal(rank: int | None, may_preempt: bool, loser: Loser, now: datetime, notice: int) -> str | None:
    """Return why a meeting of ``rank`` may not take over the room of ``loser``, or None if it may.

    ``"level"`` its level takes nothing over, ``"rank"`` the other one is as important, ``"state"`` the other one is
    neither requested nor confirmed, ``"protected"``, ``"late"`` fewer than ``notice`` minutes are left.
    """
    if rank is None or not may_preempt:
        return "level"
    if rank >= (LOWEST if loser.rank is None else loser.rank):
        return "rank"
    if loser.state not in ("requested", "confirmed"):
        return "state"
    if loser.is_protected:
        return "protected"
    return "late" if loser.start - now < timedelta(minutes=notice) else None
