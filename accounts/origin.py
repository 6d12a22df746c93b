"""Where the present request comes from, for the audit log, without handing HTTP to services."""

from contextvars import ContextVar

address: ContextVar[str] = ContextVar("address", default="")
"""Network address of the client; empty in jobs and commands."""
