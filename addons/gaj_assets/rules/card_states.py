"""Life of an asset card: which state follows which.

Only the steps that need no document of their own are listed. Lending, letting and disposal get theirs with the
documents that carry the approval; until then nobody can enter those states by hand.
"""

STATES = (
    "draft",
    "in_store",
    "in_use",
    "idle",
    "repair",
    "lent",
    "leased",
    "pending_disposal",
    "disposed",
    "missing",
)
#: States of a thing that should be found when somebody looks for it.
LIVE = ("in_store", "in_use", "idle", "repair", "lent", "leased", "pending_disposal", "missing")

_STEPS = {
    "draft": {"in_store"},
    "in_store": {"in_use", "missing"},
    "in_use": {"in_store", "idle", "repair", "missing"},
    "idle": {"in_store", "in_use", "repair", "missing"},
    "repair": {"in_use", "idle", "missing"},
    "lent": {"missing"},
    "leased": {"missing"},
    "pending_disposal": {"missing"},
    "missing": {"in_store", "in_use", "idle", "repair", "lent", "leased", "pending_disposal"},
    "disposed": set(),
}


def is_allowed(before: str, after: str) -> bool:
    """Return whether a card in state ``before`` may go to ``after``; staying is always allowed.

    :raises ValueError: if either is not a state
    """
    for state in (before, after):
        if state not in STATES:
            raise ValueError(f"{state!r} is not a state of an asset card")
    return before == after or after in _STEPS[before]
