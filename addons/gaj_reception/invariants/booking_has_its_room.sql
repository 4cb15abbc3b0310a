-- A confirmed or running meeting has every space of its room and every device in the ledger, for its whole span.
-- break: UPDATE gaj_occupancy SET active = FALSE WHERE res_model = 'gaj.meeting.booking';
SELECT booking.id, booking.room_id, booking.occ_start, booking.occ_stop
  FROM gaj_meeting_booking booking
 WHERE booking.state IN ('confirmed', 'in_use')
   AND (SELECT COUNT(*)
          FROM gaj_occupancy taken
         WHERE taken.active AND taken.res_model = 'gaj.meeting.booking' AND taken.res_id = booking.id
           AND taken.start = booking.occ_start AND taken.stop = booking.occ_stop)
    <> (SELECT COUNT(*) FROM gaj_meeting_room_gaj_space_rel room WHERE room.gaj_meeting_room_id = booking.room_id)
     + (SELECT COUNT(*) FROM gaj_meeting_booking_gaj_meeting_equipment_rel device
         WHERE device.gaj_meeting_booking_id = booking.id)
