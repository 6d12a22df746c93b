"""Forms of people: shape and layout only; the words go to a service."""
