from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-15")
class TestSplit(DisposalCase):
    """A part of a group card in the books becomes a card of its own, with its part of cost and depreciation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chairs = cls.booked(
            "Chairs", 1000.03, 200.02, "2025-01-10", 180, "2026-06-01", is_group=True, quantity=10, fiscal_part=500.05
        )

    def split(self, quantity, asset=None, **values):
        asset = asset or self.chairs
        defaults = {"asset_id": asset.id, "quantity": quantity, "reason": "Broken"}
        return self.env["gaj.asset.split"].with_user(self.users["manager"]).create({**defaults, **values})

    def run_month(self, month):
        with freeze_time(date(2026, month + 1, 1)):
            run = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"])
            run = run.create({"month": date(2026, month, 1), "company_id": self.company.id})
            run.action_compute()
            run.action_post()
        return run

    def worth(self, day, *cards):
        values = self.env["gaj.asset"].union(*cards)._gaj_value_on(day)
        return tuple(float(sum(getattr(values[card], name) for card in cards)) for name in ("cost", "accumulated"))

    def test_sums_are_kept_to_the_cent_on_every_day(self):
        self.run_month(6)
        with freeze_time("2026-07-10"):
            before = (self.chairs.cost, self.chairs.accumulated, self.chairs.fiscal_part)
            record = self.split(3)
            action = record.action_split()
        part = record.new_asset_id
        self.assertEqual((action["res_model"], action["res_id"]), ("gaj.asset", part.id))
        self.assertEqual((self.chairs.quantity, part.quantity, part.is_group), (7, 3, True))
        self.assertEqual((self.chairs.cost, part.cost), (700.03, 300.00))
        for name, whole in zip(("cost", "accumulated", "fiscal_part"), before, strict=True):
            self.assertEqual(round(self.chairs[name] + part[name], 2), whole, name)
            self.assertEqual(part[name], record[name])
        self.assertEqual(self.worth("2026-07-09", self.chairs), before[:2])
        self.assertEqual(self.worth("2026-07-09", part), (0, 0))
        self.assertEqual(self.worth("2026-07-10", self.chairs, part), before[:2])
        self.assertEqual((part.depreciated_month, part.months_done), (date(2026, 6, 1), self.chairs.months_done))
        self.assertNotEqual(part.asset_no, self.chairs.asset_no)
        self.assertEqual((part.state, part.department_id), (self.chairs.state, self.chairs.department_id))
        # both are depreciated to the end, and take together what was left of the whole
        segments = (self.chairs | part).mapped(lambda card: card.segment_ids.sorted("id")[-1:])
        self.assertEqual(set(segments.mapped("months")), {180 - part.months_done})
        self.assertEqual(round(sum(segments.mapped("base")), 2), round(before[0] - before[1], 2))
        run = self.run_month(7)
        self.assertEqual(run.sudo().line_ids.asset_id, self.chairs | part)
        self.assertEqual(set(run.sudo().line_ids.mapped("months")), {1})

    def test_a_part_is_disposed_of_and_the_rest_stays(self):
        part = self.split(9)
        part.action_split()
        part = part.new_asset_id
        self.assertEqual((self.chairs.quantity, part.quantity), (1, 9))
        record = self.draft(part)
        self.to_executing(record)
        self.settled(record)
        self.assertEqual((part.state, self.chairs.state), ("disposed", "in_use"))
        self.assertTrue(self.chairs.is_in_books)
        self.assertEqual((self.chairs.cost, self.worth("2026-06-15", part)), (100.01, (0, 0)))

    def test_a_part_of_a_part_knows_where_it_comes_from(self):
        first = self.split(5)
        first.action_split()
        second = self.split(2, first.new_asset_id)
        second.action_split()
        self.assertEqual(second.new_asset_id.split_origin_id, self.chairs)
        cards = self.chairs | first.new_asset_id | second.new_asset_id
        self.assertEqual(cards.mapped("quantity"), [5, 3, 2])
        self.assertEqual(round(sum(cards.mapped("cost")), 2), 1000.03)

    def test_no_hand_changes_the_quantity_of_a_card_in_the_books(self):
        manager = self.as_(self.chairs, "manager")
        for values in ({"quantity": 9}, {"quantity": 1, "is_group": False}):
            with self.assertRaisesRegex(UserError, "its quantity of 10 does not change by hand"):
                manager.write(values)
        manager.write({"quantity": 10, "note": "Counted"})
        self.chairs._gaj_take_out_of_books("2026-06-15")
        with self.assertRaisesRegex(UserError, "does not change by hand"):
            manager.write({"quantity": 9})
        new = self.make_assets(["New"], is_group=True, quantity=4)
        self.as_(new, "manager").quantity = 3

    def test_what_stands_in_the_way_is_named(self):
        for quantity in (10, 11):
            with self.assertRaisesRegex(UserError, f"stands for 10, so {quantity} cannot be split off"):
                self.split(quantity).action_split()
        new = self.make_assets(["New"], is_group=True, quantity=4)
        with self.assertRaisesRegex(UserError, "the card is not in the books"):
            self.split(1, new).action_split()
        record = self.split(1)
        change = (
            self.env["gaj.asset.value.change"]
            .with_user(self.users["manager"])
            .create({"asset_id": self.chairs.id, "kind": "life_change", "new_life_months": 200, "reason": "x"})
        )
        change.action_submit()
        with self.assertRaisesRegex(UserError, f"value change {change.name} of this card is “Submitted”"):
            record.action_split()
        change.action_cancel()
        disposal = self.draft(self.chairs)
        disposal.action_apply()
        with self.assertRaisesRegex(UserError, "the card is “Awaiting Disposal”"):
            record.action_split()
        disposal.action_withdraw()
        with freeze_time("2026-07-02"), self.assertRaisesRegex(UserError, "is not posted yet"):
            record.action_split()
        record.action_split()
        with self.assertRaisesRegex(UserError, "starts from: Draft"):
            record.action_split()
        with self.assertRaisesRegex(UserError, "kept as evidence"):
            record.quantity = 2
        with self.assertRaisesRegex(UserError, "kept as evidence"):
            record.unlink()
        with self.assertRaisesRegex(UserError, "set by the system or by a step"):
            record.write({"cost": 1})
        car = self.booked(
            *("Cars", 200.00, 0, "2026-06-02", 96, "2026-06-02"),
            is_group=True,
            quantity=2,
            method="units",
            units_total=1000,
        )
        with self.assertRaisesRegex(UserError, "depreciated by units of work"):
            self.split(1, car).action_split()

    def test_only_the_manager_splits(self):
        record = self.split(1)
        for role in ("finance", "leader", "auditor"):
            with self.subTest(role=role):
                self.assertEqual(self.as_(record, role).quantity, 1)
                with self.assertRaisesRegex(AccessError, "This step is taken by the role"):
                    self.as_(record, role).action_split()
                with self.assertRaises(AccessError):
                    self.as_(record, role).quantity = 2
        with self.assertRaises(AccessError):
            self.as_(record, "clerk").read(["name"])
