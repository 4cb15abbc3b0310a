from . import gaj_meeting_booking_reason
from . import gaj_reception_reason
from . import gaj_meeting_feedback
from . import gaj_meeting_series_edit
