"""A prompt for the recogniser: words it may expect. It pulls Whisper towards the trade and simplified characters."""

from procurement.actor import Language
from procurement.catalogue import Catalogue

SUPPLIERS, ITEMS = 8, 10  # a prompt that is longer costs time and crowds out its own beginning
_HEAD: dict[Language, str] = {"zh": "采购热线,简体中文。", "en": "Procurement hotline. "}
_TAIL: dict[Language, str] = {"zh": "订单、批号、产能、库存。", "en": "Order, lot, shipment, stock."}
_JOINT: dict[Language, str] = {"zh": "、", "en": ", "}
_STOP: dict[Language, str] = {"zh": "。", "en": ". "}


def vocabulary(language: Language, catalogue: Catalogue) -> str:
    """Suppliers and goods of the catalogue, in the language spoken."""
    suppliers = [party.name.of(language) for party in catalogue.suppliers[:SUPPLIERS]]
    items = [item.name.of(language) for item in catalogue.items if not item.produced][:ITEMS]
    groups = [_JOINT[language].join(group) for group in (suppliers, items) if group]
    return _HEAD[language] + "".join(group + _STOP[language] for group in groups) + _TAIL[language]
