-- What stands in the calendar for a booking is at its time, names no meeting that is not public, and hides a confidential one.
-- break: UPDATE calendar_event SET start = start - interval '1 hour' WHERE id = (SELECT max(id) FROM calendar_event WHERE gaj_booking_id IS NOT NULL);
SELECT event.id, event.start, booking.start AS booked, meeting.secrecy
  FROM calendar_event event
  JOIN gaj_meeting_booking booking ON booking.id = event.gaj_booking_id
  JOIN gaj_meeting meeting ON meeting.id = booking.meeting_id
 WHERE event.start <> booking.start
    OR event.stop <> booking.stop
    OR booking.state NOT IN ('confirmed', 'in_use', 'done')
    OR (meeting.secrecy <> 'public' AND event.name = meeting.subject AND meeting.subject NOT IN ('Meeting', '会议'))
    OR (meeting.secrecy = 'confidential' AND event.privacy <> 'private')
