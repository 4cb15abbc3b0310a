"""Life of an asset card: which state follows which.

Everyday steps are taken by hand. Lending, letting and disposal are entered and left by the document that carries the
approval, never by hand.
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


_BY_DOCUMENT = {
    "in_store": {"lent", "leased", "pending_disposal"},
    "in_use": {"lent", "leased", "pending_disposal"},
    "idle": {"lent", "leased", "pending_disposal"},
    "repair": {"in_store", "pending_disposal"},
    "lent": {"in_store", "in_use", "idle"},
    "leased": {"in_store", "in_use", "idle"},
    "pending_disposal": {"in_store", "in_use", "idle", "repair", "disposed"},
}


def is_allowed(before: str, after: str, by_document: bool = False) -> bool:
    """Return whether a card in state ``before`` may go to ``after``; staying is always allowed.

    ``by_document`` opens the steps that a transfer, a loan or a disposal takes with the card.

    :raises ValueError: if either is not a state
    """
    for state in (before, after):
        if state not in STATES:
            raise ValueError(f"{state!r} is not a state of an asset card")
    if before == after or after in _STEPS[before]:
        return True
    return by_document and after in _BY_DOCUMENT.get(before, ())
