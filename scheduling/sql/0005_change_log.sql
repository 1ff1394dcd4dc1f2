-- The change log: whatever changes what is free leaves a row here, in the transaction that changes it. Who keeps a copy
-- of what is free (an index in memory) remembers the snapshot of its last look and asks for the rows that were not
-- visible in it: one small query tells it all that was committed since, by whom and from whichever process. Sequence
-- numbers and times cannot do that: a transaction that commits late would be passed over.
--
-- Rows are written by triggers, so that no path forgets, and code from before this file does not either.
CREATE TABLE changes (
    tenant          text        NOT NULL,
    xid             xid8        NOT NULL DEFAULT pg_current_xact_id(),
    resource_number bigint,     -- whose time has changed; null where an event's terms or resources have
    event           text,
    during          tstzrange,  -- when, buffers included; null stands for all time: hours, series, calendar errors
    at              timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(resource_number, event) = 1)
);

CREATE INDEX changes_by_transaction ON changes (tenant, xid);
CREATE INDEX changes_by_age ON changes USING brin (at);

-- The newest transaction of which rows are gone: whoever had not seen it has missed something and starts afresh.
CREATE TABLE changes_pruned (
    tenant text PRIMARY KEY,
    xid    xid8 NOT NULL
);

-- One row for each resource and statement, so that loading a year leaves a row a resource.
CREATE FUNCTION log_seatings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (tenant, resource_number, during)
    SELECT tenant, resource_number, tstzrange(min(lower(during)), max(upper(during)))
    FROM touched GROUP BY tenant, resource_number;
    RETURN NULL;
END
$$;

CREATE TRIGGER seatings_come AFTER INSERT ON seatings REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION log_seatings();
CREATE TRIGGER seatings_go AFTER DELETE ON seatings REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION log_seatings();
CREATE TRIGGER seatings_leave AFTER UPDATE ON seatings REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION log_seatings();
CREATE TRIGGER seatings_arrive AFTER UPDATE ON seatings REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION log_seatings();

-- Times, party and status of a booking count together with its seats.
CREATE FUNCTION log_bookings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (tenant, resource_number, during)
    SELECT DISTINCT t.tenant, r.number, tstzrange(t.starts_at - t.buffer_before_min * interval '1 minute',
                                                  t.ends_at + t.buffer_after_min * interval '1 minute')
    FROM (SELECT was.* FROM was JOIN is_now USING (tenant, booking)
          WHERE (was.starts_at, was.ends_at, was.buffer_before_min, was.buffer_after_min, was.status, was.party)
                IS DISTINCT FROM (is_now.starts_at, is_now.ends_at, is_now.buffer_before_min, is_now.buffer_after_min,
                                  is_now.status, is_now.party)
          UNION ALL
          SELECT is_now.* FROM was JOIN is_now USING (tenant, booking)
          WHERE (was.starts_at, was.ends_at, was.buffer_before_min, was.buffer_after_min, was.status, was.party)
                IS DISTINCT FROM (is_now.starts_at, is_now.ends_at, is_now.buffer_before_min, is_now.buffer_after_min,
                                  is_now.status, is_now.party)) t
    JOIN booking_resources br ON br.tenant = t.tenant AND br.booking = t.booking
    JOIN resources r ON r.tenant = br.tenant AND r.resource = br.resource;
    RETURN NULL;
END
$$;

CREATE TRIGGER bookings_change AFTER UPDATE ON bookings REFERENCING OLD TABLE AS was NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION log_bookings();

CREATE FUNCTION log_resource() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO changes (tenant, resource_number) VALUES (OLD.tenant, OLD.number);
    ELSE
        INSERT INTO changes (tenant, resource_number) VALUES (NEW.tenant, NEW.number);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER resources_come_or_go AFTER INSERT OR DELETE ON resources
    FOR EACH ROW EXECUTE FUNCTION log_resource();
CREATE TRIGGER resources_change AFTER UPDATE ON resources
    FOR EACH ROW WHEN ((OLD.tz, OLD.weekly, OLD.overrides, OLD.capacity)
                       IS DISTINCT FROM (NEW.tz, NEW.weekly, NEW.overrides, NEW.capacity))
    EXECUTE FUNCTION log_resource();

-- Series and calendar errors: at any time, of the resource that they name.
CREATE FUNCTION log_of_resource() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO changes (tenant, resource_number)
        SELECT tenant, number FROM resources WHERE tenant = OLD.tenant AND resource = OLD.resource;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO changes (tenant, resource_number)
        SELECT tenant, number FROM resources WHERE tenant = NEW.tenant AND resource = NEW.resource;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER series_change AFTER INSERT OR UPDATE OR DELETE ON series
    FOR EACH ROW EXECUTE FUNCTION log_of_resource();
CREATE TRIGGER calendar_errors_change AFTER INSERT OR UPDATE OR DELETE ON calendar_errors
    FOR EACH ROW EXECUTE FUNCTION log_of_resource();

CREATE FUNCTION log_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO changes (tenant, event) VALUES (OLD.tenant, OLD.event);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO changes (tenant, event) VALUES (NEW.tenant, NEW.event);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER events_change AFTER INSERT OR UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION log_event();
CREATE TRIGGER event_resources_change AFTER INSERT OR UPDATE OR DELETE ON event_resources
    FOR EACH ROW EXECUTE FUNCTION log_event();
