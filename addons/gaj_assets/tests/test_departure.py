from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import SIGNATURE
from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestDeparture(TransferCase):
    """Somebody who keeps three things leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["hr"] = new_test_user(cls.env, "gaj_assets_hr", groups="hr.group_hr_manager")
        cls.leaver = cls.people["user"]
        cls.things = cls.make_assets("abc", custodian_id=cls.leaver.id)

    def depart(self, user="hr", **values):
        """Let ``user`` register the departure by core's wizard."""
        wizard = self.env["hr.departure.wizard"].with_user(self.users[user]).with_context(employee_termination=True)
        wizard.create({"employee_ids": [(6, 0, self.leaver.ids)], "departure_date": "2026-06-30", **values})
        wizard = wizard.search([], limit=1, order="id desc")
        return wizard.action_register_departure()

    def handover(self, user="clerk", **values):
        return (
            self.env["gaj.asset.handover"].with_user(self.users[user]).create({"employee_id": self.leaver.id, **values})
        )

    def test_the_wizard_of_core_refuses_and_lists_the_things(self):
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            self.depart()
        message = str(refused.exception)
        self.assertIn("User still keeps 3 assets", message)
        for asset in self.things:
            self.assertIn(asset.asset_no, message)
        self.assertTrue(self.leaver.active)
        self.assertFalse(self.leaver.sudo().departure_date)

    def test_a_clerk_is_led_to_the_hand_over(self):
        both = new_test_user(
            self.env, "gaj_assets_hr_clerk", groups="hr.group_hr_manager,gaj_assets.group_gaj_assets_manager"
        )
        self.users["both"] = both
        with self.assertRaises(RedirectWarning) as refused, self.env.cr.savepoint():
            self.depart("both")
        _message, action, _button, context = refused.exception.args
        self.assertEqual(action, self.env.ref("gaj_assets.gaj_asset_handover_action").id)
        self.assertEqual(context, {"default_employee_id": self.leaver.id})

    def test_writing_the_departure_is_refused_too(self):
        for way in (
            lambda: self.leaver.write({"active": False}),
            self.leaver.action_archive,
            lambda: self.leaver.write({"departure_date": "2026-06-30"}),
            lambda: self.leaver.version_id.write({"departure_date": "2026-06-30"}),
        ):
            with self.assertRaises(RedirectWarning), self.env.cr.savepoint():
                way()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.leaver.unlink()

    def test_everything_goes_to_a_successor_with_one_signature(self):
        wizard = self.handover(
            custodian_to_id=self.people["cleaner"].id, giver_signature=SIGNATURE, signature=SIGNATURE
        )
        self.assertEqual(wizard.asset_ids, self.things)
        self.assertTrue(wizard.signs_here)
        transfer = self.env["gaj.asset.transfer"].browse(wizard.action_hand_over()["res_id"])
        self.assertEqual((transfer.state, transfer.asset_count), ("done", 3))
        self.assertTrue(transfer.signature and transfer.giver_signature)
        self.assertEqual(self.things.custodian_id, self.people["cleaner"])
        self.depart()
        self.assertFalse(self.leaver.active)

    def test_a_successor_with_an_account_signs_alone(self):
        wizard = self.handover("manager", custodian_to_id=self.people["clerk"].id, signature=SIGNATURE)
        self.assertFalse(wizard.signs_here)
        transfer = self.env["gaj.asset.transfer"].browse(wizard.action_hand_over()["res_id"])
        self.assertEqual((transfer.state, self.things.custodian_id), ("submitted", self.leaver))
        self.assertTrue(transfer.needs_approval, "the clerk works in another department")

    def test_everything_goes_to_the_store(self):
        self.things[0].with_user(self.users["clerk"]).action_repair()
        wizard = self.handover(target="store", space_to_id=self.room_302.id)
        transfer = self.env["gaj.asset.transfer"].browse(wizard.action_hand_over()["res_id"])
        self.assertEqual((transfer.state, set(self.things.mapped("state"))), ("done", {"in_store"}))
        self.assertFalse(self.things.custodian_id)
        self.depart()

    def test_what_cannot_be_moved_is_named_and_keeps_the_departure_open(self):
        self.things[0].sudo()._set_missing()
        wizard = self.handover(target="store")
        self.assertEqual(wizard.stuck_ids, self.things[0])
        wizard.action_hand_over()
        with (
            self.assertRaisesRegex(UserError, f"still keeps 1 assets.*{self.things[0].asset_no}"),
            self.env.cr.savepoint(),
        ):
            self.depart()

    def test_things_on_their_way_to_the_leaver_stop_the_departure(self):
        self.handover(target="store").action_hand_over()
        coming = self.make_transfer(self.things[0], "issue", custodian_to_id=self.leaver.id)
        self.act(coming, "clerk", "action_submit")
        with (
            self.assertRaisesRegex(UserError, f"on their way to User by transfer {coming.name}"),
            self.env.cr.savepoint(),
        ):
            self.depart()
        self.act(coming, "clerk", "action_cancel")
        self.depart()

    def test_a_departed_person_gets_nothing_new(self):
        self.handover(target="store").action_hand_over()
        self.depart()
        late = self.make_transfer(self.things[0], "issue", custodian_to_id=self.leaver.id)
        with self.assertRaisesRegex(UserError, "User has left"):
            self.act(late, "clerk", "action_submit")

    def test_the_hand_over_needs_a_clerk_and_a_successor(self):
        with self.assertRaises(AccessError):
            self.handover("user")
        with self.assertRaisesRegex(UserError, "Choose a successor"):
            self.handover(custodian_to_id=self.leaver.id).action_hand_over()
        with self.assertRaisesRegex(UserError, "Choose a successor"):
            self.handover().action_hand_over()
        with self.assertRaisesRegex(UserError, "nothing of User that you may move"):
            self.handover("other_clerk", target="store").action_hand_over()

    def test_the_form_of_the_hand_over_opens(self):
        form = Form(
            self.env["gaj.asset.handover"]
            .with_user(self.users["clerk"])
            .with_context(default_employee_id=self.leaver.id)
        )
        form.custodian_to_id = self.people["other_user"]
        self.assertEqual(form.department_to_id, self.other)
        form.target = "store"
        self.assertFalse(form.department_to_id)

    def test_disposed_and_draft_cards_do_not_hold_anybody(self):
        self.env.cr.execute(
            "UPDATE gaj_asset SET state = CASE WHEN id = %s THEN 'draft' ELSE 'disposed' END WHERE id = ANY(%s)",
            [self.things[0].id, self.things.ids],
        )
        self.things.invalidate_recordset()
        self.depart()
        self.assertFalse(self.leaver.active)
