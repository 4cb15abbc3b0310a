"""Which cards a transfer may move, what becomes of them, and who takes part.

Source: the bureau's procedure for issue, transfer and return of fixed assets: both departments and the person who will
use the thing take part; between departments the asset manager approves, lending and letting the approving leader.
"""

KINDS = ("issue", "transfer", "return", "loan", "lease", "back", "correction")
#: Kinds by which things leave the bureau for a time.
LENDING = ("loan", "lease")

_AT_WORK = frozenset({"in_use", "idle", "repair"})
_MOVABLE = {
    "issue": frozenset({"in_store"}),
    "transfer": frozenset({"in_store", *_AT_WORK}),
    "return": _AT_WORK | {"pending_disposal"},
    "loan": frozenset({"in_store", "in_use", "idle"}),
    "lease": frozenset({"in_store", "in_use", "idle"}),
    "back": frozenset({"lent", "leased"}),
    "correction": frozenset({"in_store", *_AT_WORK, "lent", "leased", "pending_disposal", "missing"}),
}
#: Another person of the same department may also answer for what is away or waits for its disposal.
_HANDED_OVER = _MOVABLE["transfer"] | {"lent", "leased", "pending_disposal"}
_STATE_AFTER = {"issue": "in_use", "return": "in_store", "loan": "lent", "lease": "leased"}


def movable(kind: str, between_departments: bool = False) -> frozenset:
    """Return the states of the cards that a transfer of ``kind`` may move.

    :raises ValueError: if there is no such kind
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of transfer")
    return _HANDED_OVER if kind == "transfer" and not between_departments else _MOVABLE[kind]


def state_after(kind: str, state: str, lent_from: str | None = None) -> str | None:
    """Return the state that the transfer gives to a card in ``state``, None if it keeps its own.

    What waits for its disposal keeps waiting in the store. ``lent_from``: the state in which a thing that comes back
    was lent; it comes to the store if that is not known.
    """
    if kind == "back":
        return lent_from if lent_from in ("in_store", "in_use", "idle") else "in_store"
    return None if state == "pending_disposal" else _STATE_AFTER.get(kind)


def approval(kind: str, between_departments: bool, names_holder: bool = False) -> str | None:
    """Return who approves: ``"leader"``, ``"manager"`` or nobody (None).

    ``names_holder``: the transfer names a department or a custodian. A correction does so without anybody's signature,
    hence a second manager looks at it.
    """
    if kind in LENDING:
        return "leader"
    if (kind == "transfer" and between_departments) or (kind == "correction" and names_holder):
        return "manager"
    return None


def needs_receipt(kind: str, between_departments: bool) -> bool:
    """Return whether a second clerk receives the things: on the way to another department, and what comes back."""
    return kind == "back" or (kind in ("transfer", "return") and between_departments)


def needs_signature(kind: str, has_custodian: bool) -> bool:
    """Return whether somebody signs: the person who will keep the things, or the borrower."""
    return kind in LENDING or (kind in ("issue", "transfer") and has_custodian)
