from datetime import date, datetime, timedelta

from odoo import fields, models
from odoo.fields import Command

from odoo.addons.gaj_base.demo.clock import on

from .story import YEAR

#: (month and day of arrival last year, sender, purpose, guests, nights, up to which state)
PAST = (
    ("01-14", "青禾市机关事务管理局", "调研公共机构节能改造", 8, 1, "archived"),
    ("03-05", "临川县机关事务服务中心", "学习国有资产清查做法", 6, 0, "archived"),
    ("04-16", "省机关事务管理局", "检查公务用车管理", 5, 1, "settled"),
    ("06-11", "云岭县教育局", "交流机关食堂管理", 12, 0, "settled"),
    ("09-18", "青禾市发展和改革局", "调研重点项目建设", 10, 1, "settled"),
    ("11-06", "望江县农业农村局", "考察秋粮收储", 7, 0, "listed"),
)
#: (days from today, sender, purpose, guests, nights, state)
NOW = (
    (-3, "省统计局", "统计数据质量督查", 4, 1, "ongoing"),
    (2, "临川县财政局", "交流预算绩效管理", 6, 0, "approved"),
    (6, "青禾市水利局", "防汛工程联合检查", 9, 1, "approved"),
    (9, "云岭县住房和城乡建设局", "学习老旧小区改造", 11, 0, "submitted"),
    (13, "望江县信访局", "交流信访积案化解", 5, 0, "draft"),
    (16, "临川县统计局", "统计业务交流", 3, 0, "cancelled"),
)
ORDER = ("draft", "submitted", "approved", "ongoing", "listed", "settled", "archived")
GUESTS = [
    "赵嘉言",
    "钱若谷",
    "孙行舟",
    "李望舒",
    "周守拙",
    "吴清越",
    "郑怀瑾",
    "王修远",
    "冯知白",
    "陈以宁",
    "褚云帆",
    "卫思齐",
]
LUNCH = 90


