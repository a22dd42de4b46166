"""What a message can be about: orders, goods on the way, stock, capacity, lots."""

WORDS: dict[str, str] = {
    "order_noun": (
        "订单|单子|单|采购单|采购订单|定单|单据|订单们|purchase order|purchase orders|po|pos|p o|order|orders"
    ),
    "orders": (
        "orders|pos|purchase orders|哪些单|哪些订单|几张单|几个订单|多少单|多少订单|什么单|所有订单|全部订单|"
        "订单列表|订单清单|some orders|any orders|any order|几单|几笔"
    ),
    "shipment": (
        "货|货物|那车|车|卡车|货车|物流|物流信息|快递|运单|运单号|单号|运输|包裹|运输情况|配送|派送|发运|"
        "到货情况|在途|冷链|冷链车|集装箱|货柜|shipment|shipments|delivery|deliveries|truck|lorry|goods|freight|"
        "parcel|package|consignment|cargo|waybill|tracking|tracking number|tracking no|logistics|transit|"
        "in transit|container|load|van|driver|司机"
    ),
    "track": "跟踪|跟踪一下|追踪|追踪一下|查物流|查货|跟一下|track~|tracing|follow up on|trace",
    "arrive": (
        "还有几天到|还有几天能到|还要几天到|还有多久到|还要多久到|还有多久能到|还要多久能到|还没到|还没到货|没到|"
        "没到货|还没来|没来|来了没|没送到|还没送到|没送来|还没送来|还没收到|没收到|没见着|没见到|还没见到|不到|"
        "迟迟不到|怎么还没|还没影|几点到|几号到|啥时候到|什么时候到|何时到|哪天到|啥时到|到哪天|到|到货|送到|"
        "送达|抵达|到达|签收|到了|到没|到没到|到了没|送来|到场|到仓|入仓|到手|运到|收到|收到货|arrive~|arriving|"
        "arrival|get here|got here|gets here|getting here|delivered|reach~|reached us|turn up|show up|turned up|"
        "showed up|come in|came in|coming|come|here yet|been delivered|get delivered|been received|landed|"
        "get to us|get in|due in|make it here|received"
    ),
    "shipped": (
        "发齐|发齐了|发完|发完了|发货了没|全发了|发全|fully shipped|ship|dispatch|despatch|发没|发了没|发货没|"
        "发出没|寄出没|发了吗|出发|出发了|动身|上路|装车|揽收|揽件|发货|发了|发出|发出来|发出去|发走|寄出|寄了|"
        "已发|已发货|已经发货|发货了|发没发|出库|出厂|启运|起运|shipped|ship out|shipped out|dispatched|"
        "despatched|sent out|sent|left|left the warehouse|out for delivery|picked up|departed|on the truck|"
        "been shipped|gone out|go out|went out"
    ),
    "delayed": (
        "耽误|晚到|推迟了|误点|滞留|扣了|被扣|卡关|堵车|holding up|hold it up|what's holding|late|overdue|behind|"
        "晚点|延误|耽搁|堵|卡|卡住|卡在|delayed|delay|delays|stuck|held up|hold up|holdup|running late"
    ),
    "supply": (
        "really make that|really make it|actually make that|actually make it|"
        "有货|有现货|有没有货|有没有现货|有的卖|卖|供着|现货供应|交|交货|交付|交出|供|供货|供应|供给|提供|做|"
        "做出|生产|出|出货|产|造|接|接单子|排产|搞出|发得出|赶出|交期|给到|拿到|拿出|供得|吃下|撑起|凑|凑出|凑齐|"
        "赶制|加工|deliver~|supply~|supplied|supplying|make|makes|making|produce~|producing|provide~|providing|"
        "handle~|handling|do|ship|cope|turn out|come up with|fulfil|fulfill|fulfil~|cover|meet|manage|"
        "manufacture~|churn out|accommodate|offer|sell~|have ready|get us|get me|squeeze in|squeeze|take on|"
        "knock out|deal with|carry|stocks|spare"
    ),
    "capacity": (
        "产能|产量|交期|供货期|供应能力|交付能力|供货能力|生产能力|交货期|货期|供货周期|交货周期|周产|周产能|"
        "产线|余量|可供|空档|排期|capacity|lead time|lead times|leadtime|output|availability|available capacity|"
        "throughput|turnaround|turnaround time|production slots|bandwidth|slots|free capacity|weekly output"
    ),
    "stock": (
        "库存|存货|库里|仓里|仓库里|仓库|库内|在库|手头|手头上|手上|手里|家里|现货|存量|存|库|结存|盘点|安全库存|"
        "再订货点|补货点|警戒线|库存水平|库存量|囤|stock|stocks|stock level|stock levels|inventory|inventories|"
        "on hand|in stock|in house|in the warehouse|on the shelf|on the shelves|in store|in storage|"
        "reorder point|safety stock|low stock|at hand|warehouse|in our warehouse|warehoused|stocked|sitting in|"
        "on site|reserves|in the house"
    ),
    "remain": (
        "还有货|有货没|有货吗|还有没有货|有没有货|还有吗|还有多|still have|do we still have|any left|还有货吗|"
        "没剩|剩没剩|还剩多少|剩几|还剩几|还有没|剩|剩下|剩余|还剩|余|余下|还有多少|还有几|还有|还有没有|有多少|"
        "多少库存|剩多少|left|remaining|remain~|left over|do we have|have we got|do i have|have i got|we have|"
        "we've got|we got|have left|what have we got|what do we have|are there|is there|we hold"
    ),
    "low": (
        "快没|快没了|快没有|没货|没了|快用完|用完|快断|断货|断供|缺货|缺料|短缺|低于|不足|不够|不够用|见底|告急|"
        "吃紧|紧张|紧缺|预警|偏低|快空|耗尽|缺|快要没|快完|low|running low|run low|running short|run out|"
        "running out|short of|short on|shortage|shortages|out of stock|nearly out|almost out|below|depleted|"
        "critical|shortfall|going to run out|ran out|are we out|low on|stockout|stock out|under the reorder"
    ),
    "last": (
        "够用|够|够不够|够不够用|够几天|用几天|能用|还能用|能撑|撑|撑得到|撑到|撑得住|撑多久|撑几天|用到|能用到|"
        "够用多久|用多久|顶|顶几天|顶多久|顶得住|维持|坚持|吃几天|够吃|顶到|enough|last|lasts|last us|"
        "days of cover|days left|cover|coverage|days of supply|how many days|how long will|how long do|"
        "sufficient|get by|get us through|tide us over|are we ok|are we okay|are we good|still ok for|ok for|"
        "okay for|good for|consumption|usage|burn rate|per day"
    ),
    "lot": (
        "批|批次|批号|这批|那批|该批|该批次|批料|这一批|那一批|lot|lots|batch|batches|lot number|lot no|batch number"
    ),
    "trace": (
        "追溯|追溯一下|溯源|溯源一下|溯|追查|追|追一下|追踪|反查|倒查|谱系|来龙去脉|trace~|tracing|traced|"
        "traceability|genealogy|lineage|pedigree|history|chain of custody"
    ),
    "status": (
        "状态|情况|进展|进度|详情|明细|细节|信息|内容|啥情况|什么情况|怎么样了|什么状态|啥状态|status|state|"
        "details|detail|progress|update|info|information|situation|contents|what's in|what is in|standing|"
        "outstanding|how's it going"
    ),
    "reply": (
        "回|回复|回的|答复|回应|回话|回音|反馈|应答|确认|接单|接|接受|同意|答应|表态|响应|吭声|搭理|理|动静|"
        "answer~|reply|replies|replied|replying|respond~|response|responses|confirm~|confirmation|acknowledge~|"
        "acknowledging|acknowledgement|accept~|accepted|acceptance|react~|feedback|heard back|hear back|got back|"
        "get back|word|said yes|agree~|come back|came back|counter~|counter offer"
    ),
    "supplier_noun": ("供应商|供货商|厂家|厂商|卖家|卖方|supplier|suppliers|vendor|vendors|seller|manufacturer|maker"),
}
