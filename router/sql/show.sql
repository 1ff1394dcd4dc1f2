SELECT feature, stable, canary, weight, state, changed_at, changed_by FROM lockstep.rollouts ORDER BY feature;
