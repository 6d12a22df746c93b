"""Reads that cross the tables of the whole house, one module a page."""
