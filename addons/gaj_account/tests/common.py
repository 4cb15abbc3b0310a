from odoo import Command
from odoo.tests import TransactionCase, new_test_user

ACCOUNTANT, MANAGER, READONLY = (
    "account.group_account_invoice,account.group_account_user",
    "account.group_account_manager",
    "account.group_account_readonly",
)


class GovCase(TransactionCase):
    """A new administrative unit on the government chart, with the budget ledger on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the chart brings its Chinese names only where the language is there
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company = cls.make_company("County Offices Administration")
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.company_id = cls.company
        cls.env.user.group_ids += cls.env.ref("account.group_account_manager")
        cls.company = cls.company.with_env(cls.env)
        cls.company.gaj_functional_class_id = cls.env.ref("gaj_account.functional_2010303")
        cls.partner = cls.env["res.partner"].create({"name": "Supplier", "company_id": False})
        cls.accountant = cls.make_user("gov_accountant", ACCOUNTANT)
        cls.manager = cls.make_user("gov_manager", MANAGER)
        cls.readonly = cls.make_user("gov_readonly", READONLY)

    @classmethod
    def make_company(cls, name, chart="cn_gov", **values):
        """Return a new company in China on ``chart`` (none: without accounts), open to the tests' own user."""
        company = cls.env["res.company"].create({"name": name, "country_id": cls.env.ref("base.cn").id, **values})
        cls.env.user.company_ids += company
        if chart:
            cls.env["account.chart.template"].try_loading(chart, company=company, install_demo=False)
        return company

    @classmethod
    def make_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(cls.env, login, groups, company_id=company.id, company_ids=[Command.set(company.ids)])

    @classmethod
    def account(cls, code):
        """Return the account with ``code``; a group's code stands for its first posting account (1601 → 160102)."""
        code = {"1601": "160102", "1602": "160202", "1021": "102101"}.get(code, code)
        return cls.env["account.account"].search([("code", "=", code), ("company_ids", "in", cls.company.ids)])

    @classmethod
    def journal(cls, kind):
        """Return a journal of the chart: treasury, bank, cash, last_year_quota, zero_balance, purchase, sale, general,
        gaj_budget, gaj_closing, gaj_closing_budget."""
        return cls.env["account.chart.template"].with_company(cls.company).ref(kind)

    @classmethod
    def economic(cls, code):
        return cls.env["gaj.economic.class"].search([("code", "=", code)], limit=1)

    @classmethod
    def line_vals(cls, code, debit, credit, dims=None):
        """Return the values of a line; ``dims``: economic, functional (codes), partner, or names of fields."""
        dims = dict(dims or {})
        values = {
            "account_id": cls.account(code).id,
            "name": dims.pop("name", "/"),
            "debit": debit,
            "credit": credit,
            "partner_id": dims.pop("partner", cls.env["res.partner"]).id,
        }
        if economic := dims.pop("economic", None):
            values["gaj_economic_class_id"] = cls.economic(economic).id
        if functional := dims.pop("functional", None):
            values["gaj_functional_class_id"] = cls.env.ref(f"gaj_account.functional_{functional}").id
        return {**values, **dims}

    @classmethod
    def entry(cls, date, lines, journal="general", process=None, **values):
        """Return a draft entry with ``lines``: tuples (code, debit, credit[, dims])."""
        return cls.env["account.move"].create(
            {
                "move_type": "entry",
                "date": date,
                "journal_id": cls.journal(journal).id,
                "gaj_process_id": process and cls.env["gaj.account.process"].search([("key", "=", process)]).id,
                "line_ids": [Command.create(cls.line_vals(*line)) for line in lines],
                **values,
            }
        )

    @classmethod
    def post(cls, date, lines, journal="general", process=None, **values):
        """Return a posted entry with ``lines``: tuples (code, debit, credit[, dims])."""
        move = cls.entry(date, lines, journal, process, **values)
        move.action_post()
        return move

    @classmethod
    def bill(cls, date, lines, post=True, **values):
        """Return a posted vendor bill with ``lines``: tuples (code, amount[, dims])."""
        commands = []
        for code, amount, *dims in lines:
            vals = cls.line_vals(code, 0, 0, *dims)
            del vals["debit"], vals["credit"], vals["partner_id"]
            commands.append(Command.create({**vals, "price_unit": amount, "quantity": 1, "tax_ids": [Command.clear()]}))
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "invoice_date": date,
                "date": date,
                "partner_id": cls.partner.id,
                "journal_id": cls.journal("purchase").id,
                "invoice_line_ids": commands,
                **values,
            }
        )
        if post:
            bill.action_post()
        return bill

    @classmethod
    def pay(cls, moves, date, journal="treasury", amount=None):
        """Return the payments that the payment dialog makes for posted bills."""
        values = {"payment_date": date, "journal_id": cls.journal(journal).id}
        if amount is not None:
            values["amount"] = amount
        wizard = cls.env["account.payment.register"].with_context(active_model="account.move", active_ids=moves.ids)
        return wizard.create(values)._create_payments()

    @classmethod
    def texts(cls, moves):
        """Return the lines of entries as texts such as ``Dr 7101 [31002] 57600.00``, storno as negative amounts."""
        result = []
        for line in moves.line_ids.sorted(lambda line: (line.move_id.id, line.sequence, line.id)):
            side, amount = ("Dr", line.debit) if line.debit else ("Cr", line.credit)
            economic = f" [{line.gaj_economic_class_id.code}]" if line.gaj_economic_class_id else ""
            result.append(f"{side} {line.account_id.code}{economic} {amount:.2f}")
        return result

    @classmethod
    def budget(cls, move):
        """Return what the budget entries of ``move`` book, as texts."""
        return cls.texts(move.gaj_budget_move_ids.filtered(lambda one: one.state == "posted").sorted("id"))

    @classmethod
    def balance(cls, code, date=None):
        """Return debit minus credit posted on the accounts whose code begins with ``code``."""
        domain = [
            ("parent_state", "=", "posted"),
            ("company_id", "=", cls.company.id),
            ("account_id.code", "=like", f"{code}%"),
        ]
        if date:
            domain.append(("date", "<=", date))
        [(total,)] = cls.env["account.move.line"]._read_group(domain, [], ["balance:sum"])
        return round(total or 0, 2)
