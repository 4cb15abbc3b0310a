from decimal import Decimal


class GovChart:
    """Puts the cases of the assets on the chart of the Government Accounting System, its budget ledger switched on."""

    @classmethod
    def set_up_accounts(cls, company, standard, **values):
        if standard == "government":
            cls.env["account.chart.template"].try_loading("cn_gov", company, install_demo=False)
            company.gaj_functional_class_id = cls.env["gaj.functional.class"].search([], limit=1)
            company.gaj_parallel = True
        return super().set_up_accounts(company, standard, **values)

    @staticmethod
    def code(line):
        """Return the account's code as the cases know it: other receivables have a sub-account in this chart."""
        code = line.account_id.with_company(line.company_id).code
        return "1218" if code == "121809" else code

    def both(self, moves):
        """Return what ``moves`` book together: ``Dr 5001 2000.00``; a debt that one takes on and another pays is left out."""
        sums = {}
        for line in moves.sudo().line_ids.sorted(lambda line: (line.move_id.id, line.credit > 0, line.id)):
            code = self.code(line)
            sums[code] = sums.get(code, 0) + Decimal(str(line.balance))
        return [f"{'Dr' if total > 0 else 'Cr'} {code} {abs(total):.2f}" for code, total in sums.items() if total]

    def pay_bill(self, bill):
        """Return the payment of ``bill`` by the treasury, made by finance from the bill."""
        treasury = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("default_account_id.code", "=", "4001")], limit=1
        )
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.users["finance"])
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": treasury.id})
        )
        return wizard._create_payments()

    def budget(self, moves):
        """Return the lines of the budget entries that go with ``moves``: ``Dr 7101 [31002] 57600.00``."""
        budget = moves.sudo().gaj_budget_move_ids.filtered(lambda move: move.state == "posted").sorted("id")
        self.assertEqual(set(budget.mapped("gaj_ledger")), {"budget"} if budget else set())
        found = []
        for line in budget.line_ids:
            economic = f" [{line.gaj_economic_class_id.code}]" if line.gaj_economic_class_id else ""
            side, amount = ("Dr", line.debit) if line.debit else ("Cr", line.credit)
            found.append(
                f"{side} {line.account_id.with_company(line.company_id).code}{economic} {Decimal(str(amount)):.2f}"
            )
        return found
