"""The gallery's parts: what stories say, what an address asks for, what stands on a shelf, and one story alone."""
