from odoo.exceptions import UserError


class AlreadyOccupied(UserError):
    """Something asked for is occupied at that time.

    ``conflicts`` is a list of dicts with ``bookable_id``, ``bookable``, ``start``, ``stop`` (UTC), ``who`` and ``what``;
    ``who`` and ``what`` are empty where the other occupation cannot be read.
    """

    def __init__(self, message, conflicts):
        super().__init__(message)
        self.conflicts = conflicts


class BudgetExceeded(UserError):
    """A budget does not allow what is asked for.

    ``budget_id`` is the id of the ``gaj.budget``; ``wanted`` and ``available`` are ``Decimal`` yuan.
    """

    def __init__(self, message, budget_id, wanted, available):
        super().__init__(message)
        self.budget_id = budget_id
        self.wanted = wanted
        self.available = available
