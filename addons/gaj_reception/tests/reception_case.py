from datetime import date, datetime

from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

BEFORE = "2026-10-05 02:00:00"
ARRIVE = datetime(2026, 10, 8, 1)
LEAVE = datetime(2026, 10, 10, 9)
AFTER = "2026-10-10 09:30:00"
ROLES = {
    "officer": "gaj_reception.group_gaj_reception_officer",
    "manager": "gaj_reception.group_gaj_reception_manager",
    "approver": "gaj_reception.group_gaj_meeting_approver",
    "leader": "gaj_base.group_gaj_leader",
    "chief": "gaj_reception.group_gaj_chief",
    "finance": "gaj_base.group_gaj_finance",
    "auditor": "gaj_base.group_gaj_auditor",
    "discipline": "gaj_base.group_gaj_discipline",
    "employee": "gaj_reception.group_gaj_meeting_user",
    "staff": "gaj_reception.group_gaj_conference_staff",
}


class ReceptionCase(TransactionCase):
    """A bureau with a department that receives, its budget of 200,000, its books, a designated venue and all roles."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        yuan = cls.env.ref("base.CNY")
        yuan.active = True
        cls.company = cls.env["res.company"].create(
            {"name": "Bureau of the County", "currency_id": yuan.id, "country_id": cls.env.ref("base.cn").id}
        )
        cls.env.user.company_ids = [Command.link(cls.company.id)]
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls._make_books()
        cls.office, cls.archive = cls.env["hr.department"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Office", "Archive")]
        )
        plan = cls.env["account.analytic.plan"].create({"name": "Departments"})
        cls.analytic = cls.env["account.analytic.account"].create(
            {"name": "Office", "plan_id": plan.id, "company_id": cls.company.id}
        )
        cls.office.gaj_analytic_account_id = cls.analytic
        cls.users = {role: cls._user(role, cls.office, group) for role, group in ROLES.items()}
        cls.users["stranger"] = cls._user("stranger", cls.archive, ROLES["approver"])
        cls.budget = cls._budget("gaj_reception.budget_kind_reception", 200000)
        cls.sender, cls.venue, cls.inn = cls.env["res.partner"].create(
            [{"name": name} for name in ("Bureau of the City", "Guest House", "Unknown Inn")]
        )
        for partner in cls.venue, cls.inn:
            partner.property_account_payable_id = cls.payable
            partner.property_account_receivable_id = cls.receivable
        cls.env["gaj.vendor.designation"].create(
            {
                "partner_id": cls.venue.id,
                "kind": "venue",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "company_id": cls.company.id,
            }
        )
        cls.beijing = cls.env.ref("gaj_reception.place_beijing")

    @classmethod
    def _make_books(cls):
        make = cls.env["account.account"].create
        values = {"company_ids": [Command.set(cls.company.ids)]}
        cls.expense = make({"name": "Receptions", "code": "500117", "account_type": "expense", **values})
        cls.payable = make(
            {"name": "Payables", "code": "230201", "account_type": "liability_payable", "reconcile": True, **values}
        )
        cls.receivable = make(
            {"name": "Receivables", "code": "1212", "account_type": "asset_receivable", "reconcile": True, **values}
        )
        cls.journal = cls.env["account.journal"].create(
            [
                {"name": name, "code": code, "type": kind, "company_id": cls.company.id}
                for name, code, kind in (("Bank", "BKX", "bank"), ("Cash", "CSX", "cash"), ("Misc", "MSX", "general"))
            ]
        )
        cls.bills = cls.env["account.journal"].create(
            {
                "name": "Bills",
                "code": "BLX",
                "type": "purchase",
                "company_id": cls.company.id,
                "default_account_id": cls.expense.id,
            }
        )
        cls.bank, cls.cash, cls.misc = cls.journal

    @classmethod
    def _user(cls, login, department, group):
        user = new_test_user(
            cls.env,
            f"reception_{login}",
            groups=f"base.group_user,{group}",
            name=login.title(),
            tz="Asia/Shanghai",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.env["hr.employee"].create(
            {
                "name": login.title(),
                "user_id": user.id,
                "department_id": department.id,
                "company_id": cls.company.id,
                "job_title": "Clerk",
            }
        )
        return user

    @classmethod
    def _budget(cls, kind, amount, department=None):
        return cls.env["gaj.budget"].create(
            {
                "company_id": cls.company.id,
                "department_id": (department or cls.office).id,
                "year": 2026,
                "kind_id": cls.env.ref(kind).id,
                "amount": amount,
            }
        )

    def rooms(self, reception, **values):
        """Return three rooms for two nights at the limit of their rank, which the guests pay."""
        return (
            self.env["gaj.reception.lodging"]
            .with_env(reception.env)
            .create(
                {
                    "reception_id": reception.id,
                    "venue_id": self.venue.id,
                    "rank": "bureau",
                    "rooms": 3,
                    "date_from": "2026-10-08",
                    "date_to": "2026-10-10",
                    "price": 650,
                    **values,
                }
            )
        )

    def make(self, guests=12, companions=4, amount=1440, cost_kind="meal", **values):
        """Return a draft of the officer: a letter, guests, companions and one working lunch."""
        number = values.pop("letter_no", f"No.{self.env['gaj.reception'].search_count([])}-{self.id()}")
        meal = values.pop("meal", "lunch")
        reception = (
            self.env["gaj.reception"]
            .with_user(self.users["officer"])
            .create(
                {
                    "purpose": "Study of the energy station",
                    "department_id": self.office.id,
                    "sender_id": self.sender.id,
                    "letter_no": number,
                    "letter_date": date(2026, 9, 30),
                    "arrive": ARRIVE,
                    "leave": LEAVE,
                    "place_id": self.beijing.id,
                    "is_plain": True,
                    "guest_ids": [
                        Command.create(
                            {"name": f"Guest {each}", "unit_name": "City", "post": "Head", "diet_note": "Fish"}
                        )
                        for each in range(guests)
                    ],
                    "companion_ids": [
                        Command.create({"role": "companion", "name": f"Host {each}", "post": "Head"})
                        for each in range(companions)
                    ],
                    **values,
                }
            )
        )
        file = (
            self.env["ir.attachment"]
            .with_user(self.users["officer"])
            .create({"name": "letter.pdf", "raw": b"letter", "res_model": "gaj.reception", "res_id": reception.id})
        )
        reception.letter_file_ids = file
        if meal:
            self.add_meal(reception, meal=meal, companion_ids=[Command.set(reception.companion_ids.ids)])
        if amount:
            reception.plan_ids = [Command.create({"cost_kind": cost_kind, "name": "Lunch", "amount": amount})]
        return reception

    def add_meal(self, reception, day="2026-10-08", meal="lunch", payer="host", **values):
        return (
            self.env["gaj.reception.meal"]
            .with_env(reception.env)
            .create({"reception_id": reception.id, "date": day, "meal": meal, "payer": payer, **values})
        )

    def as_(self, role, record):
        return record.with_user(self.users[role])

    def approve(self, reception):
        if reception.state == "draft":
            reception.action_submit()
        role = "approver" if reception.estimate <= 2000 else "leader" if reception.estimate <= 10000 else "chief"
        self.as_(role, reception).action_approve()
        return reception

    def approved(self, **values):
        return self.approve(self.make(**values))

    def ongoing(self, **values):
        reception = self.approved(**values)
        reception.action_start()
        reception.activity_line_ids = [Command.create({"name": "Visit", "start": ARRIVE, "place": "Station"})]
        for line in reception.plan_ids:
            line.list_amount = line.amount
        return reception

    def listed(self, **values):
        reception = self.ongoing(**values)
        with freeze_time(AFTER):
            self.as_("manager", reception).action_sign_list()
        return reception

    def bill(self, reception, amount, kind="meal", post=True, **values):
        """Return a bill of the venue for ``reception``, by finance."""
        line = {
            "name": "Lunch",
            "quantity": 1,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
            "account_id": self.expense.id,
            "gaj_reception_id": reception.id,
            "gaj_cost_kind": kind,
            **values.pop("line", {}),
        }
        bill = (
            self.env["account.move"]
            .with_user(self.users["finance"])
            .create(
                {
                    "move_type": "in_invoice",
                    "journal_id": self.bills.id,
                    "partner_id": self.venue.id,
                    "invoice_date": "2026-10-10",
                    "ref": f"INV-{self.env['account.move'].search_count([])}",
                    "invoice_line_ids": [Command.create(line)],
                    **values,
                }
            )
        )
        if post:
            bill.action_post()
        return bill

    def receipt(self, reception, amount, kind="repayment"):
        return (
            self.env["gaj.reception.receipt"]
            .with_user(self.users["finance"])
            .create(
                {
                    "reception_id": reception.id,
                    "name": f"R{self.env['gaj.reception.receipt'].search_count([])}",
                    "kind": kind,
                    "payer": "Host",
                    "amount": amount,
                }
            )
        )

    def assert_books(self, reception):
        """The cost lines, the posted items and what the budget has spent are the same to the cent."""
        self.env.flush_all()
        reception.invalidate_recordset()
        posted = self.env["account.move.line"].search(
            [("gaj_reception_id", "=", reception.id), ("parent_state", "=", "posted")]
        )
        costs = self.env["gaj.reception.cost"].search([("reception_id", "=", reception.id)])
        total = round(sum(posted.mapped("balance")), 2)
        self.assertEqual(costs.ids, posted.sorted(lambda line: (line.date, line.id)).ids)
        self.assertEqual(round(sum(costs.mapped("amount")), 2), total)
        self.assertEqual(reception.cost_amount, total)
        self.assertEqual(float(self.budget._gaj_spent(reception)), total)
        return total
