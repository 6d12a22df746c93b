"""The only writers of records, pieces of evidence and stored files."""
