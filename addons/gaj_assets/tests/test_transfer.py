from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import SIGNATURE
from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestTransferFlows(TransferCase):
    """Each kind from its draft to its end."""

    def test_issue_many_things_with_one_signature(self):
        assets = self.make_assets("abc", state="in_store")
        transfer = self.make_transfer(assets, "issue", custodian_to_id=self.people["user"].id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual((transfer.state, set(assets.mapped("state"))), ("released", {"in_store"}))
        self.assertEqual(transfer.activity_ids.user_id, self.users["user"])
        self.act(transfer, "user", "sign", SIGNATURE, "User")
        self.assertEqual((transfer.state, transfer.signed_by_id), ("done", self.users["user"]))
        self.assertTrue(transfer.signature)
        self.assertFalse(transfer.activity_ids)
        for asset in assets:
            self.assertEqual(self.where(asset), ("in_use", self.section, self.people["user"]))
            self.assertEqual(asset.custody_ids.transfer_id, transfer)

    def test_a_shared_thing_is_issued_to_its_department_at_once(self):
        asset = self.make_assets("a", state="in_store")
        self.assertIsNone(asset.with_user(self.users["clerk"]).action_issue())
        self.assertEqual(asset.state, "in_use")
        self.assertEqual(asset.custody_ids.transfer_id.kind, "issue")

    def test_between_departments_both_sides_and_a_manager_take_part(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.between(asset)
        self.assertTrue(transfer.is_between_departments and transfer.needs_approval and transfer.needs_receipt)
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual((transfer.state, asset.department_id), ("received", self.section))
        self.act(transfer, "other_user", "sign", SIGNATURE)
        self.assertEqual(transfer.state, "done")
        self.assertEqual(self.where(asset), ("in_use", self.other, self.people["other_user"]))
        self.assertEqual(
            (transfer.approved_by_id, transfer.released_by_id, transfer.received_by_id, transfer.signed_by_id),
            tuple(self.users[name] for name in ("manager", "clerk", "other_clerk", "other_user")),
        )

    def test_the_signature_may_come_before_the_clerk(self):
        asset = self.make_assets("a")
        transfer = self.between(asset)
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_user", "sign", SIGNATURE)
        self.assertEqual((transfer.state, asset.department_id), ("released", self.section))
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual((transfer.state, asset.department_id), ("done", self.other))

    def test_without_a_person_the_old_custodian_is_cleared(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.make_transfer(asset, department_to_id=self.other.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual(self.where(asset), ("in_use", self.other, self.env["hr.employee"]))

    def test_person_to_person_needs_no_manager_and_no_second_clerk(self):
        asset = self.make_assets("a", custodian_id=self.people["cleaner"].id)
        transfer = self.make_transfer(asset, custodian_to_id=self.people["user"].id)
        self.act(transfer, "clerk", "action_submit")
        with self.assertRaisesRegex(UserError, "needs no approval"):
            self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        with self.assertRaisesRegex(UserError, "stays in the department"):
            self.act(transfer, "manager", "action_receive")
        self.act(transfer, "user", "sign", SIGNATURE)
        self.assertEqual(self.where(asset), ("in_use", self.section, self.people["user"]))

    def test_return_to_the_store_clears_the_custodian(self):
        assets = self.make_assets("ab", custodian_id=self.people["user"].id, space_id=self.room_301.id)
        transfer = self.make_transfer(assets, "return", space_to_id=self.room_302.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual(transfer.state, "done")
        for asset in assets:
            self.assertEqual(self.where(asset), ("in_store", self.section, self.env["hr.employee"]))
            self.assertEqual(asset.space_id, self.room_302)

    def test_return_to_the_store_of_another_department_is_received_there(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.make_transfer(asset, "return", department_to_id=self.other.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual((transfer.state, asset.state), ("released", "in_use"))
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual(self.where(asset), ("in_store", self.other, self.env["hr.employee"]))

    def lend(self, asset, kind="loan", **values):
        transfer = self.make_transfer(asset, kind, partner_id=self.borrower.id, date_until="2026-06-30", **values)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "leader", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "clerk", "sign", SIGNATURE, "Librarian")
        return transfer

    @freeze_time("2026-06-01")
    def test_loan_and_back(self):
        asset = self.make_assets("a", state="idle", custodian_id=self.people["user"].id)
        loan = self.lend(asset)
        self.assertEqual(self.where(asset), ("lent", self.section, self.people["user"]))
        self.assertEqual((loan.signed_name, loan.has_away, loan.is_overdue), ("Librarian", True, False))
        with freeze_time("2026-07-01"):
            loan.invalidate_recordset(["is_overdue"])
            self.assertIn(loan, loan.search([("is_overdue", "=", True)]))
            self.assertTrue(loan.is_overdue)
            back = loan.browse(self.act(loan, "clerk", "action_give_back")["res_id"])
            self.act(back, "clerk", "action_submit")
            with self.assertRaisesRegex(UserError, "received, not released"):
                self.act(back, "clerk", "action_release")
            self.act(back, "clerk", "action_receive")
            loan.invalidate_recordset(["is_overdue"])
        self.assertEqual((back.state, asset.state, loan.has_away, loan.is_overdue), ("done", "idle", False, False))

    @freeze_time("2026-06-01")
    def test_lease_keeps_its_rent_for_finance(self):
        asset = self.make_assets("a")
        lease = self.lend(asset, "lease", rent_amount=64800.0, rent_note="Contract 7")
        self.assertEqual(asset.state, "leased")
        with self.assertRaises(AccessError):
            self.act(lease, "manager", "action_book_rent")
        self.act(lease, "finance", "action_book_rent")
        self.assertEqual((lease.rent_amount, lease.rent_booked_by_id), (64800.0, self.users["finance"]))
        with self.assertRaisesRegex(UserError, "no rent left"):
            self.act(lease, "finance", "action_book_rent")

    @freeze_time("2026-06-01")
    def test_a_thing_that_was_not_lent_does_not_come_back(self):
        asset, other = self.make_assets("ab")
        loan = self.lend(asset)
        back = self.make_transfer(asset | other, "back", origin_id=loan.id)
        with self.assertRaisesRegex(UserError, f"{other.asset_no} b is not away"):
            self.act(back, "clerk", "action_submit")

    def test_managers_put_cards_right_and_say_why(self):
        asset = self.make_assets("a")
        for user in ("clerk", "manager"):
            transfer = self.make_transfer(asset, "correction", user, space_to_id=self.room_302.id)
            with self.assertRaisesRegex(UserError, "says why"):
                self.act(transfer, user, "action_submit")
            transfer.reason = "It never stood elsewhere"
            if user == "clerk":
                with self.assertRaises(AccessError):
                    self.act(transfer, user, "action_submit")
        self.act(transfer, "manager", "action_submit")
        self.assertEqual((transfer.state, asset.space_id), ("done", self.room_302))
        self.assertEqual(asset.custody_ids.reason, "It never stood elsewhere")

    def test_somebody_without_an_account_signs_on_the_clerks_device(self):
        asset = self.make_assets("a", state="in_store")
        transfer = self.make_transfer(asset, "issue", custodian_to_id=self.people["cleaner"].id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        pad = self.env["gaj.asset.transfer.sign"].with_user(self.users["clerk"])
        pad = pad.create({"transfer_id": transfer.id, "signature": SIGNATURE})
        self.assertEqual(pad.signed_name, "Cleaner")
        pad.action_sign()
        self.assertEqual((transfer.state, asset.custodian_id), ("done", self.people["cleaner"]))

    def test_the_card_opens_a_transfer_of_the_chosen_cards(self):
        assets = self.make_assets("ab")
        action = assets.with_user(self.users["clerk"]).action_transfer()
        transfer = self.env["gaj.asset.transfer"].browse(action["res_id"])
        self.assertEqual((transfer.kind, transfer.line_ids.asset_id, transfer.state), ("transfer", assets, "draft"))
        with Form(transfer.with_user(self.users["clerk"])) as form:
            form.custodian_to_id = self.people["other_user"]
            self.assertEqual(form.department_to_id, self.other)

    def test_the_expense_of_a_month_follows_the_receiving_department(self):
        asset = self.make_assets("a")
        with freeze_time("2026-05-20"):
            transfer = self.between(asset)
            self.act(transfer, "manager", "action_approve")
            self.act(transfer, "clerk", "action_release")
            self.act(transfer, "other_clerk", "action_receive")
        with freeze_time("2026-06-01"):
            self.act(transfer, "other_user", "sign", SIGNATURE)
            self.assertEqual(asset._gaj_department_on(date(2026, 5, 31)), {asset: self.section})
            self.assertEqual(asset._gaj_department_on(date(2026, 6, 30)), {asset: self.other})


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
        for user in ("clerk", "other_clerk", "manager", "user"):
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
        with self.assertRaisesRegex(UserError, "starts from: Draft, Submitted, Approved, Released"):
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
        for user in ("manager", "clerk", "finance", "auditor"):
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
