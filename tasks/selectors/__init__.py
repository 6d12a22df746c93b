"""Reads that cross tables, one file for each page or pair of pages."""
