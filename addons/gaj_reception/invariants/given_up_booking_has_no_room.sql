-- What was rejected, expired, cancelled or moved away occupies nothing any more, and a draft nothing yet.
-- break: UPDATE gaj_meeting_booking SET state = 'cancelled' WHERE state IN ('confirmed', 'in_use');
SELECT booking.id, booking.state, taken.id AS occupancy_id
  FROM gaj_meeting_booking booking
  JOIN gaj_occupancy taken ON taken.res_model = 'gaj.meeting.booking' AND taken.res_id = booking.id AND taken.active
 WHERE booking.state IN ('draft', 'rejected', 'expired', 'cancelled', 'preempted')
