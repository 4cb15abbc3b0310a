from freezegun import freeze_time
from odoo.tests import tagged

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestValueChangeUnits(DepreciationCase):
    """A nominal amount becomes a value, a life in kilometres another one, and no kilometre is lost on the way."""

    def nominal(self, **values):
        return self.in_books(
            "2026-01-05",
            name="Donated scanner",
            cost=1,
            value_type="nominal",
            acquisition_date="2026-01-05",
            acquisition_type="donation",
            **values,
        )

    def a_car(self, **values):
        return self.in_books(
            "2026-01-05",
            name="Car",
            **{"cost": 180000, "method": "units", "units_total": 300000, "acquisition_date": "2026-01-05", **values},
        )

    def drive(self, car, month, kilometres, day):
        with freeze_time(day):
            usage = self.env["gaj.asset.usage"].with_user(self.users["manager"])
            return usage.create({"asset_id": car.id, "month": month, "quantity": kilometres})

    def test_a_nominal_amount_becomes_a_value(self):
        asset = self.nominal()
        self.run_months((2026, 1), (2026, 2))
        self.assertEqual((asset.method, self.amounts(asset)), ("none", []))
        change = self.change(
            asset,
            "2026-03-10",
            kind="real_value",
            new_cost=3601,
            new_life_months=36,
            counterpart="donation_income",
        )
        self.assertEqual((asset.cost, asset.value_type, asset.method), (3601, "cost", "straight_line"))
        self.assertEntry(change.sudo().move_ids, "Dr 160102 3600.00", "Cr 4603 3600.00")
        self.run_months((2026, 3), (2026, 4))
        self.assertEqual(self.amounts(asset), ["100.03", "100.03"])

    def test_what_a_nominal_amount_refuses(self):
        asset, other = self.nominal(), self.in_books("2026-03-20")
        for card, values, said in [
            (asset, {"kind": "real_value", "new_cost": 1}, "it is more than the nominal amount"),
            (asset, {"kind": "correction", "new_cost": 3601}, "Choose the kind “Real Value of a Nominal One”"),
            (other, {"kind": "real_value", "new_cost": 5000}, "does not stand at a nominal amount"),
        ]:
            with self.subTest(values=values), self.refused(said):
                self.change(card, "2026-03-25", **values)

    def test_a_life_in_kilometres_changes(self):
        car = self.a_car()
        self.drive(car, "2026-01-31", 30000, "2026-01-31")
        self.run_month(2026, 1)
        self.assertEqual(self.amounts(car), ["18000.00"])
        change = self.change(car, "2026-02-10", kind="life_change", new_units_total=200000)
        # 162,000.00 over the 170,000 km that are left
        self.assertEqual((car.units_total, change.segment_id.units_total), (200000, 170000))
        self.assertFalse(change.sudo().move_ids)
        self.drive(car, "2026-02-28", 17000, "2026-02-28")
        self.run_month(2026, 2)
        self.assertEqual(self.amounts(car), ["18000.00", "16200.00"])

    def test_what_units_refuse(self):
        car, other = self.a_car(), self.in_books("2026-01-20", acquisition_date="2026-01-10")
        self.drive(car, "2026-01-31", 30000, "2026-01-31")
        self.run_month(2026, 1)
        for card, values, said in [
            (car, {"new_units_total": 30000}, "30,000.00 units of work are used already"),
            (car, {}, "nothing would change"),
            (other, {"new_units_total": 5}, "is not depreciated by units of work"),
        ]:
            with self.subTest(values=values), self.refused(said):
                self.change(card, "2026-02-10", kind="life_change", **values)
        self.change(car, "2026-02-10", kind="life_change", new_units_total=30000.01)

    def test_kilometres_known_late_before_a_change_are_charged(self):
        car = self.a_car()
        self.drive(car, "2026-01-31", 30000, "2026-01-31")
        self.run_month(2026, 1)
        # 1,000 km of January become known when January is posted
        late = self.drive(car, "2026-01-31", 1000, "2026-02-05")
        self.assertEqual(str(late.counted_month), "2026-02-01")
        change = self.change(car, "2026-02-10", kind="correction", new_cost=207000, counterpart="prior_year")
        self.assertEqual((change.segment_id.base, change.segment_id.units_total), (189000, 270000))
        self.run_month(2026, 2)
        # 0.70 a kilometre now
        self.assertEqual(self.amounts(car), ["18000.00", "700.00"])

    def test_kilometres_known_only_after_a_change_are_charged(self):
        car = self.a_car()
        self.drive(car, "2026-01-31", 30000, "2026-01-31")
        self.run_month(2026, 1)
        self.change(car, "2026-02-10", kind="correction", new_cost=207000, counterpart="prior_year")
        late = self.drive(car, "2026-01-31", 1000, "2026-02-15")
        self.assertEqual((str(late.month), str(late.counted_month)), ("2026-01-01", "2026-02-01"))
        self.run_month(2026, 2)
        self.assertEqual(self.amounts(car), ["18000.00", "700.00"])
        # to the last kilometre, nothing of the value is left
        self.drive(car, "2026-03-31", 269000, "2026-03-31")
        self.run_month(2026, 3)
        self.assertEqual((car.accumulated, car.net_value), (207000, 0))
