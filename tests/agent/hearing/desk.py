"""A buyer of the demo chain who speaks: the numbers she may read out, and ears for her conversation."""

from agent.hearing.ears import Ears
from procurement.recent_numbers import RecentNumbers
from tests.agent.grammar.simulation import Conversation

NUMBERS = RecentNumbers(
    orders=tuple(f"PO-2026-00{number}" for number in (121, 119, 117, 118, 120, 122, 112)),
    shipments=("SH10042", "SH10043", "SH10044", "SH10041", "SH10039", "SH10038", "SH10036"),
    waybills=("CJ1029384756", "AC7730021958", "CJ1029386120", "CJ1029383322", "CJ1029381539", "CJ1029380036"),
    lots=("P20261106", "P20261105", "L20261101"),
)


def ears(*said: str, asked: bool = False) -> Ears:
    """Of a conversation in which ``said`` was said before."""
    conversation = Conversation()
    for text in said:
        conversation.say(text)
    return Ears(conversation.scene(), NUMBERS, asked)
