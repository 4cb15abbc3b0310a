"""Odoo inside this process, for tests that make thousands of calls."""

import importlib
import logging
from contextlib import contextmanager

from support.settings import settings


def _odoo():
    """The ``odoo`` package, configured for this run."""
    config = importlib.import_module("odoo.tools").config
    options = [f"--addons-path={','.join(settings().addons_path)}", f"--data-dir={settings().data_dir}"]
    config.parse_config([*options, "--http-interface=127.0.0.1", "--max-cron-threads=0"], setup_logging=False)
    for name in ("odoo", "py.warnings"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # every refused call would leave a line
    return importlib.import_module("odoo")


@contextmanager
def superuser(database):
    """An environment of the superuser in ``database``. Nothing is ever committed.

    ``cr.commit`` only flushes, so that a method that commits (a cron, a long import) is undone with all the rest.
    """
    _odoo()
    registry_class = importlib.import_module("odoo.modules.registry").Registry
    api = importlib.import_module("odoo.api")
    registry = registry_class(database)
    cr = registry.cursor()
    cr.commit = cr.flush
    try:
        yield api.Environment(cr, api.SUPERUSER_ID, {})
    finally:
        del cr.commit
        cr.rollback()
        cr.close()
        registry_class.delete(database)
        importlib.import_module("odoo.sql_db").close_db(database)
