-- The lane of a seating (0002) as a box too: a range in the same index cost a fifth of what it costs to write a row.
-- Core lies in every lane, [0, oo); padding in that of its own booking or hold, whose number is exact below 2^52.
SET LOCAL statement_timeout = 0;

ALTER TABLE seatings DROP CONSTRAINT seatings_no_double_booking;

ALTER TABLE seatings ADD CONSTRAINT seatings_no_double_booking EXCLUDE USING gist (
    area WITH &&,
    box(point(coalesce(padding_of, 0), 0), point(coalesce(padding_of, 1::bigint << 53) + 0.5, 0)) WITH &&
);
