"""Questions to the database server, answered as JSON. Runs with the private interpreter: `pgtool.py ACTION …`.

info                    version and rights of the user
list                    databases with their comment
comment NAME TEXT       set the comment of a database
create NAME             an empty database as Odoo wants it
copy NAME NEW           NEW becomes a copy of NAME
rename NAME NEW
drop NAME               disconnects whoever uses it
modules NAME            {module: state} of an Odoo database, without the uninstalled ones
admin NAME LANG TZ      language and time zone of the user admin
Exit status 3: the database exists or not, contrary to what was asked; 4: no right;
5: the server does not answer; 1: anything else.
"""

import json
import sys

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from psycopg2.sql import SQL, Identifier


def connect(name=None):
    """Return an autocommit connection to `name`, else to the first maintenance database that lets us in."""
    for candidate in [name] if name else ["postgres", "template1"]:
        try:
            connection = psycopg2.connect(dbname=candidate, connect_timeout=10)
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            return connection
        except psycopg2.OperationalError as error:
            problem = error
    raise problem


def ask(query, args=(), name=None):
    """Run one statement and return its rows, if any."""
    connection = connect(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, args)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def info():
    version, user, create = ask(
        "SELECT current_setting('server_version_num')::int, current_user, rolcreatedb OR rolsuper"
        "  FROM pg_roles WHERE rolname = current_user"
    )[0]
    return {"version": version, "user": user, "create": create}


def databases():
    rows = ask("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE NOT datistemplate")
    return dict(rows)


def comment(name, text):
    ask(SQL("COMMENT ON DATABASE {} IS %s").format(Identifier(name)), [text])


def create(name):
    ask(SQL("CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0").format(Identifier(name)))


def disconnect(name):
    ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [name])


def copy(name, new):
    disconnect(name)
    ask(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(new), Identifier(name)))


def rename(name, new):
    disconnect(name)
    ask(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(name), Identifier(new)))


def drop(name):
    disconnect(name)
    ask(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def modules(name):
    return dict(ask("SELECT name, state FROM ir_module_module WHERE state <> 'uninstalled'", name=name))


def admin(name, lang, timezone):
    ask(
        "UPDATE res_partner SET lang = %s, tz = %s WHERE id IN (SELECT partner_id FROM res_users WHERE login = 'admin')",
        [lang, timezone],
        name=name,
    )


ACTIONS = {
    "info": info,
    "list": databases,
    "comment": comment,
    "create": create,
    "copy": copy,
    "rename": rename,
    "drop": drop,
    "modules": modules,
    "admin": admin,
}


def main(action, *args):
    """Print the answer of one action; on failure one line on standard error and the status that says why."""
    try:
        print(json.dumps(ACTIONS[action](*args)))
    except (errors.DuplicateDatabase, errors.InvalidCatalogName) as error:
        problem, status = error, 3
    except errors.InsufficientPrivilege as error:
        problem, status = error, 4
    except psycopg2.OperationalError as error:
        problem, status = error, 1 if error.pgcode else 5
    except psycopg2.Error as error:
        problem, status = error, 1
    else:
        return 0
    sys.stderr.write(" ".join(str(problem).split()) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
