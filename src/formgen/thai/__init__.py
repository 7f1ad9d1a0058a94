"""Thai text: digits, dates, collation and repair; knows nothing of forms."""
