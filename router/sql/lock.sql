-- $1 feature: keep others from changing its rollout until the transaction ends. No row when it has none.
SELECT feature FROM lockstep.rollouts WHERE feature = $1 FOR UPDATE;
