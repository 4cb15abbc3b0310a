"""Depreciation: a month of 100,000 assets, reckoned, checked and posted as one journal entry.

The baseline is OCA's `account_asset_management`, in a database and a process of its own: the entries of one month of
assets whose schedules were reckoned before (that costs nothing here), posted by its own wizard. Both take one month of
straight-line depreciation over six years; the ratio compares CPU seconds for each asset.
"""

from datetime import date

from harness import figure, measure

CARDS = 100_000
DEPARTMENTS = 20
OCA_CARDS = 300
MONTH = date(2026, 3, 1)
TODAY = date(2026, 3, 31)
LIFE_MONTHS = 72
COST = 4800


def figures(env):
    with env.database("gaj_assets") as name, env.odoo(name) as odoo:
        make_cards(odoo)
        run_first(odoo)
        run = odoo["gaj.asset.depreciation.run"].create({"month": MONTH})
        odoo.flush_all()
        odoo.cr.commit()
        with measure(odoo.cr) as ours:
            run.action_compute()
            odoo.cr.commit()
            run.action_post()
            odoo.flush_all()
            odoo.cr.commit()
        if run.line_count != CARDS or run.state != "posted":
            raise RuntimeError(f"{run.line_count} of {CARDS} cards were depreciated, the run is {run.state}")
        moves = len(run.move_ids)
    other = env.beside(oca_month)
    each = other["cpu_s"] / other["assets"]
    return [
        figure("depreciation", "cpu_s", ours.cpu_s, "s", size=CARDS, baseline=each * CARDS, bound=25),
        figure(
            "depreciation", "queries", ours.queries, "", size=CARDS,
            baseline=other["queries"] / other["assets"] * CARDS, bound=2000,
        ),
        figure("depreciation", "moves", moves, "", size=CARDS, baseline=CARDS, bound=1),
        figure(
            "depreciation", "ratio_vs_oca", each / (ours.cpu_s / CARDS), "x", size=other["assets"], bound=300,
            more_is_better=True,
        ),
    ]  # fmt: skip


def make_cards(odoo):
    """Fill the books with cards of many departments and categories, and set up the accounts."""
    setup = odoo["gaj.asset.account.setup"].create({"company_id": odoo.company.id, "standard": "government"})
    setup._apply()
    departments = odoo["hr.department"].create([{"name": f"科室{number}"} for number in range(DEPARTMENTS)])
    categories = odoo["gaj.asset.category"].search([("child_ids", "=", False), ("is_depreciable", "=", True)])
    odoo.flush_all()
    odoo.cr.execute(
        """
        INSERT INTO gaj_asset (company_id, name, category_id, acquisition_type, acquisition_date, booking_date, cost,
                               accumulated, net_value, life_months, months_done, department_id, state, use_state, method,
                               nature, value_type, quantity, create_uid, create_date, write_uid, write_date)
        SELECT %(company)s, '台式计算机 ' || number %% 50, (%(categories)s::integer[])[1 + number %% %(kinds)s],
               'purchase', '2026-01-15', '2026-01-15', %(cost)s + number %% 1000 / 100.0, 0,
               %(cost)s + number %% 1000 / 100.0, %(life)s, 0, (%(departments)s::integer[])[1 + number %% %(count)s],
               'in_use', 'in_use', 'straight_line', 'non_operating', 'cost', 1, 1, now(), 1, now()
          FROM generate_series(1, %(cards)s) AS number
        """,
        {
            "company": odoo.company.id,
            "categories": categories.ids,
            "kinds": len(categories),
            "departments": departments.ids,
            "count": DEPARTMENTS,
            "cost": COST,
            "life": LIFE_MONTHS,
            "cards": CARDS,
        },
    )
    odoo["gaj.asset"].search([])._gaj_assign_tags()
    odoo.cr.execute(
        """
        UPDATE gaj_asset SET asset_no = tag_no;
        INSERT INTO gaj_asset_segment (asset_id, company_id, date, month_from, method, base, months, units_total, opening,
                                       cost_change, accumulated_change, create_uid, create_date, write_uid, write_date)
        SELECT id, company_id, booking_date, '2026-01-01', method, cost, life_months, 0, 0, cost, 0, 1, now(), 1, now()
          FROM gaj_asset;
        """
    )
    odoo.cr.commit()
    odoo.cr.execute("ANALYZE gaj_asset; ANALYZE gaj_asset_segment")
    odoo.cr.commit()


def run_first(odoo):
    """Run the months before, so that the month measured is one of many."""
    for month in (date(2026, 1, 1), date(2026, 2, 1)):
        run = odoo["gaj.asset.depreciation.run"].create({"month": month})
        run.action_compute()
        run.action_post()
        odoo.flush_all()
        odoo.cr.commit()


def oca_month(env):
    """Return what one month of OCA's assets costs: `{"assets", "cpu_s", "queries"}`."""
    with env.database("account_asset_management") as name, env.odoo(name) as odoo:
        assets = make_oca_assets(odoo)
        odoo.flush_all()
        odoo.cr.commit()
        odoo["account.asset.compute"].create({"date_end": date(2026, 1, 31)}).asset_compute()
        odoo.cr.commit()
        wizard = odoo["account.asset.compute"].create({"date_end": date(2026, 2, 28)})
        with measure(odoo.cr) as other:
            wizard.asset_compute()
            odoo.flush_all()
            odoo.cr.commit()
        posted = odoo["account.asset.line"].search_count([("line_date", "=", "2026-02-28"), ("move_check", "=", True)])
        if posted != len(assets):
            raise RuntimeError(f"{posted} of {len(assets)} assets were depreciated")
        return {"assets": len(assets), "cpu_s": other.cpu_s, "queries": other.queries}


def make_oca_assets(odoo):
    """Return open assets of OCA's add-on with their schedules reckoned."""
    accounts = odoo["account.account"].create(
        [
            {"code": code, "name": name, "account_type": kind}
            for code, name, kind in [
                ("160101", "固定资产", "asset_fixed"),
                ("160201", "累计折旧", "asset_fixed"),
                ("500101", "业务活动费用", "expense_depreciation"),
            ]
        ]
    )
    journal = odoo["account.journal"].create({"name": "资产", "code": "ZC", "type": "general"})
    profile = odoo["account.asset.profile"].create(
        {
            "name": "台式计算机",
            "account_asset_id": accounts[0].id,
            "account_depreciation_id": accounts[1].id,
            "account_expense_depreciation_id": accounts[2].id,
            "journal_id": journal.id,
            "method_time": "year",
            "method_number": LIFE_MONTHS // 12,
            "method_period": "month",
        }
    )
    assets = odoo["account.asset"].create(
        [
            {
                "name": f"台式计算机 {number}",
                "profile_id": profile.id,
                "purchase_value": COST + number % 1000 / 100,
                "date_start": date(2026, 1, 1),
            }
            for number in range(OCA_CARDS)
        ]
    )
    assets.compute_depreciation_board()
    assets.validate()
    return assets