class GajReceptionDemoStory(models.AbstractModel):
    """Twelve receptions, from the letter to the archive, by the steps and the people that take them."""

    _inherit = "gaj.reception.demo"

    def _play(self):
        result = super()._play()
        company = self.env.ref("gaj_base.demo_company")
        self.with_company(company).with_context(tracking_disable=True, lang=self._language())._receive()
        return result

    def _receive(self):
        self._open_books()
        number = 0
        for day, *story in PAST:
            number += 1
            self._tell_reception(number, date.fromisoformat(f"{YEAR}-{day}"), *story)
        for days, *story in NOW:
            number += 1
            self._tell_reception(number, fields.Date.today() + timedelta(days=days), *story)

    # ------------------------------------------------------------------ what is there before

    def _open_books(self):
        """Set the money aside and make what bills need, unless it is there from an earlier installation."""
        company, department = self.env.company, self.env.ref("gaj_base.demo_department_reception")
        this_year = fields.Date.today().year
        self._give_analytic_account(company, department)
        kind = self.env.ref("gaj_reception.budget_kind_reception")
        budgets = self.env["gaj.budget"].sudo()
        there = budgets.search([("department_id", "=", department.id), ("kind_id", "=", kind.id)]).mapped("year")
        years = {YEAR, this_year, (fields.Date.today() + timedelta(days=20)).year} - set(there)
        budgets.create(
            [
                {
                    "company_id": company.id,
                    "department_id": department.id,
                    "year": year,
                    "kind_id": kind.id,
                    "amount": 60000,
                }
                for year in sorted(years)
            ]
        )
        self.env["gaj.vendor.designation"].sudo().create(
            {
                "partner_id": self.env.ref("gaj_reception.demo_venue").id,
                "kind": "venue",
                "company_id": company.id,
                "date_from": f"{YEAR}-01-01",
                "date_to": f"{this_year + 1}-12-31",
            }
        )
        self._make_accounts(company)

    def _give_analytic_account(self, company, department):
        """Let the department have an account for its costs, unless it has one."""
        if not department.gaj_analytic_account_id:
            plan = self.env.ref("analytic.analytic_plan_projects", raise_if_not_found=False) or self.env[
                "account.analytic.plan"
            ].sudo().create({"name": "部门"})
            department.gaj_analytic_account_id = (
                self.env["account.analytic.account"]
                .sudo()
                .create({"name": department.name, "plan_id": plan.id, "company_id": company.id})
            )

    def _make_accounts(self, company):
        accounts = self.env["account.account"].sudo().with_company(company)
        wanted = {
            "expense": ("公务接待费", "50010117", {"account_type": "expense"}),
            "payable": ("应付接待费", "23020117", {"account_type": "liability_payable", "reconcile": True}),
        }
        found = {}
        for key, (name, code, values) in wanted.items():
            found[key] = accounts.search([("code", "=", code)], limit=1) or accounts.create(
                {"name": name, "code": code, "company_ids": [Command.set(company.ids)], **values}
            )
        self.env.ref("gaj_reception.demo_venue").sudo().with_company(company).property_account_payable_id = found[
            "payable"
        ]
        journals = self.env["account.journal"].sudo()
        if journals.search([("code", "=", "JDZD"), ("company_id", "=", company.id)]):
            return
        journals.create(
            {
                "name": "接待账单",
                "code": "JDZD",
                "type": "purchase",
                "company_id": company.id,
                "default_account_id": found["expense"].id,
            }
        )

    # ------------------------------------------------------------------ one reception

    def _tell_reception(self, number, day, sender, purpose, guests, nights, state):
        asked = min(day - timedelta(days=4), fields.Date.today())
        with on(asked):
            reception = self._letter(number, day, sender, purpose, guests, nights)
            if state == "draft":
                return
            if state == "cancelled":
                reception._gaj_cancel("来函单位另行安排")
                return
            reception.action_submit()
        reached = ORDER.index(state)
        if reached >= ORDER.index("approved"):
            with on(asked + timedelta(days=1) if asked < fields.Date.today() else asked):
                self._by("reception_manager", reception, "gaj_reception").action_approve()
        if reached >= ORDER.index("ongoing"):
            with on(day):
                reception.action_start()
        if reached >= ORDER.index("listed"):
            self._finish(reception, day + timedelta(days=nights), reached)

    def _take_share(self, reception, day):
        """Give the guests a receipt for their share of the transport."""
        reception.env["gaj.reception.receipt"].create(
            {
                "reception_id": reception.id,
                "name": f"SJ{reception.id:05}",
                "kind": "guest_transport",
                "date": day,
                "payer": reception.sender_id.name,
                "amount": 40,
            }
        )

    def _finish(self, reception, day, reached):
        with on(day + timedelta(days=2)):
            self._take_share(reception, day)
            for line in reception.plan_ids:
                line.list_amount = line.amount
            self._by("reception_manager", reception, "gaj_reception").action_sign_list()
        if reached < ORDER.index("settled"):
            return
        with on(day + timedelta(days=8)):
            self._bill(reception, day)
            self._by("finance", reception).action_settle()
        if reached == ORDER.index("archived"):
            with on(day + timedelta(days=20)):
                reception.action_archive_file()

    def _by(self, login, record, module="gaj_base"):
        return record.with_user(self.env.ref(f"{module}.demo_user_{login}"))

    def _letter(self, number, day, sender, purpose, guests, nights):
        """Return the draft that the officer makes of a letter."""
        # sudo: the sending unit is entered once
        partners = self.env["res.partner"].sudo()
        partner = partners.search([("name", "=", sender)], limit=1) or partners.create(
            {"name": sender, "is_company": True}
        )
        arrive = datetime.combine(day, datetime.min.time()) + timedelta(hours=1)
        reception = self._by("reception", self.env["gaj.reception"], "gaj_reception").create(
            {
                "purpose": purpose,
                "department_id": self.env.ref("gaj_base.demo_department_reception").id,
                "sender_id": partner.id,
                "letter_no": f"〔{day.year}〕{number + 10}号",
                "letter_date": day - timedelta(days=7),
                "arrive": arrive,
                "leave": arrive + timedelta(days=nights, hours=8),
                "is_plain": True,
                "guest_ids": [
                    Command.create({"name": name, "unit_name": sender, "post": "科长" if index else "副局长"})
                    for index, name in enumerate(GUESTS[:guests])
                ],
                "companion_ids": [
                    Command.create({"role": "companion", "name": name, "post": post})
                    for name, post in (("程怀谷", "副局长"), ("潘礼和", "接待科长"))
                ],
                "activity_line_ids": [
                    Command.create({"name": "座谈交流", "start": arrive + timedelta(hours=1), "place": "贵宾接待室"}),
                    Command.create({"name": "实地查看", "start": arrive + timedelta(hours=5), "place": "机关院区"}),
                ],
            }
        )
        reception.letter_file_ids = reception.env["ir.attachment"].create(
            {"name": "公函.txt", "raw": purpose.encode(), "res_model": "gaj.reception", "res_id": reception.id}
        )
        reception.env["gaj.reception.meal"].create(
            {
                "reception_id": reception.id,
                "date": day,
                "meal": "lunch",
                "payer": "host",
                "companion_ids": [Command.set(reception.companion_ids.ids)],
            }
        )
        people = guests + len(reception.companion_ids)
        reception.plan_ids = [Command.create({"cost_kind": "meal", "name": "工作餐", "amount": LUNCH * people - 40})]
        return reception

    def _bill(self, reception, day):
        """Let finance book the venue's bill for the working meal."""
        moves = self._by("finance", self.env["account.move"]).with_company(reception.company_id)
        journal = (
            self.env["account.journal"]
            .sudo()
            .search([("code", "=", "JDZD"), ("company_id", "=", reception.company_id.id)], limit=1)
        )
        moves.create(
            {
                "move_type": "in_invoice",
                "journal_id": journal.id,
                "partner_id": self.env.ref("gaj_reception.demo_venue").id,
                "invoice_date": day,
                "ref": f"FP{reception.id:08}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "工作餐",
                            "quantity": 1,
                            "price_unit": sum(reception.plan_ids.mapped("list_amount")),
                            "tax_ids": [Command.clear()],
                            "account_id": journal.default_account_id.id,
                            "gaj_reception_id": reception.id,
                            "gaj_cost_kind": "meal",
                        }
                    )
                ],
            }
        ).action_post()
