-- $1 feature, $2 changed_by: take a canary back. No row comes back when the feature has no rollout.
-- Aborting twice is one event: a rollout that was aborted already keeps its instant and its author.
WITH before AS (
    SELECT feature, state FROM lockstep.rollouts WHERE feature = $1 FOR UPDATE
), changed AS (
    UPDATE lockstep.rollouts AS rollout
    SET state = 'aborted',
        changed_at = CASE before.state WHEN 'aborted' THEN rollout.changed_at ELSE clock_timestamp() END,
        changed_by = CASE before.state WHEN 'aborted' THEN rollout.changed_by ELSE $2 END
    FROM before
    WHERE rollout.feature = before.feature
    RETURNING rollout.feature, stable, canary, weight, rollout.state, changed_at, changed_by, before.state AS was
), remembered AS (
    INSERT INTO lockstep.rollout_history (feature, stable, canary, weight, state, changed_at, changed_by)
    SELECT feature, stable, canary, weight, state, changed_at, changed_by FROM changed WHERE was <> 'aborted'
)
SELECT feature, stable, canary, weight, state, changed_at, changed_by FROM changed;
