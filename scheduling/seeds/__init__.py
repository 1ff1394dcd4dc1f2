"""Seeds: tenants as codified data. A size, a seed number and a first date say every row, to the byte.

``plans.plan`` draws who is there and what can be booked, ``bookings.block`` draws what is booked (pure, numpy, no
database), ``rows`` writes both as PostgreSQL reads them, ``loading`` puts them into a database, and
``python -m scheduling seed`` is the command.
"""
