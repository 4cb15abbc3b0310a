from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from uuid import uuid4

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestParallelTwoUsers(BaseCase):
    """Two clients post or pay at the same moment, each in a transaction of its own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.clean_up)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create({"name": f"Two Pay {uuid4()}", "country_id": env.ref("base.cn").id})
            self.company = company.id
            env["account.chart.template"].try_loading("cn_gov", company=company, install_demo=False)
            company.gaj_functional_class_id = env.ref("gaj_account.functional_2010303")
            self.partner = env["res.partner"].create({"name": "Supplier of Two"}).id

    def clean_up(self):
        with self.registry.cursor() as cr:
            company = {"company": self.company}
            moves = "SELECT id FROM account_move WHERE company_id = %(company)s"
            cr.execute(f"DELETE FROM mail_message WHERE model = 'account.move' AND res_id IN ({moves})", company)
            cr.execute("UPDATE account_move SET origin_payment_id = NULL WHERE company_id = %(company)s", company)
            cr.execute("DELETE FROM account_partial_reconcile WHERE company_id = %(company)s", company)
            cr.execute("DELETE FROM account_payment WHERE company_id = %(company)s", company)
            cr.execute("UPDATE account_move SET gaj_financial_move_id = NULL WHERE company_id = %(company)s", company)
            cr.execute("DELETE FROM account_move WHERE company_id = %(company)s", company)
            env = api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [self.company]})
            env["res.company"].browse(self.company).active = False  # too many things know a company to delete it

    def env_of(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [self.company]})

    def make(self, work):
        """Return what ``work(env)`` returns in a transaction of its own."""
        with self.registry.cursor() as cr:
            return work(self.env_of(cr))

    def account(self, env, code):
        return env["account.account"].search([("code", "=", code), ("company_ids", "in", [self.company])]).id

    def journal(self, env, name):
        return env["account.chart.template"].with_company(self.company).ref(name).id

    def both(self, *works):
        """Do ``works`` at the same moment, each again after a conflict, as the server does; return what came of them."""
        barrier = Barrier(len(works))

        def attempt(env, work):
            waited = False
            for _turn in range(8):
                try:
                    env["account.move"].search_count([("company_id", "=", self.company)])
                    if not waited:
                        waited = True
                        barrier.wait(timeout=30)
                    work(env)
                    env.cr.postcommit.clear()  # ranks of partners; they wait for the registry, which the tests hold
                    env.cr.commit()
                    return "done"
                except UserError as refusal:
                    env.cr.rollback()
                    return str(refusal)
                except (SerializationFailure, DeadlockDetected, UniqueViolation):
                    env.cr.rollback()
                    env.invalidate_all()
            return "gave up"

        with closing(self.registry.cursor()) as one, closing(self.registry.cursor()) as two:
            envs = [self.env_of(cr) for cr in (one, two)]
            with ThreadPoolExecutor(len(works)) as pool:
                return list(pool.map(attempt, envs, works))

    def booked(self):
        """Return what is posted on 7101 by economic class, and the numbers of the budget entries."""
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            lines = env["account.move.line"].search([("account_id", "=", self.account(env, "7101"))])
            lines = lines.filtered(lambda line: line.parent_state == "posted")
            sums = {}
            for line in lines:
                code = line.gaj_economic_class_id.code
                sums[code] = round(sums.get(code, 0) + line.balance, 2)
            return sums, sorted(lines.move_id.mapped("sequence_number"))

    def entry(self, env):
        economic = env["gaj.economic.class"].search([("code", "=", "30201")], limit=1).id
        sides = (("5001", 100, 0, economic), ("4001", 0, 100, False))
        return (
            env["account.move"]
            .create(
                {
                    "move_type": "entry",
                    "date": "2024-05-01",
                    "journal_id": self.journal(env, "general"),
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": self.account(env, code),
                                "debit": debit,
                                "credit": credit,
                                "gaj_economic_class_id": kind,
                            }
                        )
                        for code, debit, credit, kind in sides
                    ],
                }
            )
            .id
        )

    def bill(self, env):
        kinds = {one.code: one.id for one in env["gaj.economic.class"].search([("code", "in", ("31002", "30211"))])}
        bill = env["account.move"].create(
            {
                "move_type": "in_invoice",
                "invoice_date": "2024-05-01",
                "date": "2024-05-01",
                "partner_id": self.partner,
                "journal_id": self.journal(env, "purchase"),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "account_id": self.account(env, "5001"),
                            "name": code,
                            "price_unit": amount,
                            "quantity": 1,
                            "tax_ids": [Command.clear()],
                            "gaj_economic_class_id": kinds[code],
                        }
                    )
                    for code, amount in (("31002", 57.01), ("30211", 3.02))
                ],
            }
        )
        bill.action_post()
        return bill.id

    def pay(self, bill, amount):
        def work(env):
            wizard = env["account.payment.register"].with_context(active_model="account.move", active_ids=[bill])
            wizard.create(
                {"payment_date": "2024-05-05", "journal_id": self.journal(env, "treasury"), "amount": amount}
            )._create_payments()

        return work

    @mute_logger("odoo.sql_db")
    def test_an_entry_is_posted_once(self):
        move = self.make(self.entry)
        outcomes = self.both(*[lambda env: env["account.move"].browse(move).action_post()] * 2)
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertEqual(self.booked(), ({"30201": 100}, [1]))

    @mute_logger("odoo.sql_db")
    def test_two_entries_at_once_have_numbers_without_a_gap(self):
        moves = [self.make(self.entry), self.make(self.entry)]
        outcomes = self.both(*[lambda env, move=move: env["account.move"].browse(move).action_post() for move in moves])
        self.assertEqual(outcomes, ["done", "done"])
        self.assertEqual(self.booked(), ({"30201": 200}, [1, 2]))

    @mute_logger("odoo.sql_db")
    def test_a_bill_is_not_paid_twice(self):
        bill = self.make(self.bill)
        outcomes = self.both(*[self.pay(bill, 60.03)] * 2)
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertEqual(self.booked()[0], {"31002": 57.01, "30211": 3.02})

    @mute_logger("odoo.sql_db")
    def test_two_parts_paid_at_once_bring_each_class_its_share(self):
        bill = self.make(self.bill)
        outcomes = self.both(self.pay(bill, 20.01), self.pay(bill, 40.02))
        self.assertEqual(outcomes, ["done", "done"])
        self.assertEqual(self.booked()[0], {"31002": 57.01, "30211": 3.02})
