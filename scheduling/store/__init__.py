"""The kernel's stored part: Postgres through SQLAlchemy, one module a noun.

database     transactions and their bounded retries        migrations   brings the tables up to date
rules        events and resources, as they stand           taken        what is in the resources' calendars
offers       asks the laws about what stands               seating      which seats a booking takes
bookings     booking rows                                  idempotency  one answer for each key
choosing     who shall serve, and their locks              desk         in whose transaction a write happens
writing      book, cancel, restore, reschedule             pages        free time and bookings, page by page
catalogue    what people are told of events                dates        what is free on a date, or why nothing is
changes      what has changed since a look                 holding      slots kept for some minutes
taking       seats for whom the laws let in             booking_series  bookings that repeat
batches      many writes in one transaction                gathering    what comes in while a batch is on its way
outbox       what webhooks are still to tell

Who waits for whom: a write first claims its idempotency key, then locks the booking or hold that it changes, then the
resources that shall serve, in the order of their numbers. Everybody takes locks in this order, so writes queue up and
do not deadlock, and what the laws say under the locks still holds at commit. Should anything ever write around the
locks, the exclusion constraint (``sql/0002_no_double_booking.sql``) still refuses a double booking. Many writes in one
transaction cannot keep this order; ``batches`` says what they do.

The tenant is part of each statement's condition and of each key.
"""
