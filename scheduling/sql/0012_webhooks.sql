-- Webhooks: what happens to bookings is told to servers that a tenant names.
CREATE TABLE webhook_endpoints (
    tenant     text        NOT NULL REFERENCES tenants,
    endpoint   uuid        NOT NULL,
    url        text        NOT NULL,
    secret     text        NOT NULL,  -- whsec_..., as Standard Webhooks writes it
    kinds      text[]      NOT NULL,  -- none stands for all
    active     boolean     NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, endpoint),
    UNIQUE (tenant, url)
);

-- The outbox: written by the transaction that changes the booking, by triggers, so that no path forgets and code from
-- before this file does not either. Tenants without endpoints write nothing. `number` rises along the changes of one
-- booking, which wait for one another on its row.
CREATE TABLE webhook_events (
    tenant     text        NOT NULL,
    event      uuid        NOT NULL DEFAULT gen_random_uuid(),
    number     bigint      GENERATED ALWAYS AS IDENTITY,
    kind       text        NOT NULL,
    booking    uuid        NOT NULL,
    data       jsonb       NOT NULL,
    body       text,       -- what is sent, to the byte; null until it has been dispatched
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, event)
);

CREATE INDEX webhook_events_waiting ON webhook_events (number) WHERE body IS NULL;
CREATE INDEX webhook_events_by_age ON webhook_events (at);

-- One row for each event and endpoint that wants it; the job `webhooks.deliver` of the key `endpoint:event` sends it.
CREATE TABLE webhook_deliveries (
    tenant       text   NOT NULL,
    endpoint     uuid   NOT NULL,
    event        uuid   NOT NULL,
    number       bigint NOT NULL,
    booking      uuid   NOT NULL,
    delivered_at timestamptz,
    response     integer,
    PRIMARY KEY (tenant, endpoint, event),
    FOREIGN KEY (tenant, endpoint) REFERENCES webhook_endpoints ON DELETE CASCADE,
    FOREIGN KEY (tenant, event) REFERENCES webhook_events ON DELETE CASCADE
);

CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (tenant, endpoint, booking, number)
    WHERE delivered_at IS NULL;
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (tenant, event);

CREATE FUNCTION webhook_data(b bookings) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'id', b.booking, 'event', b.event, 'start', to_char(b.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'end', to_char(b.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'status', b.status,
        'party', b.party, 'attendee', jsonb_build_object('name', b.attendee_name, 'email', b.attendee_email),
        'notes', b.notes, 'cancellation_reason', b.cancellation_reason, 'revision', b.revision)
$$;

CREATE FUNCTION tell_of_new_bookings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_events (tenant, kind, booking, data)
    SELECT b.tenant, 'booking.created', b.booking, webhook_data(b)
    FROM come b WHERE EXISTS (SELECT FROM webhook_endpoints e WHERE e.tenant = b.tenant AND e.active);
    IF FOUND THEN
        PERFORM pg_notify('lockstep_webhooks', '');
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION tell_of_changed_bookings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_events (tenant, kind, booking, data)
    SELECT b.tenant,
           CASE WHEN b.status = a.status THEN 'booking.rescheduled'
                WHEN b.status = 'cancelled' THEN 'booking.cancelled' ELSE 'booking.restored' END,
           b.booking, webhook_data(b)
    FROM is_now b JOIN was a ON a.tenant = b.tenant AND a.booking = b.booking
    WHERE (a.status, a.starts_at, a.ends_at, a.revision) IS DISTINCT FROM (b.status, b.starts_at, b.ends_at, b.revision)
      AND EXISTS (SELECT FROM webhook_endpoints e WHERE e.tenant = b.tenant AND e.active);
    IF FOUND THEN
        PERFORM pg_notify('lockstep_webhooks', '');
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER bookings_told_when_new AFTER INSERT ON bookings REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_new_bookings();
CREATE TRIGGER bookings_told_when_changed AFTER UPDATE ON bookings REFERENCING OLD TABLE AS was NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_changed_bookings();
