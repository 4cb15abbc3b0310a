import pytest
from gaj_assets_rules.card_states import LIVE, STATES, is_allowed


def test_the_everyday_steps_are_open():
    for before, after in [("draft", "in_store"), ("in_store", "in_use"), ("in_use", "idle"), ("idle", "in_use")]:
        assert is_allowed(before, after)


def test_repair_is_entered_from_use_or_idleness_only():
    assert [state for state in STATES if state != "repair" and is_allowed(state, "repair")] == [
        "in_use",
        "idle",
        "missing",
    ]


def test_a_disposed_card_is_never_reopened():
    assert [state for state in STATES if is_allowed("disposed", state)] == ["disposed"]


def test_every_live_thing_can_go_missing_and_come_back():
    for state in LIVE:
        assert is_allowed(state, "missing")
        assert is_allowed("missing", state)


@pytest.mark.parametrize("after", ["lent", "leased", "pending_disposal", "disposed"])
def test_states_that_need_a_document_are_closed_to_hands(after):
    for before in ("draft", "in_store", "in_use", "idle", "repair"):
        assert not is_allowed(before, after)


@pytest.mark.parametrize("after", ["lent", "leased", "pending_disposal"])
def test_a_document_opens_them(after):
    for before in ("in_store", "in_use", "idle"):
        assert is_allowed(before, after, by_document=True)


def test_only_what_awaits_disposal_is_disposed_of():
    assert [state for state in STATES if is_allowed(state, "disposed", by_document=True)] == [
        "pending_disposal",
        "disposed",
    ]


def test_a_document_does_not_reopen_what_was_disposed_of():
    assert [state for state in STATES if is_allowed("disposed", state, by_document=True)] == ["disposed"]


def test_an_invented_state_is_refused():
    with pytest.raises(ValueError, match="'eaten' is not a state"):
        is_allowed("in_use", "eaten")
