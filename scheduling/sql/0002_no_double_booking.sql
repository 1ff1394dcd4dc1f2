-- Which seats a confirmed booking takes, and when. The database itself refuses a double booking, whatever the code
-- does: no two rows may agree on resource, time and seat, with one exception, the lane.
--
-- Core and padding. The law for buffers is not "padded times must not meet": two buffers may lie on one another, but
-- a buffer may not lie on another booking. So a booking has rows for its core [starts_at, ends_at), which lie in every
-- lane [0, oo), and rows for its buffers, which lie in the lane of that booking alone, [number, number]. Core meets
-- core, core meets padding, and padding never meets another booking's padding.
--
-- Seats. A resource of capacity c has seats 0 .. c-1, and a booking takes as many as its party has, as ranges. Where
-- no seat is free all along, the booking changes seats on its way (one row for each stretch), so that the constraint
-- allows exactly what the law allows: at each minute, seats taken + party <= c. Seats only count, nobody sits on them.
--
-- A cancelled booking has no rows here.
CREATE TABLE seatings (
    tenant          text      NOT NULL,
    booking         uuid      NOT NULL,
    resource        text      NOT NULL,
    resource_number bigint    NOT NULL,
    padding_of      bigint,   -- the booking's number where this is padding, null where it is core
    during          tstzrange NOT NULL CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
    seats           int4range NOT NULL CHECK (NOT isempty(seats) AND lower(seats) >= 0 AND NOT upper_inf(seats)),
    FOREIGN KEY (tenant, booking, resource) REFERENCES booking_resources ON DELETE CASCADE,
    FOREIGN KEY (tenant, resource, resource_number) REFERENCES resources (tenant, resource, number),
    CONSTRAINT seatings_no_double_booking EXCLUDE USING gist (
        int8range(resource_number, resource_number, '[]') WITH &&,
        during WITH &&,
        seats WITH &&,
        int8range(coalesce(padding_of, 0), padding_of, '[]') WITH &&
    )
);

CREATE INDEX seatings_by_booking ON seatings (tenant, booking, resource);

-- A seat beyond the capacity would be a way around the constraint. Checked on the way in only: lowering a capacity
-- must not fail because of what was booked before.
CREATE FUNCTION seats_within_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF upper(NEW.seats) > (SELECT capacity FROM resources WHERE tenant = NEW.tenant AND resource = NEW.resource) THEN
        RAISE EXCEPTION 'seats % lie beyond the capacity of resource %', NEW.seats, NEW.resource
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seatings_within_capacity';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER seatings_within_capacity BEFORE INSERT OR UPDATE ON seatings
    FOR EACH ROW EXECUTE FUNCTION seats_within_capacity();
