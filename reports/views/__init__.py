"""Pages that show the whole house."""
