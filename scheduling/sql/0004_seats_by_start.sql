-- Building an index over a few million rows may take longer than a request may.
SET LOCAL statement_timeout = 0;

-- What is in one resource's calendar around a time: by number and start, so that a booking reads the rows of the
-- resources that it asks about and nobody else's. No row lasts longer than a booking does, seven days.
CREATE INDEX seatings_by_start ON seatings (resource_number, lower(during)) WHERE padding_of IS NULL;
