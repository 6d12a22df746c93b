"""Personal data shortened for lists, where the whole of it is nobody's business."""

import re


def mask_phone(phone: str) -> str:
    """138****1234; of numbers too short for that only the last two signs stay."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if digits else ""
