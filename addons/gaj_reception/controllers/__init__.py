from . import meeting_checkin, meeting_panel
