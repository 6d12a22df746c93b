"""Pages of people: signing in, accounts, departments, the log."""
