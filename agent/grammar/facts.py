"""Signs and focus as plain answers, so that a line of evidence reads like a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.grammar.signs import Signs


@dataclass(frozen=True)
class Facts:
    """Signs and focus as plain answers, so that a line of evidence reads like a sentence."""

    signs: Signs
    focus: Mapping[str, Any]

    def __post_init__(self) -> None:
        signs = self.signs
        values = {
            "order": signs.identifier("order") is not None or self._bare_order(),
            "lot": signs.identifier("lot") is not None,
            "parcel": signs.identifier("shipment", "tracking") is not None,
            "item": bool(signs.items),
            "quantity": any(not span.quantity.vague for span in signs.quantities if span.quantity),
            "amount": bool(signs.quantities),
            "date": bool(signs.dates),
            "supplier": signs.supplier is not None,
            "place": signs.place is not None,
            "asks": signs.asks,
            "ordering": bool(signs.order_verbs),
            "wanting": bool(signs.wants),
            "forbidden": signs.forbidden,
            "can": self._can(),
            "noun": self._order_noun(),
            "pronoun": signs.reading.has("pronoun"),
        }
        for name, value in values.items():
            object.__setattr__(self, "_" + name, value)

    def __getattr__(self, name: str) -> bool:
        return bool(self.__dict__["_" + name])

    def _bare_order(self) -> bool:
        """看看119, 118不要了: a bare number of three digits where only an order can be meant."""
        signs = self.signs
        if (
            signs.items
            or signs.place
            or len(signs.quantities) != 1
            or signs.reading.has("want", "change", "more", "less")
        ):
            return False
        number = signs.quantities[0].text
        meant = (
            "look",
            "status",
            "reply",
            "cancel",
            "drop",
            "where",
            "arrive",
            "shipped",
            "track",
            "delayed",
            "st_cancelled",
            "how_many",
            "how",
            "who",
            "which",
            "when",
        )
        return number.isdigit() and (len(number) == 3 or number.startswith("00")) and signs.reading.has(*meant)

    def has(self, *concepts: str) -> bool:
        return self.signs.reading.has(*concepts)

    def _can(self) -> bool:
        signs = self.signs
        return any(span.has("ability") and at not in signs.polite_request for at, span in enumerate(signs.spans))

    def _order_noun(self) -> bool:
        signs = self.signs
        return any(
            span.has("order_noun", "orders") and not signs.is_order_verb(at) for at, span in enumerate(signs.spans)
        )

    @property
    def identified(self) -> bool:
        return bool(self.order or self.lot or self.parcel)
