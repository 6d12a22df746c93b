"""The only writers of people, departments, roles and the log."""
