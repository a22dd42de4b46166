"""The Actor: the authenticated person a call acts for. Comes from a credential or a channel, never from model text."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Language = Literal["zh", "en"]
PartyKind = Literal["buyer", "supplier", "carrier", "dealer"]
Role = Literal["buyer", "manager", "quality", "planning", "sales", "logistics", "supplier", "carrier", "dealer"]


@dataclass(frozen=True, slots=True)
class Actor:
    """``order_limit`` is the gross total in CNY this person may issue alone; None means no authority to order,
    ``may_approve`` that the person decides drafts above other people's limits."""

    contact_id: str
    handle: str
    party_id: str
    party_kind: PartyKind
    role: Role
    name_zh: str
    name_en: str
    language: Language
    order_limit: Decimal | None
    may_approve: bool
    default_warehouse_id: str | None

    def name(self, language: Language) -> str:
        return self.name_zh if language == "zh" else self.name_en
