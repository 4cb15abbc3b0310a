def post_init_hook(env):
    """Every company gets an institution of its own and every department one to belong to."""
    env["res.company"].with_context(active_test=False).search([])._gaj_make_institutions()
    departments = env["hr.department"].with_context(active_test=False).search([("gaj_institution_id", "=", False)])
    env.add_to_compute(departments._fields["gaj_institution_id"], departments)
    departments.flush_recordset(["gaj_institution_id"])


def uninstall_hook(env):
    """Departments and companies let go of their institutions, which can then be deleted with the add-on."""
    env.cr.execute("UPDATE hr_department SET gaj_institution_id = NULL")
    env.cr.execute("UPDATE res_company SET gaj_institution_id = NULL")
    env.invalidate_all()
