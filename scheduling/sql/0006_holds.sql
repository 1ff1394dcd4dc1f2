SET LOCAL statement_timeout = 0;

-- A hold keeps a slot for somebody who is about to book it. It is no booking: code from before this file lists
-- bookings, and would not know what to make of it. It has seats like a booking, so the same constraint holds both, and
-- a number from the same sequence, so that its padding lies in a lane of its own.
--
-- A hold that has run out blocks nobody by law. Its seats stay until a writer who wants them, or a sweep, takes them
-- away; code from before this file meets them as it meets any seat that is taken.
CREATE TABLE holds (
    tenant            text        NOT NULL,
    hold              uuid        NOT NULL,
    number            bigint      NOT NULL DEFAULT nextval(CAST(pg_get_serial_sequence('bookings', 'number') AS regclass)) UNIQUE,
    event             text        NOT NULL,
    starts_at         timestamptz NOT NULL,
    ends_at           timestamptz NOT NULL,
    buffer_before_min integer     NOT NULL CHECK (buffer_before_min BETWEEN 0 AND 1440),
    buffer_after_min  integer     NOT NULL CHECK (buffer_after_min BETWEEN 0 AND 1440),
    party             integer     NOT NULL CHECK (party BETWEEN 1 AND 10000),
    status            text        NOT NULL CHECK (status IN ('held', 'released', 'booked')),
    booking           uuid,       -- what it became
    created_at        timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL,
    PRIMARY KEY (tenant, hold),
    FOREIGN KEY (tenant, event) REFERENCES events,
    FOREIGN KEY (tenant, booking) REFERENCES bookings,
    CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '7 days'),
    CHECK (expires_at > created_at AND expires_at <= created_at + interval '1 hour'),
    CHECK ((status = 'booked') = (booking IS NOT NULL))
);

CREATE INDEX holds_by_expiry ON holds (expires_at);

CREATE TABLE hold_resources (
    tenant   text NOT NULL,
    hold     uuid NOT NULL,
    resource text NOT NULL,
    PRIMARY KEY (tenant, hold, resource),
    FOREIGN KEY (tenant, hold) REFERENCES holds ON DELETE CASCADE,
    FOREIGN KEY (tenant, resource) REFERENCES resources
);

-- A row of seats belongs to a booking or to a hold.
ALTER TABLE seatings ALTER COLUMN booking DROP NOT NULL;
ALTER TABLE seatings ADD COLUMN hold uuid;
ALTER TABLE seatings ADD CONSTRAINT seatings_of_one CHECK (num_nonnulls(booking, hold) = 1);
ALTER TABLE seatings ADD CONSTRAINT seatings_of_hold
    FOREIGN KEY (tenant, hold, resource) REFERENCES hold_resources ON DELETE CASCADE;
CREATE INDEX seatings_by_hold ON seatings (tenant, hold, resource) WHERE hold IS NOT NULL;

-- What an index of free time knew of a resource at a look (0005_change_log.sql), so that a process that starts reads it
-- and catches up instead of working everything out. `version` says by which code, zone data and rules it was made: in
-- any other it is not read.
CREATE TABLE saved_indexes (
    tenant          text        NOT NULL REFERENCES tenants,
    resource_number bigint      NOT NULL,
    version         text        NOT NULL,
    snapshot        text        NOT NULL,
    body            bytea       NOT NULL,
    saved_at        timestamptz NOT NULL,
    PRIMARY KEY (tenant, resource_number)
);
