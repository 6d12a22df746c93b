"""Measurements, one module each: ``measure(quick=...)`` builds its own data and gives back bars."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Bar:
    """One figure against its limit; no figure means that it could not be measured, and counts as missed."""

    bar: str
    value: float | None
    limit: float
    unit: str

    @property
    def ok(self) -> bool:
        """Whether the figure keeps within its limit."""
        return self.value is not None and self.value <= self.limit

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "ok": self.ok}
