"""availability/v2: generated from prompts/availability/v2 and schemas/availability/v2; change those, not this."""
