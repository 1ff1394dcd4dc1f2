"""design/v1: generated from prompts/design/v1 and schemas/design/v1; change those, not this."""
