"""Ends a server in the middle of its work, and clients that do not give up."""

import http.client
import threading
import time

from support import databases

PATIENCE_SECONDS = 120
POLL_SECONDS = 0.002
LOST = (OSError, http.client.HTTPException)


class NeverHappened(AssertionError):
    """The moment for which a test waited did not come."""


def working_on(database, pattern):
    """A condition: a transaction is open in ``database`` whose latest statement matches ``pattern`` (SQL LIKE)."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        " AND xact_start IS NOT NULL AND query ILIKE %s"
    )
    return query, (database, pattern)


def committed(query, *params):
    """A condition: ``query`` finds something other than zero, so it is committed."""
    return query, params


def wait_for(database, condition, give_up=lambda: False):
    """Return as soon as ``condition`` holds.

    :raises NeverHappened: if it does not within two minutes, or ``give_up()`` says that it cannot any more
    """
    query, params = condition
    deadline = time.monotonic() + PATIENCE_SECONDS
    with databases.connection(database) as cnx:
        cnx.autocommit = True
        with cnx.cursor() as cr:
            while time.monotonic() < deadline:
                done = give_up()
                cr.execute(query, params)
                if cr.fetchone()[0]:
                    return
                if done:
                    break
                time.sleep(POLL_SECONDS)
    raise NeverHappened(f"Waited in vain for: {query} {params}")


def wait_until_quiet(database):
    """Return when no transaction that wrote anything is open: what a killed server began has been undone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
    )
    while databases.value(database, query, (database,)):
        assert time.monotonic() < deadline, "A transaction of the killed server stays open."
        time.sleep(POLL_SECONDS)


def kill_when(server, condition, give_up=lambda: False):
    """SIGKILL ``server`` when ``condition`` holds, and return when PostgreSQL has undone what was not committed."""
    wait_for(server.database, condition, give_up)
    server.kill()
    wait_until_quiet(server.database)


def persistently(call):
    """The result of ``call()``, called again as often as the connection is lost."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return call()
        except LOST:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


class Background:
    """A call in a thread of its own; ``result()`` waits and hands out its result or its error."""

    def __init__(self, call):
        self._outcome = None
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._thread.start()

    def _run(self, call):
        try:
            self._outcome = call(), None
        except BaseException as error:  # noqa: BLE001 - handed out by result()
            self._outcome = None, error

    @property
    def is_over(self):
        return not self._thread.is_alive()

    def result(self):
        self._thread.join()
        value, error = self._outcome
        if error is not None:
            raise error
        return value
