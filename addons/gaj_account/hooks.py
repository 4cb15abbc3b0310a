def uninstall_hook(env):
    """Nothing stands in the way of the uninstall: entries of both ledgers stay, with the accounts that they use.

    The uninstall drops the tables of our models. Without this, it first tries to delete each of their records and logs
    an error for every class that a journal item still names. The company of the demonstration stays with its books.
    """
    own = [name for name, model in env.registry.items() if model._original_module == "gaj_account"]
    env["ir.model.data"].search([("module", "=", "gaj_account"), ("model", "in", ["res.company", *own])]).unlink()
