"""availability/v1: generated from prompts/availability/v1 and schemas/availability/v1; change those, not this."""
