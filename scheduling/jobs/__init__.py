"""Jobs: work that is done once, later, by whichever process gets to it.

job        a job, and how far it has come             kinds      what a job of a kind does
queue      put, read, list, cancel, replay            turn       one worker's attempt, in steps
attempt    what a worker does with one job            worker     takes jobs and does them
schedules  jobs that come again each period           traces     which request a job belongs to
engine     PgQueuer, behind five functions            tending    jobs that look after jobs
expansion  series of bookings, expanded and cancelled  sweeping  holds that have run out
delivery   webhooks, told and told again              feeds      jobs for what booking writes have left
command    ``python -m scheduling jobs``

Why PgQueuer: ``docs/decisions/0020-jobs.md``. A job exists if and only if the transaction that put it commits; it is
attempted at least once and its steps happen exactly once; one that fails waits longer each time and ends as a dead
letter that an operator reads and replays.
"""
