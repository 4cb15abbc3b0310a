"""How the walks of role and action ask: each role tries a step on the same record, and nothing of it stays."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

#: The roles of the table of roles and permissions, and an employee who has none.
ROLES = ("user", "clerk", "manager", "finance", "leader", "discipline", "auditor", "nobody")


class WalkMixin:
    """For a case with ``users``: who may take a step, and who is denied it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "discipline" not in cls.users:
            cls.users["discipline"] = new_test_user(
                cls.env, "gaj_assets_discipline", groups="gaj_base.group_gaj_discipline"
            )

    def try_as(self, role, record, call):
        """Return what keeps ``role`` from ``call``, ``None`` if nothing does; the database stays as it was."""
        record = record.with_user(self.users[role])
        with self.env.cr.savepoint() as savepoint:
            try:
                call(record)
                self.env.flush_all()
            except UserError as error:
                return error
            finally:
                savepoint.rollback()
                self.env.invalidate_all()
                self.env.cr.precommit.clear()
        return None

    def walk(self, name, record, call, allowed, sided=()):
        """Check that exactly the roles ``allowed`` may take the step; every other one is denied it.

        :param sided: roles that have such a right, but not on this record: they may be told so in other words
        """
        for role in ROLES:
            with self.subTest(step=name, role=role):
                error = self.try_as(role, record, call)
                if role in allowed:
                    self.assertIsNone(error, f"{role} is kept from {name}: {error}")
                elif role in sided:
                    self.assertIsInstance(error, UserError, f"{role} could take {name} on the other side")
                else:
                    self.assertIsInstance(error, AccessError, f"{role} is not denied {name}, but: {error}")

    def nobody(self, name, record, call):
        """Check that no role may do it, in whatever words it is refused."""
        self.walk(name, record, call, (), sided=ROLES)

    def step(self, record, name, allowed, by=None, sided=()):
        """Walk the step method ``name`` and then take it as ``by`` (else the first of ``allowed``)."""
        self.walk(name, record, lambda mine: getattr(mine, name)(), allowed, sided)
        getattr(record.with_user(self.users[by or allowed[0]]), name)()
        self.env.invalidate_all()
