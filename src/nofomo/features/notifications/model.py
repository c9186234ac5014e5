"""A mail, checked before it comes near a wire."""

from __future__ import annotations

from dataclasses import dataclass

from nofomo.engine.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person. `to` is a bare address; headers cannot contain line breaks or control characters."""

    to: str
    subject: str
    text: str
    html: str

    def __post_init__(self) -> None:
        for name, value in (("to", self.to), ("subject", self.subject)):
            if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
                raise Invalid(
                    f"A mail's {name!r} must be one plain line.", code="MAIL_INVALID", details={"field": name}
                )
        if self.to.count("@") != 1 or any(sign in self.to for sign in " ,;<>()"):
            raise Invalid("A mail goes to exactly one address.", code="MAIL_INVALID", details={"field": "to"})
