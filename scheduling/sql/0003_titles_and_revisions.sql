-- What people are told. A title that is null is read off the id ("intro-call": "Intro call"): what was there before has
-- one at once, and code from before this file goes on writing rows.
ALTER TABLE resources ADD COLUMN title text CHECK (char_length(title) BETWEEN 1 AND 200);
ALTER TABLE events ADD COLUMN title text CHECK (char_length(title) BETWEEN 1 AND 200);
ALTER TABLE events ADD COLUMN description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 4000);

-- How often a booking has changed since it was made: a calendar that has read it tells news from what it knows by it.
ALTER TABLE bookings ADD COLUMN revision integer NOT NULL DEFAULT 0 CHECK (revision >= 0);
UPDATE bookings SET revision = 1 WHERE updated_at > created_at;
