from odoo import models
from odoo.exceptions import UserError

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from ..rules import service as rules
from .roles import MANAGER

ASSIGNABLE = ("draft", "assigned", "preparing", "ready", "serving")


class GajServiceOrder(models.Model):
    """Who serves: on shift, trained, and in one room at a time, for which the ledger stands."""

    _inherit = "gaj.service.order"

    def action_assign(self):
        """Give the open tasks to the people named on the order, and take their time in the ledger.

        :raises UserError: too few people, not on shift, or without the training that the meeting asks for
        :raises AlreadyOccupied: somebody serves elsewhere at that time
        """
        for order in self:
            order._check_step(("draft", "assigned", "preparing", "ready"), (MANAGER,))
            order._gaj_fill_for_each()
            order._gaj_share_tasks()
            order._gaj_check_staffed()
            if order.state == "draft":
                order._step("assigned")
        return True

    def _gaj_share_tasks(self):
        """Share the tasks that nobody has yet among the people of their role, one each and round again."""
        open_tasks = self.task_ids.filtered(lambda task: task.state == "todo" and not task.employee_id).sorted("start")
        named = {role: each.employee_id for role, each in self.sudo().person_ids.grouped("role").items()}
        turn = dict.fromkeys(named, 0)
        for task in open_tasks:
            role = "technician" if task.role == "technician" else "attendant"
            if people := named.get(role):
                # a task that each of several people has goes to somebody else than its twin
                people = people - self._gaj_twins(task).employee_id or people
                task.sudo().employee_id = people[turn[role] % len(people)]
                turn[role] += 1
        self._gaj_check_people(self.task_ids)
        self._gaj_keep_ledger()

    def _gaj_twins(self, task):
        """Return the other tasks of this order that are the same for another person."""
        return (self.task_ids - task).filtered(
            lambda each: each.template_task_id == task.template_task_id and each.start == task.start
        )

    def _gaj_check_staffed(self):
        """
        :raises UserError: a task nobody does, or fewer people than needed
        """
        todo = self.task_ids.filtered(lambda task: task.state == "todo")
        if without := todo.filtered(lambda task: not task.employee_id)[:1]:
            raise UserError(
                self.env._(
                    "%(order)s: nobody does “%(task)s”. Name the attendants and technicians, or choose somebody for it.",
                    order=self.display_name,
                    task=without.name,
                )
            )
        for role, needed in (("attendant", self.attendants), ("technician", self.technicians)):
            people = self.task_ids.filtered(lambda task, role=role: task.role == role).employee_id
            if len(people) < needed:
                raise UserError(
                    self.env._(
                        "%(order)s needs %(needed)s of the role “%(role)s” and has %(found)s. Name more people.",
                        order=self.display_name,
                        needed=needed,
                        role=dict(self.task_ids._fields["role"]._description_selection(self.env))[role],
                        found=len(people),
                    )
                )

    # ------------------------------------------------------------------ may they

    def _gaj_check_people(self, tasks):
        """
        :raises UserError: if somebody who is to do one of ``tasks`` is not on shift or not trained for it
        """
        for task in tasks.filtered(lambda each: each.employee_id and each.state == "todo"):
            if reason := self._gaj_hindrance(task):
                raise UserError(reason)

    def _gaj_hindrance(self, task):
        """Return why the assignee cannot do ``task``, or nothing."""
        # sudo: the names, shifts and trainings of colleagues are looked at by whoever assigns or swaps tasks
        task, employee = task.sudo(), task.sudo().employee_id
        texts = {"who": employee.name, "task": task.name, "order": self.display_name}
        shifts = self.env["gaj.service.shift"].sudo()._gaj_of(employee, task.start, task.stop)
        if self.company_id._gaj_is_day_off(self._gaj_day()):
            shifts = shifts.filtered(lambda shift: shift.kind != "normal")
            missing = self.env._(
                "%(who)s has no duty shift for “%(task)s” of %(order)s, which is on a weekend or holiday. Enter a duty or"
                " holiday shift, or choose somebody else.",
                **texts,
            )
        else:
            missing = self.env._(
                "%(who)s is not on shift for “%(task)s” of %(order)s. Enter the shift, or choose somebody else.",
                **texts,
            )
        if not rules.is_covered(task.start, task.stop, [(shift.start, shift.stop) for shift in shifts]):
            return missing
        trainings = self.env["gaj.service.training"].sudo()
        if self.is_confidential and not trainings._gaj_valid(employee, "secrecy", self._gaj_day()):
            return self.env._(
                "%(order)s is a confidential meeting, and %(who)s has no secrecy training valid on that day. Choose"
                " somebody who has.",
                **texts,
            )
        return None

    # ------------------------------------------------------------------ ledger

    def _gaj_person_rows(self):
        """Return ``[(employee, start, stop)]`` that exclusive tasks take, those of one person joined where they touch."""
        taken = self.sudo().task_ids.filtered(
            lambda task: task.is_exclusive and task.employee_id and task.state == "todo"
        )
        return [
            (employee, start, stop)
            for employee, tasks in taken.grouped("employee_id").items()
            for start, stop in rules.merged([(task.start, task.stop) for task in tasks])
        ]

    def _gaj_keep_ledger(self):
        """Let the ledger say who serves when: nobody serves two rooms at once.

        :raises AlreadyOccupied: somebody is elsewhere at that time
        """
        ledger = self.env["gaj.occupancy"]
        for order in self.sudo():
            rows = order._gaj_person_rows()
            employees = order.env["hr.employee"].union(*(row[0] for row in rows))
            bookables = dict(zip(employees.ids, order.env["gaj.bookable"]._gaj_for(employees), strict=True))
            wanted = {(bookables[employee.id].id, start, stop) for employee, start, stop in rows}
            present = ledger._gaj_of(order)
            if {(row.bookable_id.id, row.start, row.stop) for row in present} == wanted:
                continue
            # old and new people in one go, or two orders that swap them would wait for each other
            present.bookable_id.union(*bookables.values())._gaj_lock()
            ledger._gaj_release(order)
            ledger._gaj_occupy([order._gaj_row_vals(*each) for each in sorted(wanted)])

    def _gaj_row_vals(self, bookable_id, start, stop):
        return {
            "bookable_id": bookable_id,
            "start": start,
            "stop": stop,
            "kind": "duty",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _gaj_keep_people(self):
        """Keep those who can also come at the new time; the others are freed, and the order waits for people again."""
        freed = self.env["hr.employee"].sudo()
        tasks = self.task_ids.filtered(lambda task: task.state == "todo" and task.employee_id)
        for task in tasks:
            if self._gaj_hindrance(task):
                freed |= task.employee_id
        while True:
            tasks.filtered_domain([("employee_id", "in", freed.ids)]).sudo().employee_id = False
            try:
                with self.env.cr.savepoint():
                    self._gaj_keep_ledger()
                break
            except AlreadyOccupied as refusal:
                busy = self.env["gaj.bookable"].sudo().browse([each["bookable_id"] for each in refusal.conflicts])
                more = freed.browse(busy.mapped("res_id")) - freed
                if not more:
                    # whoever is in the way cannot be told: everybody is asked again
                    more = tasks.employee_id - freed
                freed |= more
        if freed and self.state in ("assigned", "preparing", "ready"):
            self._step("draft")
            self._gaj_tell_freed(freed)

    def _gaj_tell_freed(self, employees):
        """Note on the order who cannot come at the new time."""
        self.message_post(
            body=self.env._(
                "The meeting has moved, and these cannot serve then: %s. Assign somebody else.",
                ", ".join(employees.mapped("name")),
            )
        )
