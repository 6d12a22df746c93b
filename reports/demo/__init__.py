"""A campaign of an invented unit, made by the services that people's clicks call, relative to today."""
