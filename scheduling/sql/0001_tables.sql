-- Every table belongs to a tenant: the tenant leads each primary key, and each foreign key carries it along, so that
-- no row can point at another tenant's row.

CREATE TABLE tenants (
    tenant      text        PRIMARY KEY,
    created_at  timestamptz NOT NULL
);

-- `number` names a resource in the exclusion constraint, which wants integers: a range of one integer is a
-- comparison by "=" that GiST can do without an extension. It is unique over all tenants.
CREATE TABLE resources (
    tenant    text    NOT NULL REFERENCES tenants,
    resource  text    NOT NULL,
    number    bigint  GENERATED ALWAYS AS IDENTITY UNIQUE,
    tz        text    NOT NULL,
    weekly    jsonb   NOT NULL,  -- {"mon": [["09:00", "17:00"], ...], ...}
    overrides jsonb   NOT NULL,  -- {"2026-12-25": [], ...}
    capacity  integer NOT NULL CHECK (capacity BETWEEN 1 AND 10000),
    PRIMARY KEY (tenant, resource),
    UNIQUE (tenant, resource, number)
);

CREATE TABLE events (
    tenant            text    NOT NULL REFERENCES tenants,
    event             text    NOT NULL,
    duration_min      integer NOT NULL CHECK (duration_min BETWEEN 1 AND 10080),
    step_min          integer NOT NULL CHECK (step_min BETWEEN 1 AND 1440),
    buffer_before_min integer NOT NULL CHECK (buffer_before_min BETWEEN 0 AND 1440),
    buffer_after_min  integer NOT NULL CHECK (buffer_after_min BETWEEN 0 AND 1440),
    min_notice_min    integer NOT NULL CHECK (min_notice_min >= 0),
    max_advance_min   integer CHECK (max_advance_min >= 0),
    max_per_day       integer CHECK (max_per_day >= 0),
    mode              text    NOT NULL CHECK (mode IN ('any', 'all')),
    tz                text,
    anchor            text    NOT NULL CHECK (anchor IN ('local', 'utc')),
    PRIMARY KEY (tenant, event)
);

CREATE TABLE event_resources (
    tenant   text    NOT NULL,
    event    text    NOT NULL,
    resource text    NOT NULL,
    position integer NOT NULL,  -- the order in which the kernel chooses
    PRIMARY KEY (tenant, event, resource),
    FOREIGN KEY (tenant, event) REFERENCES events ON DELETE CASCADE,
    FOREIGN KEY (tenant, resource) REFERENCES resources
);

-- A booking keeps the buffers it was made with: changing an event must not make old bookings collide.
CREATE TABLE bookings (
    tenant              text        NOT NULL,
    booking             uuid        NOT NULL,
    number              bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    event               text        NOT NULL,
    starts_at           timestamptz NOT NULL,
    ends_at             timestamptz NOT NULL,
    buffer_before_min   integer     NOT NULL CHECK (buffer_before_min BETWEEN 0 AND 1440),
    buffer_after_min    integer     NOT NULL CHECK (buffer_after_min BETWEEN 0 AND 1440),
    status              text        NOT NULL CHECK (status IN ('confirmed', 'cancelled')),
    party               integer     NOT NULL CHECK (party BETWEEN 1 AND 10000),
    attendee_name       text        NOT NULL,
    attendee_email      text        NOT NULL,
    notes               text        NOT NULL,
    cancellation_reason text        NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant, booking),
    FOREIGN KEY (tenant, event) REFERENCES events,
    CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '7 days')
);

CREATE INDEX bookings_by_start ON bookings (tenant, starts_at, booking);

CREATE TABLE booking_resources (
    tenant   text NOT NULL,
    booking  uuid NOT NULL,
    resource text NOT NULL,
    PRIMARY KEY (tenant, booking, resource),
    FOREIGN KEY (tenant, booking) REFERENCES bookings,
    FOREIGN KEY (tenant, resource) REFERENCES resources
);

CREATE TABLE series (
    tenant        text      NOT NULL,
    series        uuid      NOT NULL,
    resource      text      NOT NULL,
    dtstart_local timestamp NOT NULL,
    tz            text,
    duration_min  integer   NOT NULL CHECK (duration_min BETWEEN 1 AND 10080),
    freq          text      NOT NULL CHECK (freq IN ('daily', 'weekly', 'monthly')),
    every         integer   NOT NULL DEFAULT 1 CHECK (every >= 1),
    byday         text[]    NOT NULL DEFAULT '{}',
    occurrences   integer   CHECK (occurrences >= 1),
    until_local   timestamp,
    exdates_local text[]    NOT NULL DEFAULT '{}',  -- ISO 8601: a date drops the day, a datetime one occurrence
    seats         integer   NOT NULL DEFAULT 1 CHECK (seats BETWEEN 1 AND 10000),
    PRIMARY KEY (tenant, series),
    FOREIGN KEY (tenant, resource) REFERENCES resources
);

CREATE INDEX series_by_resource ON series (tenant, resource);

-- A resource whose outside calendar cannot be read is not free until its row here is gone.
CREATE TABLE calendar_errors (
    tenant   text        NOT NULL,
    resource text        NOT NULL,
    since    timestamptz NOT NULL,
    PRIMARY KEY (tenant, resource),
    FOREIGN KEY (tenant, resource) REFERENCES resources
);

-- One row for each idempotency key: what was asked for (a digest) and what was answered. The row is claimed before
-- the work and filled after it, in the same transaction: a caller that races with the same key waits on the primary key.
CREATE TABLE idempotency (
    tenant      text        NOT NULL REFERENCES tenants,
    key         text        NOT NULL,
    fingerprint text        NOT NULL,
    answer      jsonb,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, key)
);
