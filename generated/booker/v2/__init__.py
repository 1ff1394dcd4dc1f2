"""booker/v2: generated from prompts/booker/v2 and schemas/booker/v2; change those, not this."""
