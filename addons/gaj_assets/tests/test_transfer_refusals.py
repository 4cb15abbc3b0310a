from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import SIGNATURE
from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestTransferRefusals(TransferCase):
    """What is refused, by whom and when."""

    def test_the_same_card_in_two_open_transfers(self):
        asset = self.make_assets("a")
        first = self.between(asset)
        second = self.make_transfer(asset, custodian_to_id=self.people["cleaner"].id)
        with self.assertRaisesRegex(UserError, f"{asset.asset_no} a is on its way by transfer {first.name}"):
            self.act(second, "clerk", "action_submit")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE gaj_asset_transfer_line SET is_open = TRUE WHERE transfer_id = %s", [second.id])
        with self.assertRaisesRegex(UserError, "is on its way"):
            asset.with_user(self.users["clerk"]).action_return()
        self.act(first, "clerk", "action_cancel")
        self.act(second, "clerk", "action_submit")
        self.assertEqual(asset.open_transfer_id, second)

    def test_a_clerk_does_not_release_for_another_department(self):
        transfer = self.between(self.make_assets("a"))
        self.act(transfer, "manager", "action_approve")
        with self.assertRaisesRegex(AccessError, "belongs to the asset clerk of Test Section"):
            self.act(transfer, "other_clerk", "action_release")
        self.act(transfer, "clerk", "action_release")
        with self.assertRaisesRegex(AccessError, "belongs to the asset clerk of Other Department"):
            self.act(transfer, "clerk", "action_receive")

    def test_one_person_does_not_stand_on_both_sides(self):
        transfer = self.between(self.make_assets("a"))
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "manager", "action_release")
        with self.assertRaisesRegex(UserError, "You released transfer"):
            self.act(transfer, "manager", "action_receive")
        self.act(transfer, "manager_2", "action_receive")
        mine = self.make_transfer(self.make_assets("b"), custodian_to_id=self.people["clerk"].id)
        self.act(mine, "clerk", "action_submit")
        with self.assertRaisesRegex(UserError, "gives the things to yourself"):
            self.act(mine, "clerk", "action_release")

    def test_nobody_approves_the_own_request(self):
        asset = self.make_assets("a")
        transfer = self.make_transfer(asset, user="manager", department_to_id=self.other.id)
        self.act(transfer, "manager", "action_submit")
        with self.assertRaisesRegex(UserError, "somebody else approves"):
            self.act(transfer, "manager", "action_approve")
        with self.assertRaisesRegex(UserError, "starts from: Approved"):
            self.act(transfer, "manager", "action_release")
        self.act(transfer, "manager_2", "action_approve")
        self.assertEqual((transfer.state, transfer.approved_by_id), ("approved", self.users["manager_2"]))

    def test_only_the_new_custodian_signs(self):
        transfer = self.between(self.make_assets("a"))
        self.act(transfer, "manager", "action_approve")
        with self.assertRaisesRegex(UserError, "nothing to sign now"):
            self.act(transfer, "other_user", "sign", SIGNATURE)
        self.act(transfer, "clerk", "action_release")
        for user in ("clerk", "other_clerk", "manager", "leader"):
            with self.assertRaisesRegex(UserError, "is signed by Other_User", msg=user):
                self.act(transfer, user, "sign", SIGNATURE)
        for user in ("user", "nobody"):
            with self.assertRaises(AccessError, msg=user):
                self.act(transfer, user, "sign", SIGNATURE)
        with self.assertRaisesRegex(UserError, "Sign in the field"):
            self.act(transfer, "other_user", "sign", False)
        self.act(transfer, "other_user", "sign", SIGNATURE)
        with self.assertRaisesRegex(UserError, "signed once"):
            self.act(transfer, "other_user", "sign", SIGNATURE)

    def test_cards_in_other_states_are_named(self):
        for state, kind, label in [
            ("draft", "transfer", "Awaiting Acceptance"),
            ("disposed", "transfer", "Disposed"),
            ("missing", "transfer", "Missing"),
            ("in_use", "issue", "In Use"),
            ("in_store", "return", "In Store"),
            ("repair", "loan", "Under Repair"),
            ("in_use", "back", "In Use"),
        ]:
            asset = self.make_assets("a")
            self.env.cr.execute("UPDATE gaj_asset SET state = %s WHERE id = %s", [state, asset.id])
            asset.invalidate_recordset()
            transfer = self.make_transfer(asset, kind, custodian_to_id=self.people["user"].id)
            transfer.write({"partner_id": self.borrower.id, "date_until": "2999-01-01"})
            with (
                self.subTest(state=state, kind=kind),
                self.assertRaisesRegex(UserError, f"{asset.asset_no} a is “{label}"),
            ):
                transfer._check_movable()

    def test_what_a_transfer_must_say(self):
        asset = self.make_assets("a", state="in_store")
        used = self.make_assets("b")
        for assets, kind, values, sentence in [
            (asset.browse(), "transfer", {"department_to_id": self.other.id}, "names no thing"),
            (used, "transfer", {}, "does not say where"),
            (used, "loan", {"date_until": "2999-01-01"}, "who borrows"),
            (used, "loan", {"partner_id": self.borrower.id}, "until when"),
            (used, "loan", {"partner_id": self.borrower.id, "date_until": "2020-01-01"}, "is over"),
            (used, "lease", {"partner_id": self.borrower.id, "date_until": "2999-01-01"}, "has a rent"),
            (used, "back", {}, "comes back from"),
        ]:
            transfer = self.make_transfer(assets, kind, **values)
            with self.subTest(kind=kind, values=values), self.assertRaisesRegex(UserError, sentence):
                self.act(transfer, "clerk", "action_submit")
            self.assertEqual(transfer.state, "draft")

    def test_a_submitted_transfer_does_not_change(self):
        asset, other = self.make_assets("ab")
        transfer = self.between(asset)
        clerk = transfer.with_user(self.users["clerk"])
        for change in (
            lambda: clerk.write({"department_to_id": self.section.id}),
            lambda: clerk.write({"line_ids": [(0, 0, {"asset_id": other.id})]}),
            lambda: clerk.line_ids.write({"note": "x"}),
            clerk.line_ids.unlink,
        ):
            with self.assertRaisesRegex(UserError, "has been submitted"):
                change()
        with self.assertRaisesRegex(UserError, "kept as evidence"):
            clerk.unlink()
        for values in ({"state": "done"}, {"signature": SIGNATURE}, {"released_on": "2026-01-01"}):
            with self.assertRaisesRegex(UserError, "by its steps"):
                clerk.write(values)
        with self.assertRaisesRegex(UserError, "copied from its card"):
            clerk.line_ids.write({"is_open": False})
        self.act(transfer, "clerk", "action_draft")
        clerk.write({"department_to_id": self.bureau.id})
        self.assertFalse(transfer.line_ids.is_open or transfer.review_ids)

    def test_a_new_transfer_does_not_begin_as_done(self):
        model = self.env["gaj.asset.transfer"].with_user(self.users["clerk"])
        for values in ({"state": "done", "done_on": "2026-01-01"}, {"signature": SIGNATURE}):
            with self.assertRaises(UserError):
                model.create(values)

    def test_cancelling_ends_when_somebody_has_received(self):
        asset = self.make_assets("a")
        transfer = self.between(asset)
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_clerk", "action_receive")
        with self.assertRaisesRegex(UserError, "starts from: Draft, Submitted, Approved, Given Out"):
            self.act(transfer, "clerk", "action_cancel")
        signed = self.between(self.make_assets("b"))
        self.act(signed, "manager", "action_approve")
        self.act(signed, "clerk", "action_release")
        self.act(signed, "other_user", "sign", SIGNATURE)
        with self.assertRaisesRegex(UserError, "is signed already"):
            self.act(signed, "clerk", "action_cancel")

    def test_a_clerk_names_only_cards_of_the_own_department(self):
        foreign = self.make_assets("a", department_id=self.other.id)
        with self.assertRaises(AccessError):
            self.make_transfer(foreign, department_to_id=self.section.id)

    def test_a_card_that_was_lost_on_the_way_stops_the_transfer(self):
        asset = self.make_assets("a")
        transfer = self.between(asset)
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        asset.sudo()._set_missing()
        self.act(transfer, "other_user", "sign", SIGNATURE)
        with self.assertRaisesRegex(UserError, "Missing, Being Searched"):
            self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual(asset.department_id, self.section)

    def test_the_leader_not_the_manager_approves_loans(self):
        asset = self.make_assets("a")
        loan = self.make_transfer(asset, "loan", partner_id=self.borrower.id, date_until="2999-01-01")
        self.act(loan, "clerk", "action_submit")
        with self.assertRaisesRegex(AccessError, "approved by the role .*Approving Leader"):
            self.act(loan, "manager", "action_approve")
        for user in ("clerk", "finance", "auditor"):
            with self.assertRaises(AccessError, msg=user):
                self.act(loan, user, "action_approve")
        self.act(loan, "leader", "action_approve")
        self.assertEqual(loan.state, "approved")

    def test_each_role_and_each_step(self):
        steps = {
            "action_submit": {"clerk", "manager", "manager_2"},
            "action_approve": {"manager", "manager_2"},
            "action_release": {"clerk", "manager", "manager_2"},
            "action_receive": {"other_clerk", "manager", "manager_2"},
            "action_cancel": {"clerk", "other_clerk", "manager", "manager_2"},
            "action_draft": {"clerk", "other_clerk", "manager", "manager_2"},
        }
        before = {
            "action_submit": [],
            "action_approve": ["action_submit"],
            "action_release": ["action_submit", "action_approve"],
            "action_receive": ["action_submit", "action_approve", "action_release"],
            "action_cancel": ["action_submit"],
            "action_draft": ["action_submit"],
        }
        actors = {"action_submit": "clerk", "action_approve": "manager", "action_release": "clerk"}
        for step, allowed in steps.items():
            transfer = self.make_transfer(self.make_assets([step]), department_to_id=self.other.id)
            for earlier in before[step]:
                self.act(transfer, actors[earlier], earlier)
            for role in self.users:
                savepoint = self.env.cr.savepoint()
                with self.subTest(step=step, role=role):
                    if role in allowed:
                        self.act(transfer, role, step)
                    else:
                        with self.assertRaises(AccessError):
                            self.act(transfer, role, step)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_who_sees_and_writes_transfers(self):
        transfer = self.between(self.make_assets("a", custodian_id=self.people["user"].id))
        for role, seen in [
            ("user", True),
            ("other_user", True),
            ("clerk", True),
            ("other_clerk", True),
            ("manager", True),
            ("finance", True),
            ("leader", True),
            ("auditor", True),
        ]:
            found = transfer.with_user(self.users[role]).search([("id", "=", transfer.id)])
            self.assertEqual(bool(found), seen, role)
            self.assertEqual(found.line_ids.mapped("asset_name"), ["a"], role)
        stranger = self.make_transfer(self.make_assets("b"), custodian_to_id=self.people["cleaner"].id)
        for role in ("user", "other_user", "other_clerk"):
            self.assertFalse(stranger.with_user(self.users[role]).search([("id", "=", stranger.id)]), role)
        for role in ("user", "other_user", "finance", "leader", "auditor", "discipline", "nobody"):
            with self.assertRaises(AccessError, msg=role):
                self.env["gaj.asset.transfer"].with_user(self.users[role]).create({})
            with self.assertRaises(AccessError, msg=role):
                transfer.with_user(self.users[role]).write({"reason": "x"})
