"""Every failure that a person can meet: one class, one sentence, one exit status.

`TABLE` lists them all; `./gaj errors` prints it. The text given to an error names the case (which port, which
file) and the way out; `meaning` is the general sentence of the table.
"""

from __future__ import annotations

TABLE: list[type[GajError]] = []


class GajError(Exception):
    """A failure with a sentence that says what is wrong and what to do. Shown without a traceback."""

    status = 1
    meaning = "A check or a test did not pass."

    def __init_subclass__(cls) -> None:
        TABLE.append(cls)


TABLE.append(GajError)


class UsageError(GajError):
    status = 2
    meaning = "The command was called in a way that makes no sense."


class WrongPython(GajError):
    status = 10
    meaning = "The Python that runs ./gaj is older than 3.10 or newer than 3.13."


class WrongSystem(GajError):
    status = 11
    meaning = "The system is not Debian 12 or newer; docker/ works anywhere."


class NoNetwork(GajError):
    status = 12
    meaning = "A server needed for the set-up cannot be reached."


class BrokenDownload(GajError):
    status = 13
    meaning = "A download arrived short, changed or without a valid signature."


class DiskFull(GajError):
    status = 14
    meaning = "There is not enough room on the disk for the next step."


class PortTaken(GajError):
    status = 15
    meaning = "Another program listens on the port."


class NoAptPermission(GajError):
    status = 16
    meaning = "System packages are missing and this user may not install them."


class AptFailed(GajError):
    status = 17
    meaning = "apt-get failed for a reason of its own."


class PipFailed(GajError):
    status = 18
    meaning = "pip could not install the pinned Python packages."


class BrokenOdooTree(GajError):
    status = 19
    meaning = "The unpacked Odoo is incomplete: a link in it leads nowhere."


class WrongOdoo(GajError):
    status = 20
    meaning = "GAJ_ODOO does not lead to an Odoo 19."


class PostgresTooOld(GajError):
    status = 21
    meaning = "The PostgreSQL server is older than 13."


class PostgresUnreachable(GajError):
    status = 22
    meaning = "The PostgreSQL server named by PGHOST does not answer or refuses this user."


class PostgresFailed(GajError):
    status = 23
    meaning = "The private PostgreSQL cluster does not start."


class NoDatabaseRight(GajError):
    status = 24
    meaning = "The PostgreSQL user may not create databases or extensions."


class DatabaseExists(GajError):
    status = 25
    meaning = "A database of this name exists already."


class NoSuchDatabase(GajError):
    status = 26
    meaning = "There is no database of this name."


class ForeignDatabase(GajError):
    status = 27
    meaning = "A database of this name exists, but ./gaj did not make it and will not touch it."


class InstallFailed(GajError):
    status = 28
    meaning = "The add-ons could not be installed into a new database; it was removed again."


class UpgradeFailed(GajError):
    status = 29
    meaning = "The add-ons could not be upgraded in a database; it was put back as it was."


class ServerFailed(GajError):
    status = 30
    meaning = "The Odoo server did not come up."


class NotWritable(GajError):
    status = 31
    meaning = "This user may not write into the private folder."


class UnknownAddon(GajError):
    status = 32
    meaning = "There is no add-on of this name."


class ToolMissing(GajError):
    status = 33
    meaning = "A program that should be on every Debian is missing."


class Defect(GajError):
    status = 70
    meaning = "A defect in ./gaj itself; the details are in the log file named in the message."


class Interrupted(GajError):
    status = 130
    meaning = "Stopped by Ctrl-C or a signal; the next run continues."
