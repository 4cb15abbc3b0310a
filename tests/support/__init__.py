"""What the suite tests in ``tests/system`` stand on: databases, servers, clients, and walks over our add-ons.

``./gaj test`` runs ``$GAJ_PYTHON -m pytest tests/system`` with these variables set (nothing else is read):

==========================  ==============================================================================
``GAJ_PYTHON``              interpreter that imports Odoo 19, psycopg2 and pytest (the private environment's)
``GAJ_ADDONS_PATH``         the value of ``--addons-path``, our ``addons`` included
``GAJ_DATA_DIR``            Odoo's ``--data-dir``, in which the filestores of the templates lie
``GAJ_CORE_TEMPLATE``       database with the core and OCA add-ons that ours need, none of ours, no demo data
``GAJ_TEST_TEMPLATE``       database with every ``gaj_*`` add-on, no demo data
``GAJ_DEMO_CORE_TEMPLATE``  as ``GAJ_CORE_TEMPLATE``, with demo data
``GAJ_DEMO_TEMPLATE``       database with every ``gaj_*`` add-on, demo data, and the language ``zh_CN`` loaded
``GAJ_TEST_PREFIX``         the names of all databases made here start with it; all are dropped at the end
``GAJ_TEST_LOGS``           folder in which the logs of servers are kept; without it they are temporary
``PGHOST`` …                ``PGHOST``, ``PGPORT``, ``PGUSER``, ``PGPASSWORD`` as libpq knows them
==========================  ==============================================================================

Nobody may be connected to a template while the tests run: PostgreSQL refuses to copy a database in use.
A template that is not named is made at the start and dropped at the end, which costs some minutes.
"""
