"""External ids of the roles that steps of meetings and of conference service ask for."""

USER = "gaj_reception.group_gaj_meeting_user"
APPROVER = "gaj_reception.group_gaj_meeting_approver"
STAFF = "gaj_reception.group_gaj_conference_staff"
MANAGER = "gaj_reception.group_gaj_conference_manager"
CONTACT = "gaj_base.group_gaj_department_contact"
FINANCE = "gaj_base.group_gaj_finance"
