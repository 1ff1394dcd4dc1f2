"""design/v2: generated from prompts/design/v2 and schemas/design/v2; change those, not this."""
