-- $1 feature, $2 stable, $3 canary, $4 weight, $5 state, $6 changed_by: put a rollout in force and remember that it was.
WITH changed AS (
    INSERT INTO lockstep.rollouts (feature, stable, canary, weight, state, changed_by)
    VALUES ($1, $2, $3, $4::text::numeric, $5, $6)
    ON CONFLICT (feature) DO UPDATE SET
        stable = excluded.stable,
        canary = excluded.canary,
        weight = excluded.weight,
        state = excluded.state,
        changed_at = clock_timestamp(),
        changed_by = excluded.changed_by
    RETURNING feature, stable, canary, weight, state, changed_at, changed_by
), remembered AS (
    INSERT INTO lockstep.rollout_history (feature, stable, canary, weight, state, changed_at, changed_by)
    SELECT feature, stable, canary, weight, state, changed_at, changed_by FROM changed
)
SELECT feature, stable, canary, weight, state, changed_at, changed_by FROM changed;
