-- $1 feature: everything that was in force, oldest first.
SELECT feature, stable, canary, weight, state, changed_at, changed_by
FROM lockstep.rollout_history WHERE feature = $1 ORDER BY id;
