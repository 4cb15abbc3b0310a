def post_init_hook(env):
    """Every company gets an institution of its own and every department one to belong to."""
    env["res.company"].with_context(active_test=False).search([])._gaj_make_institutions()
    departments = env["hr.department"].with_context(active_test=False).search([("gaj_institution_id", "=", False)])
    env.add_to_compute(departments._fields["gaj_institution_id"], departments)
    departments.flush_recordset(["gaj_institution_id"])
