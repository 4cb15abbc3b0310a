from . import (
    gaj_bookable,
    gaj_meeting,
    gaj_meeting_attendee,
    gaj_meeting_booking,
    gaj_meeting_equipment,
    gaj_meeting_equipment_type,
    gaj_meeting_level,
    gaj_meeting_room,
    gaj_meeting_room_layout,
)
