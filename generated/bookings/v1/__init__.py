"""bookings/v1: generated from prompts/bookings/v1 and schemas/bookings/v1; change those, not this."""
