-- Everything here may run again and again, and on several processes at once: the caller holds an advisory lock.
CREATE SCHEMA IF NOT EXISTS lockstep;

CREATE TABLE IF NOT EXISTS lockstep.rollouts (
    feature text PRIMARY KEY,
    stable integer NOT NULL CHECK (stable > 0),
    canary integer CHECK (canary > 0 AND canary <> stable),
    weight numeric(5, 2) NOT NULL DEFAULT 0 CHECK (weight BETWEEN 0 AND 100),
    state text NOT NULL CHECK (state IN ('running', 'aborted')),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL,
    CHECK (canary IS NOT NULL OR weight = 0)
);

-- What was in force, from when on and by whom. Rows are only ever added.
CREATE TABLE IF NOT EXISTS lockstep.rollout_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feature text NOT NULL,
    stable integer NOT NULL,
    canary integer,
    weight numeric(5, 2) NOT NULL,
    state text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL
);
