"""The only writers of tasks, occurrences and deadlines."""
