"""Runs in the interpreter that has psycopg2: reads a request from standard input, looks, writes JSON lines.

Every SELECT gets a read-only transaction of its own with a time limit, so that a database in use is neither changed
nor held up. Standard library and psycopg2 only.
"""

import json
import sys

import psycopg2

SHOWN = 10  # rows of a breach that are shown


def installed(cnx):
    """Return the names of our installed add-ons."""
    with cnx, cnx.cursor() as cr:
        cr.execute("SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE 'gaj\\_%'")
        return sorted(name for (name,) in cr.fetchall())


def breaches(cnx, sql):
    """Return (columns, first rows, whether there are more) of a SELECT."""
    with cnx, cnx.cursor() as cr:
        cr.execute("DECLARE breaches NO SCROLL CURSOR FOR " + sql)
        cr.execute(f"FETCH {SHOWN + 1} FROM breaches")
        rows = cr.fetchall()
        return [column.name for column in cr.description], rows[:SHOWN], len(rows) > SHOWN


def main():
    """Answer one request: `{"database", "timeout", "invariants": [[name, sql]]}`, or without invariants: the add-ons."""
    request = json.load(sys.stdin)
    try:
        cnx = psycopg2.connect(dbname=request["database"], application_name="gaj check")
        cnx.set_session(readonly=True)
        if "invariants" not in request:
            print(json.dumps(installed(cnx)))
            return
        with cnx, cnx.cursor() as cr:
            cr.execute("SET statement_timeout = %s", [f"{request['timeout']}s"])
            cr.execute("SET lock_timeout = '5s'")
    except psycopg2.Error as error:
        sys.exit(str(error).strip())
    for name, sql in request["invariants"]:
        try:
            columns, rows, more = breaches(cnx, sql)
            answer = {"columns": columns, "rows": rows, "more": more}
        except psycopg2.Error as error:
            answer = {"error": str(error).strip().splitlines()[0]}
        print(json.dumps({"name": name, **answer}, default=str), flush=True)


main()
