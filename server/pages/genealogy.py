"""A lot's trace as a Mermaid diagram: suppliers, lots and receivers from left to right. Pure."""

from typing import Any

from server.pages.visit import Visit

View = dict[str, Any]

DRAWN_LOTS = 60


def drawable(trace: View) -> bool:
    return len(trace["lots"]) <= DRAWN_LOTS


def diagram(visit: Visit, trace: View) -> str:
    """Edges carry quantities in the base unit of what moved along them."""
    lots = {lot["lot"]: lot for lot in (trace["root"], *trace["lots"])}
    node = {lot_no: f"lot{index}" for index, lot_no in enumerate(lots)}
    lines = ["flowchart LR"]
    for lot_no, lot in lots.items():
        kind = ":::traced" if lot_no == trace["root"]["lot"] else ":::stopped" if _held(lot) else ":::lot"
        label = quoted(lot_no, visit.words.item(lot), visit(f"lot_status.{lot['status']}"))
        lines.append(f"  {node[lot_no]}[{label}]{kind}")
    lines += _suppliers(visit, list(lots.values()), node)
    for step in trace["steps"]:
        unit = lots[step["consumed"]]["unit"]
        amount = quoted(visit.words.quantity(step["quantity"], unit))
        lines.append(f"  {node[step['consumed']]} -->|{amount}| {node[step['produced']]}")
    lines += _receivers(visit, trace["deliveries"], node)
    lines += [
        "  classDef lot fill:#ffffff,stroke:#9fb3c1,color:#1b2430",
        "  classDef traced fill:#e4f1f6,stroke:#0b5570,stroke-width:2px,color:#083f54",
        "  classDef stopped fill:#fce8e6,stroke:#a5211a,color:#a5211a",
        "  classDef company fill:#f4f6f8,stroke:#c3ccd4,color:#3b4654",
    ]
    return "\n".join(lines)


def _held(lot: View) -> bool:
    return lot["status"] in ("quarantined", "scrapped", "returned")


def _suppliers(visit: Visit, lots: list[View], node: dict[str, str]) -> list[str]:
    lines: list[str] = []
    parties: dict[str, str] = {}
    for lot in lots:
        if lot["supplier"] is None:
            continue
        if lot["supplier"] not in parties:
            parties[lot["supplier"]] = f"from{len(parties)}"
            lines.append(f"  {parties[lot['supplier']]}([{quoted(visit.name(lot['supplier_name']))}]):::company")
        amount = quoted(visit.words.quantity(lot["quantity"], lot["unit"]))
        lines.append(f"  {parties[lot['supplier']]} -->|{amount}| {node[lot['lot']]}")
    return lines


def _receivers(visit: Visit, deliveries: list[View], node: dict[str, str]) -> list[str]:
    lines: list[str] = []
    parties: dict[str, str] = {}
    for delivery in deliveries:
        name = visit.name(delivery["receiver"])
        if delivery["lot"] not in node:
            continue
        if name not in parties:
            parties[name] = f"to{len(parties)}"
            lines.append(f"  {parties[name]}([{quoted(name)}]):::company")
        amount = quoted(visit.words.quantity(delivery["quantity"], delivery["unit"]))
        lines.append(f"  {node[delivery['lot']]} -->|{amount}| {parties[name]}")
    return lines


def quoted(*texts: str) -> str:
    """A Mermaid label; every character but letters, digits and spaces goes in as an entity, so that none is syntax."""
    return '"' + "<br/>".join("".join(map(_entity, text)) for text in texts) + '"'


def _entity(character: str) -> str:
    return character if character.isalnum() or character in " -.,·" else f"#{ord(character)};"
