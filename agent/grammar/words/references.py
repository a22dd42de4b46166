"""What was said before, by reference, and which part of an order is meant."""

_SAID = (
    "刚才|刚才的|刚才说的|刚才那个|刚才那份|刚才那张|刚才那单|刚刚|刚刚的|刚刚说的|刚刚那个|刚刚那份|"
    "之前|之前的|之前说的|之前那个|"
    "之前那份|之前那单|前面|前面说的|前面那个|前面那份|上面说的|上面那个|上面那份|那份|说的|说好的|"
    "照着|照刚才|这么定|刚刚那份来|刚才那份来|刚才那个来|那份来|那个来|刚才的来|说的来|之前的来|"
    "the one|the earlier one|the earlier|the one from before|the previous one|the first draft|"
    "draft|we just discussed|"
    "we discussed|just discussed|we talked about|you just showed me|from before|from earlier|"
    "earlier one|just now|as discussed|"
    "as agreed|as proposed|as drafted|with the order|with that one"
)

WORDS: dict[str, str] = {
    "plain": _SAID,
    "amiss": (
        "太多|太多了|太少|太少了|有点多|有点多了|有点少|有点少了|多了点|少了点|偏多|偏少|too much|"
        "too many|too little|"
        "too few|a bit much|a bit little|more than we need|not enough"
    ),
    "change": (
        "换一个|换一下|换一换|改一个|改一改|改改|改动|变一下|另选|重选|another date|another supplier|"
        "another warehouse|"
        "different|a different"
    ),
    "repair": (
        "不好意思|写错|讲错了|讲错|纠正一下|更正|更正一下|不是不是|不|不是|错|correction|or rather|"
        "i meant to say|let me rephrase"
    ),
    "track": "chase~|chasing|chase up|催|催一下|催催|催下",
    "order": (
        "place 个 order|place 一个 order|下个 order|下一个 order|下 order|下个 po|下张 po|下 po|开个 po|"
        "开张 po|raise 个 po|开 po"
    ),
    "arrive": "eta",
    "filler": (
        "双十二|双十一|双12|双11|双旦|double eleven|double twelve|double 11|double 12|singles day|better|"
        "you'd better|best to|in that case|那样的话|回来|这样的话|要么|要不"
    ),
    "no_order": "先不定|先别定|先不定了",
    "no": (
        "先不定|先别定|先不定了|forget the order|forget about the order|forget this order|drop the order|"
        "drop this order|skip the order"
    ),
    "drop": ("forget the order|forget about the order|forget this order|drop the order|drop this order|skip the order"),
    "commit": (
        "go ahead with it|go ahead with that|go ahead with the order|go ahead with this|place the earlier one|"
        "place the earlier order|place the previous one|place that order|place this order|submit the earlier one"
    ),
    "help": "能干点啥|能干点什么|能干啥|能干嘛|能做点啥|能做点什么|能做啥|都能干啥",
    "st_open": "on order for",
    "order_noun": "on order|on order for|on order from|on order with",
    "asked_for": "要求|约定|did we want|did we ask|did we request|we asked for|we wanted",
    "underway": "路上|在路上|在途|途中|运输中|on the way|on its way|on their way|en route|in transit|on the road",
    "slot_quantity": "数量|数目|件数|量|quantity|quantities|qty|the number|amount",
    "slot_date": (
        "日期|时间|到货日期|到货时间|交货日期|交货时间|交期|送货时间|送货日期|收货日期|收货时间|"
        "delivery date|arrival date|due date|"
        "delivery time|date|deadline|eta|day"
    ),
    "slot_place": (
        "收货仓|送货仓|仓库|地址|收货地址|送货地址|地点|收货地点|目的地|address|delivery address|"
        "warehouse|destination|location|"
        "delivery place"
    ),
    "slot_supplier": "供应商|供货商|厂家|supplier|vendor",
    "slot_item": "物料|品种|货品|product|item",
}
