"""Which cards a transfer moves, what becomes of them, and who takes part."""

import pytest
from gaj_assets_rules import card_states, transfers


@pytest.mark.parametrize(
    ("kind", "between", "state", "moves"),
    [
        ("issue", False, "in_store", True),
        ("issue", False, "in_use", False),
        ("transfer", True, "in_use", True),
        ("transfer", True, "idle", True),
        ("transfer", True, "repair", True),
        ("transfer", True, "lent", False),
        ("transfer", False, "lent", True),
        ("transfer", True, "pending_disposal", False),
        ("transfer", False, "pending_disposal", True),
        ("transfer", False, "missing", False),
        ("return", False, "in_use", True),
        ("return", False, "in_store", False),
        ("loan", False, "repair", False),
        ("lease", False, "idle", True),
        ("back", False, "lent", True),
        ("back", False, "in_use", False),
        ("correction", False, "missing", True),
        ("correction", False, "disposed", False),
        ("correction", False, "draft", False),
    ],
)
def test_movable(kind, between, state, moves):
    assert (state in transfers.movable(kind, between)) is moves


@pytest.mark.parametrize("kind", transfers.KINDS)
def test_nothing_moves_that_is_not_in_the_books(kind):
    for between in (False, True):
        assert transfers.movable(kind, between) <= set(card_states.LIVE)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no kind of transfer"):
        transfers.movable("gift")


@pytest.mark.parametrize(
    ("kind", "state", "lent_from", "after"),
    [
        ("issue", "in_store", None, "in_use"),
        ("return", "repair", None, "in_store"),
        ("return", "pending_disposal", None, None),
        ("loan", "idle", None, "lent"),
        ("lease", "in_use", None, "leased"),
        ("back", "lent", "idle", "idle"),
        ("back", "lent", "in_use", "in_use"),
        ("back", "leased", None, "in_store"),
        ("back", "leased", "repair", "in_store"),
        ("transfer", "idle", None, None),
        ("correction", "missing", None, None),
    ],
)
def test_state_after(kind, state, lent_from, after):
    assert transfers.state_after(kind, state, lent_from) == after


@pytest.mark.parametrize("kind", transfers.KINDS)
def test_the_card_allows_what_the_transfer_does(kind):
    for between in (False, True):
        for state in transfers.movable(kind, between):
            for lent_from in ("in_store", "in_use", "idle", None):
                after = transfers.state_after(kind, state, lent_from)
                assert after is None or card_states.is_allowed(state, after, by_document=True)


def test_who_approves():
    assert transfers.approval("loan", False) == transfers.approval("lease", True) == "leader"
    assert transfers.approval("transfer", True) == transfers.approval("correction", False, True) == "manager"
    for kind, between in (
        ("transfer", False),
        ("issue", True),
        ("return", True),
        ("back", False),
        ("correction", True),
    ):
        assert transfers.approval(kind, between) is None


def test_who_receives_and_who_signs():
    assert transfers.needs_receipt("transfer", True)
    assert transfers.needs_receipt("return", True)
    assert transfers.needs_receipt("back", False)
    assert not transfers.needs_receipt("transfer", False)
    assert not transfers.needs_receipt("issue", True)
    assert transfers.needs_signature("loan", False)
    assert transfers.needs_signature("issue", True)
    assert not transfers.needs_signature("issue", False)
    assert not transfers.needs_signature("return", True)
    assert not transfers.needs_signature("correction", True)
