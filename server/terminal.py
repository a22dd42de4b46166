"""The terminal as a face: turns, orders and a chat loop as text, columns aligned for Chinese and Latin alike."""

import asyncio
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from agent.conversation import Conversation
from agent.events import TextDelta, TextRestarted, TurnFailed, TurnFinished
from agent.events import turn_json as turn_json
from agent.run import Run
from procurement.actor import Language

WAITING = ("open", "pending_approval")
GREETING: dict[Language, str] = {
    "zh": "您好!请说需要什么,例如:帮我向苏州精密订五百个6204轴承,下周五之前到。输入 /quit 结束。",
    "en": "Hello! Say what you need, e.g.: order 500 bearing 6204 from Suzhou Precision by next Friday. /quit ends.",
}


def width(text: str) -> int:
    """Columns that the text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Rows as aligned columns, two spaces apart."""
    table = [list(row) for row in rows]
    if not table:
        return ""
    widths = [max(width(row[index]) for row in table) for index in range(len(table[0]))]
    lines = (
        "  ".join(cell + " " * (widths[index] - width(cell)) for index, cell in enumerate(row)).rstrip()
        for row in table
    )
    return "\n".join(lines)


def order_rows(orders: Sequence[dict[str, Any]], language: Language) -> str:
    """Order views (tools/views.py) one a line: number, date, what, from whom, total, and the three statuses."""
    rows = []
    for order in orders:
        lines = order["lines"]
        first = f"{lines[0]['quantity']:,} {lines[0]['unit']} {lines[0]['part']}"
        rows.append(
            (
                order["number"],
                order["date"],
                first + (f" (+{len(lines) - 1})" if len(lines) > 1 else ""),
                order["supplier_name"][language],
                f"{order['currency']} {order['total']}",
                " / ".join((order["document"], order["response"], order["fulfilment"])),
            )
        )
    return columns(rows)


def turn_text(turn: TurnFinished) -> str:
    """The reply, and how to go on from another command."""
    lines = [turn.reply, "", f"conversation {turn.conversation_id}"]
    for draft in turn.drafts:
        if draft["status"] in WAITING:
            who = " --as manager" if draft["status"] == "pending_approval" else ""
            command = f"supplyline decide {turn.conversation_id} {draft['id']} yes{who}"
            lines.append(f"draft {draft['id']} {draft['status']}: {command}")
    lines += [f"{record.type} {record.id} {record.action}" for record in turn.records]
    return "\n".join(lines)


async def chat(conversation: Conversation, language: Language) -> None:
    """Talk until the end of input or ``/quit``; Ctrl-C while a reply comes stops that reply."""
    interactive = sys.stdin.isatty()
    print(f"{GREETING[language]}\n", flush=True)
    while True:
        text = await asyncio.to_thread(_read_line, "> " if interactive else "")
        if text is None or text.strip() == "/quit":
            return
        if text.strip():
            if not interactive:
                print(f"> {text.strip()}")
            await show(await conversation.say(text, channel="terminal"))


def _read_line(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


async def show(run: Run) -> None:
    """Print a reply while it is made."""
    async for _, event in run.events():
        match event:
            case TextDelta(text=text):
                print(text, end="", flush=True)
            case TextRestarted():
                print()
            case TurnFailed(reply=reply):
                print(reply, end="")
            case TurnFinished(records=records):
                for record in records:
                    print(f"\n[{record.type} {record.id} {record.action}]", end="")
            case _:
                pass
    print("\n", flush=True)


def welcome(host: str, port: int, model: str, *, demo: bool) -> str:
    """What the person who started the service reads: where to click, what to type, how to stop."""
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    lines = [
        f"SupplyLine is on {address}  ({model})",
        "",
        f"  Open / 打开    {address}",
        "  Type / 输入    帮我向苏州精密订五百个6204轴承,下周五之前到",
        "                 order 500 bearing 6204 from Suzhou Precision by next Friday",
        "  Then / 然后    确认  /  yes",
        "  Call / 通话    press Call on the page, and say it",
        f"  API            {address}/openapi.json",
        "",
    ]
    if demo:
        lines.append("The demo chain is in: you are 李娜 / Li Na, a buyer at 恒丰食品 / Hengfeng Foods.")
    lines.append("Ctrl-C stops it; your records stay.")
    return "\n".join(lines)
