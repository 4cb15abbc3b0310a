from lxml import html
from odoo.tests import tagged

from .common import GovCase


@tagged("post_install", "-at_install", "gaj")
class TestVoucher(GovCase):
    """The voucher print: both ledgers, the total in capitals, many lines, several vouchers at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls.post(
            "2026-01-15", [("4001", 0, 57600, {"name": "Ten computers"}), ("1601", 57600, 0, {"name": "Ten computers"})]
        )
        cls.budget_move = cls.move.gaj_budget_move_ids

    def printed(self, moves, user=None):
        """Return the HTML of the print as a tree."""
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        content, kind = reports._render_qweb_html("gaj_account.action_report_voucher", moves.ids)
        self.assertEqual(kind, "html")
        return html.fromstring(content)

    def rows(self, tree):
        """Return the texts of all rows of lines, cells joined by bars."""
        rows = tree.xpath("//table[contains(@class, 'gaj_lines')]//tr[td]")
        return ["|".join(" ".join(cell.text_content().split()) for cell in row.xpath("./td")) for row in rows]

    def test_both_ledgers_on_one_page(self):
        tree = self.printed(self.move)
        self.assertEqual(len(tree.xpath("//div[@class='gaj_voucher']/h1")), 1)
        rows = self.rows(tree)
        self.assertEqual(rows[0], "Financial Accounting")
        self.assertTrue(rows[1].startswith("Ten computers|160102 Fixed assets"), rows[1])
        self.assertTrue(rows[1].endswith("|57,600.00|"), rows[1])
        self.assertTrue(rows[2].startswith("Ten computers|4001 Fiscal appropriation income|"), rows[2])
        self.assertEqual(rows[3], "Total 人民币伍万柒仟陆佰元整|57,600.00|57,600.00")
        self.assertEqual(rows[4], f"Budget Accounting ({self.budget_move.name})")
        for text in ("7101", "31002", "2010303", "Basic Expenditure", "Fiscal Appropriation"):
            self.assertIn(text, rows[5])
        self.assertEqual(rows[7], "Total 人民币伍万柒仟陆佰元整|57,600.00|57,600.00")
        text = " ".join(tree.text_content().split())
        for part in (self.company.name, self.move.name, "January 15, 2026", "Prepared by: OdooBot", "Attachments: ___"):
            self.assertIn(part, text)

    def test_letters_on_the_screen_have_their_own_size(self):
        self.assertIn("font-size: 8.5pt", "".join(self.printed(self.move).xpath("//style/text()")))

    def test_who_posted_and_how_many_attachments(self):
        move = self.entry("2026-02-01", [("5001", 3, 0), ("1214", 0, 3)])
        self.env.cr.precommit.run()
        move.with_user(self.manager).action_post()
        self.env.cr.precommit.run()
        self.env["ir.attachment"].create(
            [{"name": f"Invoice {n}", "res_model": "account.move", "res_id": move.id} for n in (1, 2)]
        )
        text = " ".join(self.printed(move, self.accountant).text_content().split())
        self.assertIn(f"Posted by: {self.manager.name}", text)
        self.assertIn("Attachments: 2", text)

    def test_a_budget_entry_is_printed_with_its_financial_entry_and_once(self):
        lone = self.post("2026-01-01", [("800102", 200, 0), ("820203", 0, 200)], "gaj_budget")
        tree = self.printed(self.budget_move + self.move + lone)
        self.assertEqual(len(tree.xpath("//div[@class='gaj_voucher']")), 2)
        rows = self.rows(tree)
        self.assertEqual(rows.count("Financial Accounting"), 1)
        self.assertEqual(rows[8], "Budget Accounting")
        self.assertIn("820203", rows[10])

    def test_red_amounts(self):
        red = self.move._reverse_moves([{"date": "2026-02-01"}])
        tree = self.printed(red)
        self.assertEqual(self.rows(tree)[-1], "Total 人民币负伍万柒仟陆佰元整|-57,600.00|-57,600.00")
        self.assertEqual(len(tree.xpath("//td[contains(@class, 'gaj_red')]")), 4)
        self.assertIn("Not Posted", tree.text_content())

    def test_many_lines_go_on_with_the_total_carried(self):
        lines = [("5001", 100.01, 0, {"name": f"Item {number}"}) for number in range(1, 31)]
        move = self.post("2026-03-01", [*lines, ("1214", 0, 3000.30)])
        tree = self.printed(move)
        pages = tree.xpath("//div[@class='gaj_voucher']")
        self.assertEqual(len(pages), 2)
        self.assertIn("(1/2)", pages[0].text_content())
        rows = self.rows(tree)
        (carried,) = [row for row in rows if row.startswith("Carried Forward")]
        (brought,) = [row for row in rows if row.startswith("Brought Forward")]
        self.assertEqual(carried.split("|")[1:], brought.split("|")[1:])
        self.assertEqual(rows[-1], "Total 人民币叁仟元叁角|3,000.30|3,000.30")
        self.assertEqual(len([row for row in rows if row.startswith("Item")]), 30)
        self.assertEqual(len(pages[0].xpath(".//*[text()='Chief accountant:']")), 1)

    def test_a_sub_account_shows_its_heading_once(self):
        account = self.env["account.account"].create(
            {"code": "500101", "name": "Stationery", "account_type": "expense"}
        )
        report = self.env["report.gaj_account.report_voucher"]
        self.assertEqual(report._account_name(account), "500101 Expenses of professional activities—Stationery")
        self.assertEqual(report._account_name(self.account("5001")), "5001 Expenses of professional activities")

    def test_a_chinese_reader_sees_chinese_accounts(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["gaj_account"], ["zh_CN"])
        account = self.account("4001").with_context(lang="zh_CN")
        account.name = "财政拨款收入"
        self.env.user.lang = "zh_CN"
        reports = self.env["ir.actions.report"].with_context(lang="zh_CN")
        content, _kind = reports._render_qweb_html("gaj_account.action_report_voucher", self.move.ids)
        self.assertIn("4001 财政拨款收入", content.decode())
        self.assertIn("2026年1月15日", content.decode())

    def test_printed_from_the_list_and_the_form(self):
        action = self.env.ref("gaj_account.action_report_voucher")
        self.assertEqual(action.binding_model_id.model, "account.move")
        self.assertEqual((action.paperformat_id.format, action.paperformat_id.orientation), ("A5", "Landscape"))
        bindings = self.env["ir.actions.actions"].with_user(self.accountant).get_bindings("account.move")
        self.assertIn(action.id, [one["id"] for one in bindings["report"]])

    def test_queries_do_not_grow_with_the_vouchers(self):
        moves = self.env["account.move"]
        for day in range(1, 15):
            moves += self.post(f"2026-05-{day:02}", [("5001", day, 0, {"economic": "30206"}), ("4001", 0, day)])
        report = self.env["report.gaj_account.report_voucher"]

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(report._get_report_values(some.ids)["vouchers"]), len(some))
            return self.env.cr.sql_log_count - before

        queries(moves)
        self.assertEqual(queries(moves[:2]), queries(moves))
