"""booker/v1: generated from prompts/booker/v1 and schemas/booker/v1; change those, not this."""
