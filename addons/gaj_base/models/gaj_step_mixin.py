from odoo import models
from odoo.exceptions import AccessError, UserError


class GajStepMixin(models.AbstractModel):
    """A document with a ``state`` that moves by steps only, each taken by certain roles and from certain states.

    A step checks with :meth:`_check_step`, does its work and writes with :meth:`_step`. A model whose steps are mostly
    taken by the same roles names them in ``_gaj_step_groups``; one that refusals call by more than its display name
    says so in :meth:`_gaj_step_name`.
    """

    _name = "gaj.step.mixin"
    _description = "Document That Moves by Steps"
    _gaj_step_groups = ()

    def _gaj_step_name(self):
        """Return what a refusal calls this document."""
        self.ensure_one()
        return self.display_name

    def _state_label(self, state):
        """Return the name of ``state`` in the user's language."""
        return dict(self._fields["state"]._description_selection(self.env))[state]

    def _check_role(self, *groups):
        """
        :raises AccessError: if the user has none of the roles ``groups``
        """
        if not any(self.env.user.has_group(group) for group in groups):
            # sudo: the names of roles are no secret
            names = ", ".join(self.env.ref(group).sudo().display_name for group in groups)
            raise AccessError(
                self.env._("This step is taken by the role “%(role)s”. Ask somebody who has it.", role=names)
            )

    def _check_state(self, before):
        """
        :raises UserError: if one of these documents is in none of the states ``before``
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for document in self:
            if document.state not in before:
                raise UserError(
                    self.env._(
                        "%(document)s is “%(now)s”; this step starts from: %(before)s.",
                        document=document._gaj_step_name(),
                        now=labels[document.state],
                        before=", ".join(labels[state] for state in labels if state in before),
                    )
                )

    def _check_step(self, before, groups=None):
        """Look whether the user may take a step with this document now.

        :raises AccessError: if the user may not read it, or has none of the roles ``groups``
        :raises UserError: if it is in none of the states ``before``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role(*(groups or self._gaj_step_groups))
        self._check_state(before)

    def _step(self, state, before=None, groups=None, **values):
        """Bring these documents to ``state`` and write what the step notes.

        With ``before`` the refusals are those of :meth:`_check_step`; without it the caller has checked.
        """
        if before is not None:
            self._check_step(before, groups)
        # sudo: the state moves by steps only; role and state were checked
        self.sudo().with_context(skip_validation_check=True).write({"state": state, **values})
