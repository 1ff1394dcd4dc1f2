"""axe-core's rules, asked as far as they make sense of what is shown: a whole page, or one component by itself."""
