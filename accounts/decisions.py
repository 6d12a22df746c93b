"""May this person do that? A refusal is falsy and carries the sentence the page prints."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Decision:
    """The answer to one question of permission; ``reason`` is empty when allowed."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def refuse(reason: str | Promise) -> Decision:
    """A refusal with the sentence that tells the person why."""
    return Decision(False, reason)


class Refused(Exception):
    """A service was asked for something its actor may not do."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision.reason))
        self.decision = decision


class StaleEdit(Exception):
    """Somebody saved the row between this person's reading and saving it.

    ``current`` is the row as it stands now; the caller shows it beside the words that were typed.
    """

    def __init__(self, current: object) -> None:
        super().__init__("the row was changed by somebody else")
        self.current = current


def require(decision: Decision) -> None:
    """Let an allowed decision pass; raise ``Refused`` otherwise."""
    if not decision:
        raise Refused(decision)
