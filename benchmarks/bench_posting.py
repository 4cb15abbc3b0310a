"""Posting: 1,000 entries that move money of the budget, with the budget ledger and without it.

Every one of the entries needs a budget entry, which is the worst case: of a unit's entries about one in three does.
Entries are made and posted in lots of 100 by turns, so that the noise of the machine falls on both sides alike.
"""

from datetime import date

from harness import figure, measure

ENTRIES = 1_000
LOT = 100


def figures(env):
    with env.database("gaj_account") as name, env.odoo(name) as odoo:
        books = [books_of(odoo, "有预算会计的单位", parallel=True), books_of(odoo, "无预算会计的单位", parallel=False)]
        spent = [0.0, 0.0]
        for lot in range(-1, ENTRIES // LOT):
            for index, (company, accounts, journal) in enumerate(books):
                with measure(odoo.cr) as cost:
                    post(odoo, company, accounts, journal)
                if lot >= 0:  # the first lot warms up
                    spent[index] += cost.cpu_python_s + cost.cpu_postgres_s
        made = odoo["account.move"].search_count([("gaj_financial_move_id.company_id", "=", books[0][0].id)])
        if made != ENTRIES + LOT:
            raise RuntimeError(f"{made} budget entries were made of {ENTRIES + LOT}")
    with_ledger, without = spent
    overhead = (with_ledger / without - 1) * 100
    return [
        figure("posting", "overhead_percent", round(overhead, 1), "%", size=ENTRIES, bound=60),
        figure("posting", "cpu_s", with_ledger, "s", size=ENTRIES, baseline=without),
    ]


def books_of(odoo, name, parallel):
    """Return a company on the government chart, its accounts by code and its journal."""
    company = odoo["res.company"].create({"name": name, "country_id": odoo.ref("base.cn").id})
    odoo.user.company_ids = [(4, company.id)]
    odoo.cr.commit()  # a company in China gets the chart of enterprises now; without entries it is replaced
    odoo["account.chart.template"].try_loading("cn_gov", company, install_demo=False)
    functional = odoo["gaj.functional.class"].search([], limit=1)
    company.write({"gaj_parallel": parallel, "gaj_functional_class_id": functional.id})
    there = odoo["account.account"].with_company(company)
    accounts = {
        code: there.search([("code", "=", code), ("company_ids", "=", company.id)]) for code in ("5001", "4001")
    }
    journal = odoo["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "general"), ("gaj_ledger", "=", "financial")], limit=1
    )
    odoo.cr.commit()
    return company, accounts, journal


def post(odoo, company, accounts, journal):
    """Make and post a lot of entries: an expense paid by the treasury."""
    economic = odoo["gaj.economic.class"].search([("code", "=", "30201")], limit=1)
    moves = (
        odoo["account.move"]
        .with_company(company)
        .create(
            [
                {
                    "journal_id": journal.id,
                    "date": date(2026, 3, 1 + number % 28),
                    "ref": f"办公用品 {number}",
                    "line_ids": [
                        (
                            0,
                            0,
                            {"account_id": accounts["5001"].id, "debit": 100.0, "gaj_economic_class_id": economic.id},
                        ),
                        (0, 0, {"account_id": accounts["4001"].id, "credit": 100.0}),
                    ],
                }
                for number in range(LOT)
            ]
        )
    )
    moves.action_post()
    odoo.flush_all()
    odoo.cr.commit()
