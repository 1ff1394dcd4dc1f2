"""The programs that a benchmark puts the same questions to, each in a process of its own."""
