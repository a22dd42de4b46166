"""What a hosted model can do wrong, as replies of the tests' model server."""

import json
from dataclasses import replace
from typing import Any

from tests.model_server import EMPTY, Call, Reply, calls, cut, fails, says

FIRST, TOTAL = 0.6, 1.5  # the deadlines of an impatient model, in seconds
WORDS = {"zh": "向苏州精密订500个6204轴承", "en": "Please order 500 pieces of bearing 6204 from Suzhou Precision"}
WANTED: dict[str, Any] = {"lines": [{"item": "6204", "quantity": 500}], "supplier": "苏州精密"}
FLOUR: dict[str, Any] = {"lines": [{"item": "面粉", "quantity": 2000}]}
ORDER = Call("create_order", WANTED)
STOCK = Call("stock_status", {"item": "BT-10"})
LOOK = "帮我看看黄油的情况"  # the model decides what that is


BROKEN = {
    "429": fails(429, "Rate limit reached for sk-test"),
    "500": fails(500),
    "400": fails(400),
    "401": fails(401),
    "no answer": EMPTY,
    "blank": says(" ", "\n"),
    "not a completion": Reply(("{not json", )),
    "another shape": Reply(({"choices": [{"delta": "text"}]},)),
    "cut before a word": cut(says("好"), after=0),
    "cut after words": cut(says("好的,我马上", "为您下单,已经", "办好"), after=3),
    "cut in a call": cut(calls(ORDER), after=5),
    "cut in a call after words": cut(calls(ORDER, text="好的,已下单。"), after=4),
    "ended without an end": Reply(calls(ORDER, finish=None).events[:6], ending="silent"),
    "too long": calls(ORDER, finish="length"),
    "filtered": says("好的,已下", finish="content_filter"),
}  # fmt: skip


SLOW = {
    "no first word": (replace(says("好的"), late=TOTAL * 2), FIRST),
    "silent before a word": (replace(says(), events=(), ending="hang"), FIRST),
    "words, then silence": (replace(says("好的,", "已下单", finish=None), ending="hang"), TOTAL),
    "half a call, then silence": (replace(calls(ORDER), events=calls(ORDER).events[:5], ending="hang"), TOTAL),
    "too slow": (replace(calls(ORDER, piece=1), pause=0.1), TOTAL),
}  # fmt: skip


def nested(levels: int) -> str:
    return '{"item":' * levels + "1" + "}" * levels


SENSELESS: dict[str, Call] = {
    "half JSON": Call("create_order", '{"lines": [{"item": "6204", "quant'),
    "no JSON": Call("create_order", "六二零四,五百个"),
    "a list": Call("create_order", "[1]"),
    "two objects": Call("create_order", '{"lines": []}{"lines": []}'),
    "a number": Call("get_order", "119"),
    "null": Call("get_order", "null"),
    "NaN": Call("create_order", '{"lines": [{"item": "6204", "quantity": NaN}]}'),
    "infinite": Call("create_order", '{"lines": [{"item": "6204", "quantity": -Infinity}]}'),
    "beyond a float": Call("create_order", '{"lines": [{"item": "6204", "quantity": 1e999}], "supplier": "苏州精密"}'),
    "endless digits": Call("create_order", '{"lines": [{"item": "6204", "quantity": %s}]}' % ("9" * 4000)),
    "too many digits": Call("create_order", '{"lines": [{"item": "6204", "quantity": %s}]}' % ("9" * 9000)),
    "nothing": Call("create_order", '{"lines": [{"item": "6204", "quantity": 0}], "supplier": "苏州精密"}'),
    "less than nothing": Call("create_order", '{"lines": [{"item": "6204", "quantity": -5}], "supplier": "苏州精密"}'),
    "true": Call("create_order", '{"lines": [{"item": "6204", "quantity": true}], "supplier": "苏州精密"}'),
    "half a character": Call("get_order", '{"order": "\\ud83d"}'),
    "half a character as a field": Call("get_order", '{"\\ud83d": "119"}'),
    "control characters": Call("get_order", '{"order": "\\u0000\\u202e119"}'),
    "an object for a name": Call("get_order", '{"order": {"$ne": null}}'),
    "400 levels": Call("create_order", nested(400)),
    "900 levels": Call("create_order", nested(900)),
    "100,000 levels": Call("create_order", nested(100_000)),
    "1 MB": Call("create_order", json.dumps({"supplier": "x" * 1_000_000})),
    "1 MB of lines": Call("create_order", json.dumps({"lines": [{"item": "6204", "quantity": 1}] * 30_000})),
    "90 kB": Call("create_order", json.dumps({"supplier": "x" * 90_000})),
    "unknown field": Call("create_order", {**WANTED, "confirmed": True}),
    "unknown tool": Call("confirm_order", {"draft": "drf_1"}),
    "no name": Call("", {}),
    "name of 10,000": Call("x" * 10_000, {}),
    "no such order": Call("get_order", {"order": "PO-2026-99999"}),
    "no such order to cancel": Call("cancel_order", {"order": "PO-2026-99999"}),
    "no such lot": Call("trace_lot", {"lot": "L99999999"}),
    "no such shipment": Call("find_shipment", {"shipment": "SH99999"}),
    "no such item": Call("create_order", {"lines": [{"item": "ZX-9999", "quantity": 5}]}),
    "no such supplier": Call("create_order", {**WANTED, "supplier": "QQQQ"}),
    "no such place": Call("create_order", {**WANTED, "place": "Mars"}),
    "no such draft": Call("create_order", {**WANTED, "replaces": "drf_neverwasthere00000"}),
    "a day that is none": Call("create_order", {**WANTED, "date": "2026-02-30"}),
    "a day long ago": Call("create_order", {**WANTED, "date": "1999-01-01"}),
}
