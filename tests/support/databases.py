"""Databases made from templates, read with plain SQL, and dropped at the end."""

import itertools
import shutil
from contextlib import closing, contextmanager

import psycopg2
from psycopg2 import sql

from support.settings import settings

_made = []
_numbers = itertools.count(1)


@contextmanager
def connection(database):
    """A connection to ``database`` that is closed at the end; nothing is committed unless the caller does so."""
    with closing(psycopg2.connect(dbname=database)) as cnx:
        yield cnx


def rows(database, query, params=()):
    """The rows of one ``SELECT``."""
    with connection(database) as cnx, cnx.cursor() as cr:
        cr.execute(query, params)
        return cr.fetchall()


def value(database, query, params=()):
    """The first column of the first row, or None."""
    found = rows(database, query, params)
    return found[0][0] if found else None


def _administrate(*statements):
    with connection("postgres") as cnx:
        cnx.autocommit = True
        with cnx.cursor() as cr:
            for statement in statements:
                cr.execute(statement)


def filestore(database):
    """The folder in which Odoo keeps the files of ``database``."""
    return settings().data_dir / "filestore" / database


def new(purpose, template=None):
    """Create a database from ``template`` (its files too) and return its name; :func:`drop_all` removes it."""
    name = f"{settings().prefix}_{next(_numbers)}_{purpose}"[:63]
    drop(name)
    options = sql.SQL("TEMPLATE {}").format(sql.Identifier(template or "template0"))
    if not template:
        options += sql.SQL(" ENCODING 'UTF8' LC_COLLATE 'C'")
    _made.append(name)
    _administrate(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), options))
    if template and filestore(template).is_dir():
        shutil.copytree(filestore(template), filestore(name), dirs_exist_ok=True)
    return name


def drop(name):
    """Remove a database and its files, also when somebody is still connected."""
    _administrate(
        sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(sql.Literal(name)),
        sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)),
    )
    shutil.rmtree(filestore(name), ignore_errors=True)


def drop_all():
    """Remove every database made in this run."""
    while _made:
        drop(_made.pop())


def installed_addons(database):
    """Names of the ``gaj_*`` add-ons installed in ``database``."""
    found = rows(database, "SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE 'gaj\\_%%'")
    return {name for (name,) in found}


def forget_addons(database, names):
    """Let ``database`` know nothing of these add-ons, which are not installed; a bridge would install itself."""
    with connection(database) as cnx, cnx.cursor() as cr:
        cr.execute("DELETE FROM ir_module_module WHERE state <> 'installed' AND name = ANY(%s)", (list(names),))
        cr.execute(
            "DELETE FROM ir_model_data WHERE module = 'base' AND model = 'ir.module.module' AND name = ANY(%s)",
            ([f"module_{name}" for name in names],),
        )
        cnx.commit()


SCHEMA = {
    "table": "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v', 'm', 'p') AND {mine}",
    "sequence": "SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND c.relname !~ '^ir_sequence_' AND {mine}",
    "index": "SELECT c.relname FROM pg_class c WHERE c.relkind = 'i' AND {mine}",
    "column": "SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) "
    "|| CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END "
    "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm', 'p') AND {mine}",
    "constraint": "SELECT c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE {mine}",
    "trigger": "SELECT c.relname || ' ' || t.tgname "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND {mine}",
    "function": "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname = 'public' AND NOT EXISTS "
    "(SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')",
}


def schema(database):
    """Everything PostgreSQL keeps for ``database``, as a set of ``(kind, text)``; extensions are left out."""
    mine = "c.relnamespace = 'public'::regnamespace"
    with connection(database) as cnx, cnx.cursor() as cr:
        found = set()
        for kind, query in SCHEMA.items():
            cr.execute(query.replace("{mine}", mine))
            found.update((kind, text) for (text,) in cr.fetchall())
        return found


def table_counts(database):
    """Number of rows of each table of ours (``gaj_*``), by table."""
    tables = rows(database, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'gaj\\_%%'")
    with connection(database) as cnx, cnx.cursor() as cr:
        counts = {}
        for (table,) in tables:
            cr.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = cr.fetchone()[0]
        return counts
