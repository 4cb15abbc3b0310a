from . import test_booking
from . import test_booking_approval
from . import test_booking_checkin
from . import test_booking_rules
from . import test_booking_search
from . import test_meeting_access
