-- Series of bookings: a rule in wall time, expanded by a job into bookings like any other. An occurrence is named by its
-- series and its local start, so that expanding again finds what is there; one that found no room says why instead of
-- a booking. (`series`, without bookings, is what a resource does all the time.)
CREATE TABLE booking_series (
    tenant         text        NOT NULL,
    series         uuid        NOT NULL,
    key            text        NOT NULL,
    fingerprint    text        NOT NULL,
    event          text        NOT NULL,
    resources      text[]      NOT NULL,
    tz             text        NOT NULL,
    first_local    timestamp   NOT NULL,
    freq           text        NOT NULL CHECK (freq IN ('daily', 'weekly', 'monthly')),
    every          integer     NOT NULL CHECK (every >= 1),
    byday          text[]      NOT NULL,
    occurrences    integer     CHECK (occurrences >= 1),
    until_local    timestamp,
    exdates_local  text[]      NOT NULL,  -- ISO 8601: a date drops the day, a datetime one occurrence
    party          integer     NOT NULL CHECK (party BETWEEN 1 AND 10000),
    attendee_name  text        NOT NULL,
    attendee_email text        NOT NULL,
    notes          text        NOT NULL,
    status         text        NOT NULL CHECK (status IN ('expanding', 'expanded', 'cancelled')),
    total          integer     NOT NULL CHECK (total >= 0),
    job            uuid        NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, series),
    UNIQUE (tenant, key),
    FOREIGN KEY (tenant, event) REFERENCES events
);

CREATE TABLE series_occurrences (
    tenant       text        NOT NULL,
    series       uuid        NOT NULL,
    occurs_local timestamp   NOT NULL,
    starts_at    timestamptz NOT NULL,
    booking      uuid,
    code         text,       -- why there is no booking, in a word
    reason       text,       -- and in sentences
    PRIMARY KEY (tenant, series, occurs_local),
    FOREIGN KEY (tenant, series) REFERENCES booking_series ON DELETE CASCADE,
    FOREIGN KEY (tenant, booking) REFERENCES bookings,
    CHECK (num_nonnulls(booking, code) = 1)
);

CREATE INDEX series_occurrences_by_booking ON series_occurrences (tenant, booking);
