"""States that lists of orders are asked for by."""

WORDS: dict[str, str] = {
    "st_open": (
        "没收到货|没收货|没入库|没有收到|没有到货|没有完成|没有交货|未完成|没完成|没完|没完的|未完|没关|没关的|"
        "未关闭|未结|没结|未了结|进行中|在进行|在执行|执行中|没结束|还开着|开着|没到的|没到货|未到货|没交|未交|"
        "没交完|没交付|未交付|没收到|没收完|在途|还没到|未发货|没发货|还没发货|open|still open|outstanding|"
        "active|pending|in progress|ongoing|not closed|unclosed|unfinished|incomplete|not finished|running|"
        "current|not completed|not yet delivered|undelivered|not delivered|live|underway|on order|unfulfilled|"
        "still running|not yet received|still out"
    ),
    "st_late": (
        "晚|晚了|迟|迟到|迟交|迟了|逾期|超期|过期|延误|延迟|延期|拖|拖期|拖延|拖了|误期|脱期|超时|过了交期|"
        "过交期|晚点|没按时|未按时|没有按时|没准时|没如期|到期没到|误了|delay了|耽误|late|overdue|past due|"
        "delayed|behind|behind schedule|past their date|missed|slipping|slipped|running late|not on time|tardy|"
        "past the date|past their due date|past due date|lagging"
    ),
    "st_unanswered": (
        "没回|没回复|未回复|没答复|未答复|没确认|未确认|没回音|没回应|没反馈|没接单|没接|未接单|没人回|没人回复|"
        "没人理|没理|没动静|没吭声|没消息|待确认|待回复|待答复|等供应商|等回复|等答复|不回|没回话|没音|没下文|"
        "没回的|unanswered|unconfirmed|no answer|no reply|no response|no confirmation|without an answer|"
        "without a reply|without reply|without response|not answered|not replied|not confirmed|not responded|"
        "unacknowledged|not acknowledged|waiting for the supplier|waiting on the supplier|waiting on suppliers|"
        "waiting for suppliers|waiting for an answer|waiting for a reply|awaiting reply|awaiting response|"
        "awaiting confirmation|awaiting supplier|ignored|silence|radio silence|haven't heard|not heard back|"
        "still silent|silent|to be confirmed|haven't heard back|no word"
    ),
    "st_waiting": (
        "have to approve|need to approve|to approve|to sign off|must approve|should approve|require approval|"
        "requires approval|for approval|pending approval|待审批|要审批|需要审批|需审批|等审批|要批|待批|要签字|"
        "等签字|待签|等我|等我们|等着我|等咱|等咱们|待我|待我们|要我处理|我处理|我来处理|我拍板|要我拍板|我定|"
        "等我定|我决定|我来定|我批|我审批|要我批|我点头|轮到我|等买方|等我方|待处理|需要我|我答复|我回复|我回应|"
        "我这边处理|我确认|要我确认|待我确认|我没处理|我没回|我还没回|卡在我|等我回|我这里|waiting for me|"
        "waiting on me|waiting for us|waiting on us|waiting for my|waiting on my|waiting for our|waiting on our|"
        "needs my|need my|needs me|need me|needs our|need our|for me to decide|my decision|our decision|"
        "me to decide|my approval|my answer|my reply|my response|my confirmation|my okay|my ok|my sign off|"
        "on my plate|on my desk|on me|my attention|my action|my input|up to me|my call|my side|in my court|"
        "awaiting me|awaiting my|awaiting our|awaiting buyer|i need to decide|i have to decide|i need to answer|"
        "i need to respond|i need to approve|i need to act|i should decide|me to respond|me to answer|me to act|"
        "me to approve|us to decide|us to respond|us to answer|waiting for buyer|waiting for a decision|"
        "decide on|pending my|pending our|require my|requires my|requiring my"
    ),
    "st_shipped": (
        "发货|已发货|已经发货|发了货|发出|已发|已发出|发货了|已经发了|发了|已寄|寄出|运出|出货|已出货|出库|"
        "在路上|路上|运输中|在运|shipped|dispatched|despatched|sent out|on the way|on their way|in transit|"
        "been shipped|en route|on the road|left the supplier|gone out|out the door"
    ),
    "st_received": (
        "到货的|到货|已到的|收过货|收过|been received|have been received|was received|were received|"
        "received already|already received|收货|已收货|收完货|收完|收到|收到货|已收到|收到了|已收|入库|已入库|"
        "到货了|已到货|到齐|收齐|验收|已验收|完成|已完成|结了|关了|已关闭|已结|交完|已经到|签收|received|"
        "receipted|been delivered|delivered|completed|complete|closed|fulfilled|finished|done|arrived|came in|"
        "have come in|taken in|taken delivery|booked in"
    ),
    "st_cancelled": (
        "取消|取消过|取消了|已取消|被取消|已经取消|取消的|作废|作废了|已作废|撤销|撤了|撤过|撤单|被撤|废了|废掉|"
        "退掉|cancelled|canceled|cancel~|withdrawn|voided|called off|killed|scrapped|revoked"
    ),
}
