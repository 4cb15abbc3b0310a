from odoo.tools import SQL


def post_init_hook(env):
    """Every company gets an institution of its own and every department one to belong to."""
    env["res.company"].with_context(active_test=False).search([])._gaj_make_institutions()
    departments = env["hr.department"].with_context(active_test=False).search([("gaj_institution_id", "=", False)])
    env.add_to_compute(departments._fields["gaj_institution_id"], departments)
    departments.flush_recordset(["gaj_institution_id"])


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall; a company stays, with its working hours, its users and its books."""
    leave_behind(env, "gaj_base", "res.company", "resource.calendar")
    release_own_tables(env, "gaj_base")


def leave_behind(env, addon, *models):
    """Let the records that ``addon`` made of ``models`` stay when it goes, because others refer to them.

    Kinds of budget stay where a budget has them, archived until the add-on comes back.
    """
    known = env["ir.model.data"].search([("module", "=", addon), ("model", "in", models)])
    kinds = env["gaj.budget.kind"].browse(known.filtered(lambda each: each.model == "gaj.budget.kind").mapped("res_id"))
    used = env["gaj.budget"].with_context(active_test=False).search([("kind_id", "in", kinds.ids)]).kind_id
    used.active = False
    known.filtered(lambda each: each.model != "gaj.budget.kind" or each.res_id in used.ids).unlink()


def release_own_tables(env, addon):
    """Take the records of the models of ``addon`` out of the web of keys; for its uninstall hook.

    The uninstall drops the tables. Without this, it first tries to delete each of their records that has an external
    id, and logs an error for every one that another record of ours still needs; and what points at records by model
    and id would point at others after the add-on is installed again.
    """
    own = {name: model for name, model in env.registry.items() if model._original_module == addon}
    env.flush_all()
    env.cr.execute("DELETE FROM ir_model_data WHERE model = ANY(%s)", (list(own),))
    _let_go(env, list(own))
    env.cr.execute(
        "SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " WHERE k.contype = 'f' AND c.relnamespace = current_schema::regnamespace"
        " AND (c.relname = ANY(%s) OR c.relname IN"
        " (SELECT r.name FROM ir_model_relation r JOIN ir_module_module m ON m.id = r.module WHERE m.name = %s))",
        ([model._table for model in own.values()], addon),
    )
    for table, key in env.cr.fetchall():
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(key)))
    _empty(env, own.values())
    env.invalidate_all()


def _empty(env, models):
    """Empty the tables of ``models``: a row left would be computed anew for each department or user that goes away."""
    env.cr.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema::regnamespace"
        " AND c.relname = ANY(%s)",
        [[model._table for model in models]],
    )
    tables = [name for (name,) in env.cr.fetchall()]
    env.cr.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid = ANY(%s::regclass[])",
        [tables],
    )
    for table, key in env.cr.fetchall():
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(key)))
    if tables:
        env.cr.execute(SQL("TRUNCATE %s", SQL(", ").join(map(SQL.identifier, tables))))


def _let_go(env, models):
    """Drop what points at records of ``models`` by name; a tag number is never given out again, so tags are voided."""
    env.cr.execute(
        "UPDATE gaj_tag SET state = 'void', void_reason = %s, voided_on = %s, res_model = NULL, res_id = NULL"
        " WHERE res_model = ANY(%s)",
        (env._("The application that kept the record was uninstalled."), env.cr.now(), models),
    )
    env.cr.execute("DELETE FROM gaj_tag_alias WHERE res_model = ANY(%s)", (models,))
    env.cr.execute("DELETE FROM gaj_sheet_import_record WHERE res_model = ANY(%s)", (models,))
    env.cr.execute(
        "DELETE FROM gaj_occupancy WHERE res_model = ANY(%s)"
        " OR bookable_id IN (SELECT id FROM gaj_bookable WHERE res_model = ANY(%s))",
        (models, models),
    )
    env.cr.execute("DELETE FROM gaj_bookable WHERE res_model = ANY(%s)", (models,))
    _release_budgets(env, models)
    env.cr.execute("DELETE FROM tier_review WHERE model = ANY(%s)", (models,))


def _release_budgets(env, models):
    """Give back what documents of ``models`` have committed, and keep the movements without them."""
    env.cr.execute(
        "WITH open AS (SELECT budget_id, company_id, SUM(amount) AS amount FROM gaj_budget_line"
        " WHERE kind IN ('commit', 'release') AND res_model = ANY(%s) GROUP BY 1, 2 HAVING SUM(amount) > 0),"
        " released AS (INSERT INTO gaj_budget_line (budget_id, company_id, date, kind, amount, name, create_date)"
        " SELECT budget_id, company_id, %s, 'release', -amount, %s, %s FROM open)"
        " UPDATE gaj_budget SET committed_amount = committed_amount - open.amount,"
        " available_amount = available_amount + open.amount FROM open WHERE gaj_budget.id = open.budget_id",
        (
            models,
            env.cr.now().date(),
            env._("The application that kept the record was uninstalled."),
            env.cr.now(),
        ),
    )
    env.cr.execute("UPDATE gaj_budget_line SET res_model = NULL, res_id = NULL WHERE res_model = ANY(%s)", (models,))
