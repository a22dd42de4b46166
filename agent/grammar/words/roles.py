"""Words that tell a role or pick one of several: from, to, the cheaper one."""

WORDS: dict[str, str] = {
    "from": (
        "从|向|跟|找|问|和|与|由|让|叫|在|用|走|请|联系|通知|去|from|with|via|through|using|use|at|ask|tell|have|off|"
        "get|by|po to|po for|order to|out of|go with"
    ),
    "to": (
        "到|送|送到|送往|送去|发到|发往|发|发去|运到|运往|运|给|放|放到|放在|入|入库|去|往|寄到|寄往|交到|收货地|"
        "收货地址|送货到|送至|运至|发至|至|卸到|卸在|进|拉到|to|into|at|deliver to|ship to|send to|for|in|"
        "deliver|delivered to|delivery to|destination|straight to|drop at|dropped at|over to"
    ),
    "place_word": "仓|仓库|库|库房|warehouse|wh|depot|dc|site|store",
    "cheap": (
        "便宜|便宜点|便宜的|最便宜|最便宜的|价格低|低价|单价低|价低|省钱|划算|实惠|价钱低|价格最低|cheap|cheaper|"
        "cheapest|lowest price|lower price|least expensive|less expensive|best price|better price|low cost|"
        "lowest cost|more affordable"
    ),
    "expensive": "贵|贵的|贵点|最贵|最贵的|expensive|pricier|priciest|dearer",
    "fast": (
        "快|快的|快点的|最快|最快的|早到|早的|最早|最早的|先到|交期短|fast|faster|fastest|quicker|quickest|"
        "earlier|earliest|soonest|sooner|shortest lead time|shorter lead time|who can deliver first"
    ),
    "last_option": (
        "最后一个|最后那个|最后|后者|后面那个|后一个|后一家|下面那个|末尾|last one|the last|the latter|latter|"
        "bottom one|last"
    ),
    "first_option": (
        "前者|前面那个|前一个|前一家|上面那个|头一个|头一家|首个|former|the former|top one|first|first one"
    ),
    "any_option": (
        "随便|都行|都可以|哪个都行|哪家都行|无所谓|你定|你看着办|whichever|either|any|any of them|don't care|"
        "doesn't matter|up to you|you decide|your choice"
    ),
    "pronoun": (
        "它|它们|那个|这个|那张|这张|那笔|这笔|那单|这单|那批|这批|该|此|其|刚才那个|刚才那张|刚刚那个|上面那个|"
        "那|it|that|this|that one|this one|them|those|these|the order|the shipment|that order|this order|"
        "that lot|this lot|same one|the same"
    ),
    "topic_shift": (
        "那就|那么|那还|那|也看看|换成看|and for|same question for|另外|呢|怎么样|how about|what about|and|"
        "and what about|same for"
    ),
    "asap": (
        "尽快|越快越好|尽早|马上|立刻|asap|as soon as possible|soonest|不限日期|日期无所谓|日期不限|时间不限|"
        "any date|whenever|no date"
    ),
}
