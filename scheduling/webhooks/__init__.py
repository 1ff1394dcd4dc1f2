"""Webhooks: bookings' events told to other servers, as the Standard Webhooks specification says.

endpoint   where a tenant wants to be told          signing   so that the receiver knows who it was
addresses  which addresses may be called at all     sending   one request, within limits

What is told stands in ``scheduling/store/outbox.py``, the job that tells it in ``scheduling/jobs/delivery.py``.
"""
