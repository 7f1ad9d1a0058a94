"""The result as people see it: its words and its tables, the same in every product."""
