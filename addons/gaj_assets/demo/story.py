from datetime import date
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from odoo import models

from odoo.addons.gaj_base.demo.clock import on

from ..rules import depreciation
from .inventory import FAMILY, GIVEN, THINGS

YEAR = 2025
OPENED = date(YEAR, 1, 1)
STAFF_OF_A_DEPARTMENT = 5
CARDS = 1720


class GajAssetDemo(models.AbstractModel):
    """The year of a county bureau, told through the same steps that its people take.

    Only demonstration data call it. It draws by lot from a fixed seed, so that every demonstration is alike.
    """

    _name = "gaj.asset.demo"
    _description = "Demonstration Year of the Assets"

    def _play(self):
        """Let a year of the bureau happen, from the opening balance to what is open now."""
        bureau = self.with_company(self._company()).with_context(lang=self._language())
        # what is long over has documents and entries; messages about each step of it would say nothing more
        bureau.with_context(tracking_disable=True)._tell(Random(YEAR))  # noqa: S311 — a demonstration, not a secret
        bureau._leave_open()

    def _language(self):
        """Return the language in which the bureau writes: what documents note now stays as it was noted."""
        if "zh_CN" not in dict(self.env["res.lang"].get_installed()):
            return self.env.lang
        # translations come after the demonstration data; names that documents copy are needed before
        self.env["ir.module.module"]._load_module_terms(["gaj_base", "gaj_assets"], ["zh_CN"])
        self.env.invalidate_all()
        return "zh_CN"

    def _tell(self, lot):
        self._hire(lot)
        self._fill_rooms(lot)
        self._cars()
        self._courier_car()
        self._tell_the_planner()
        with on(OPENED):
            self._as("finance", "gaj.asset.opening").create(
                {"company_id": self._company().id, "date": OPENED}
            ).action_book()
        for month in range(1, 13):
            first = date(YEAR, month, 1)
            self._receive_month(first)
            self._move_month(first, lot)
            self._dispose_month(first)
            self._depreciate(first)
            if month % 3 == 0:
                self._reconcile(first)
            if month == 2:
                self._tell_the_planner()
        for month in range(1, 10):
            self._depreciate(date(YEAR + 1, month, 1))
        self._count()
        self._change_values()
        self._stray_entry()
        self._ask_and_order()
        self._sell_by_auction()
        self._count_for_handover()
        self._check_at_random()

    def _tell_the_planner(self):
        """Let PostgreSQL know how much there is now: nobody else does so before the transaction ends."""
        self.env.cr.execute("ANALYZE gaj_asset, gaj_asset_segment, gaj_asset_depreciation_line, account_move_line")

    def _company(self):
        return self.env.ref("gaj_base.demo_company")

    def _user(self, name):
        return self.env.ref(
            "gaj_assets.demo_user_asset_clerk" if name == "asset_clerk" else f"gaj_base.demo_user_{name}"
        )

    def _as(self, name, records):
        """Return ``records``, or an empty recordset of that model, with the rights of the demo user ``name``."""
        records = self.env[records] if isinstance(records, str) else records
        return records.with_user(self._user(name)).with_company(self._company())

    def _departments(self):
        return self.env["hr.department"].search([("company_id", "=", self._company().id)], order="id")

    def _rooms_of(self, departments):
        """Return ``{department: rooms}``: those it occupies, else a few of its own building."""
        rooms = self.env["gaj.space"].search(
            [("kind", "=", "room"), ("company_id", "=", self._company().id)], order="id"
        )
        occupants = self.env["gaj.space.occupant"].search([("space_id", "in", rooms.ids)])
        own = dict.fromkeys(departments, self.env["gaj.space"])
        for occupant in occupants:
            if occupant.department_id in own:
                own[occupant.department_id] |= occupant.space_id
        return {
            department: own[department] or rooms[place * 3 % len(rooms) :][:3]
            for place, department in enumerate(departments)
        }

    def _hire(self, lot):
        """Give every department its people."""
        names = [f"{family}{given}" for family in FAMILY for given in GIVEN]
        lot.shuffle(names)
        people = self.env["hr.employee"].create(
            [
                {"name": names.pop(), "department_id": department.id, "company_id": self._company().id}
                for department in self._departments()
                for _person in range(STAFF_OF_A_DEPARTMENT)
            ]
        )
        # they leave with the add-on, as other demonstration data do
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"gaj_assets.demo_staff_{number:03d}", "record": person, "noupdate": True}
                for number, person in enumerate(people)
            ]
        )

    def _fill_rooms(self, lot):
        """Make the cards of what stood in the rooms before the year began."""
        departments = self._departments()
        rooms = self._rooms_of(departments)
        people = self.env["hr.employee"].search([("department_id", "in", departments.ids)], order="id")
        staff = people.grouped("department_id")
        categories = {
            category.code: category.id
            for category in self.env["gaj.asset.category"].search([("code", "in", [t.category for t in THINGS])])
        }
        vals_list = []
        for number in range(CARDS):
            thing = lot.choices(THINGS, [thing.weight for thing in THINGS])[0]
            department = lot.choice(departments)
            vals_list.append(
                {
                    **self._old_thing(thing, lot),
                    "category_id": categories[thing.category],
                    "company_id": self._company().id,
                    "legacy_no": f"AL{number + 200:06d}",
                    "department_id": department.id,
                    "custodian_id": lot.choice(staff[department]).id if lot.random() < 0.85 else False,
                    "space_id": lot.choice(rooms[department]).id,
                }
            )
        self.env["gaj.asset"].create(vals_list)

    def _old_thing(self, thing, lot):
        """Return name, make, dates and value of a thing that was bought in one of the ten years before."""
        # nine of ten things are younger than their life
        months = lot.randrange(2, int(thing.life_years * 12 * 1.12))
        bought = OPENED - relativedelta(months=months, days=-lot.randrange(0, 25))
        cost = Decimal(lot.randrange(thing.low, thing.high)) + Decimal(lot.randrange(100)) / 100
        life = thing.life_years * 12
        done = min(life, (YEAR - bought.year) * 12 + 1 - bought.month)
        idle = lot.random() < 0.05
        return {
            "name": thing.name,
            "model": lot.choice(thing.models),
            "uom": thing.uom,
            "acquisition_date": bought,
            "in_service_date": bought,
            "cost": float(cost),
            "accumulated": float(depreciation.accumulated_after(cost, life, done)),
            "life_months": life,
            "state": "idle" if idle else "in_use",
            "use_state": "idle" if idle else "in_use",
        }

    def _depreciate(self, first):
        """Post the depreciation of the month that begins on ``first``."""
        with on(first + relativedelta(months=1, day=3)):
            self._drive(first)
            run = self._as("finance", "gaj.asset.depreciation.run").create(
                {"company_id": self._company().id, "month": first}
            )
            run.action_compute()
            run.action_post()

    def _reconcile(self, first):
        """Compare cards and ledger on the last day of the quarter that ends with the month of ``first``."""
        with on(first + relativedelta(months=1, day=8)):
            quarter = self._as("manager", "gaj.asset.reconciliation").create(
                {"company_id": self._company().id, "year": first.year, "quarter": str(first.month // 3)}
            )
            self._as("manager", quarter).action_compare()
            self._as("manager", quarter).action_sign_manager()
            self._as("finance", quarter).action_sign_finance()

    def _move_month(self, first, lot):
        """Let some things change hands: recorded moves, as a clerk and a manager agree on."""
        departments = self._departments()
        rooms = self._rooms_of(departments)
        with on(first + relativedelta(day=22)):
            giving, taking = lot.sample(list(departments), 2)
            assets = self.env["gaj.asset"].search(
                [("department_id", "=", giving.id), ("state", "in", ["in_use", "idle"])], limit=lot.randrange(2, 5)
            )
            person = self.env["hr.employee"].search([("department_id", "=", taking.id)], limit=1)
            self._as("manager", "gaj.asset.transfer")._gaj_confirmed_move(
                assets, "科室职能调整，资产随人员划转", department=taking, custodian=person, space=rooms[taking][:1]
            )
