"""What people want done: to order, cancel, change, add, take away."""

WORDS: dict[str, str] = {
    "order": (
        "再订|再买|再下|再下单|再采购|再进货|再补货|下单吧|订吧|买吧|下了吧|订了吧|订上|order it|order that|"
        "order those|order them|book it|buy it|book that|go order|place it|采购吧|订下来|下掉|定下来|给我下|"
        "帮我下|订|订购|订货|订单给我下|定购|定货|采购|采购一下|购买|购入|购|购置|买|买入|买进|买点|下单|下个单|"
        "下订单|下单子|开单|下采购单|补货|进货|要货|叫货|拿货|备货|补库存|补点货|追单|补单|预订|预定|定|下|落单|"
        "请购|提单子|开个单|开张单|order~|reorder~|re order~|buy~|purchase~|procure~|procuring|restock~|re stock|"
        "stock up|stock up on|replenish~|place an order|place the order|put in an order|place a order|"
        "put an order|raise an order|raise a po|issue a po|cut a po|create an order|create a po|make an order|"
        "placing an order|put through an order|draft an order|new order|write up an order|raise a purchase order|"
        "po to|po for|order for|order to|place order|place~ an order|set up an order|put in a po|top up|"
        "get ordered|book~|purchase order for|purchase order to|send an order|enter an order|open an order|"
        "open a po"
    ),
    "want": (
        "get me|get us|grab me|find me some|fetch me|bring us|send me|send us|get hold of|need some|囤|囤点|屯|"
        "屯点|购进|调货|调点|凑|匀|下点|订点|叫|叫点|上点|续|续上|续点|添点|拉|搬|收|提|提货|let's do|let's get|"
        "let's have|let us get|let us do|can we get|we'll need|i'll need|we will need|i will need|gonna need|"
        "i'd like|we'd like|would like|would love|要|来|需要|想要|需|需求|补|补充|补点|进|进点|追加|加|再加|再来|"
        "再要|多来|弄|搞|搞到|整|整点|安排|安排一下|拿|拿点|调|上|给|急需|缺|还要|也要|来点|要点|加单|加订|再订|"
        "想订|要订|弄点|整个|配|备|发|送|寄|运|need~|want~|get|getting|take|arrange~|arranging|give|send|bring|"
        "grab|require~|requiring|have|like|we're after|i'm after|looking for|put me down|put us down|put down|"
        "sort out|fetch|ship|line up|lay in|requisition~|put through|deliver|pick up|secure|source|reserve|"
        "schedule|could use|could do with|supply us|supply me|add|make it|i'll take|we'll take|let me have|"
        "let us have|set us up|hook me up|do me|request~"
    ),
    "cancel": (
        "取消了|取消了吧|撤销了|作废了|取消吧|撤掉吧|给取消|给取消了|取消一下|cancel it|cancel that|cancel this|"
        "取消|取消掉|撤|撤销|撤掉|撤单|撤回|退掉|退了|退单|退订|作废|废掉|废了|废除|取消订单|干掉|销掉|砍掉|砍|"
        "终止|中止|毙掉|停掉|停了|叫停|消掉|撤了|给撤|给退|cancel~|cancell~|cancelling|cancelled|withdraw~|"
        "withdrawn|withdrew|kill~|call off|calling off|scrap~|void~|revoke~|revoking|abort~|rescind~|annul~|"
        "terminate~|terminating|pull the plug|axe|axed|cxl"
    ),
    "drop": (
        "作罢|拉倒|算了吧|还是算了|放弃|forget it|forget that|never mind|nevermind|scratch that|call it off|"
        "i don't want it|不要了|不买了|不订了|不需要了|不用了|算了|退|去掉|删掉|删除|删了|删|拿掉|剔除|踢掉|划掉|"
        "拿走|remove~|removing|delete~|deleting|drop~|dropping|take out|take off|leave out|get rid of|without|"
        "don't need|no longer need~|don't want|lose the|strike|scratch|forget the|forget about|"
        "forget about the|skip the"
    ),
    "change": (
        "改|改成|改为|改到|改下|改一下|改改|改个|改由|改送|改发|改订|改要|换|换成|换到|换为|换个|换家|换一家|"
        "换作|变成|变|调整|调整为|调整到|调整成|调成|调到|修改|修改为|更改|更改为|更改到|不对|错了|说错了|搞错了|"
        "弄错了|写错了|打错了|记错了|口误|更正|更正一下|纠正|应该是|应该|应当|挪到|移到|推到|提到|加到|增加到|"
        "减到|降到|减少到|增到|延到|拖到|放到|重新|变更|变更为|change~|changing|make it|make that|make them|"
        "make the|instead|switch~|modify~|modified|modifying|amend~|update~|updating|adjust~|correction|actually|"
        "i meant|i mean|i said|should be|should have been|was supposed to be|supposed to be|swap~|swapping|"
        "replace~|replacing|revise~|revising|bump~|on second thought|on second thoughts|not right|wrong|"
        "incorrect|mistake|my bad|i misspoke|oops|typo|move it|move|moved|moving|set it to|set to|redirect~|"
        "reroute~|reschedule~|rather|better make|reduce to|increase to|raise to|lower to|cut to|cut it to|"
        "raise it to|lower it to|increase it to|reduce it to|shift|divert"
    ),
    "more": (
        "再加|加|再来|再要|再补|再订|再添|添|多加|多来|多要|另加|加上|追加|也要|也来|还要|外加|外带|增加|增订|"
        "多订|补上|再多|多|add~|adding|also add|plus|as well|on top|additional|another|extra|more|throw in|"
        "tack on|include|also|as well as|along with"
    ),
    "less": (
        "减|减少|减掉|减去|少|少要|少来|少订|砍掉|扣掉|reduce~|reducing|reduce by|cut|lower|decrease~|fewer|less|"
        "take away|knock off|minus"
    ),
    "double": (
        "翻一倍|乘以二|乘二|double up|two times|翻倍|加倍|翻一番|翻番|双倍|两倍|double|double it|double that|"
        "double the|doubled|twice|twice as many|twice as much"
    ),
    "halve": (
        "减半|对半|砍半|砍一半|减一半|一半|halve|halve it|half of that|half that|half as many|half as much|"
        "cut it in half|cut in half|in half"
    ),
    "up_to": "加到|增加到|提到|提高到|增到|追加到|涨到|up to|减到|降到|减少到|down to",
    "later": (
        "推迟|延后|往后|往后推|推后|晚|延期|延迟|postpone~|push back|push it back|pushed back|delay it|later|"
        "put back|delay by|push out"
    ),
    "earlier": "提前|提早|往前|早|earlier|bring forward|bring it forward|sooner|move up|pull forward|pull in",
    "each": (
        "each of|both of|一样来|一样要|各自|各|各要|各来|各订|每样|每种|每个|分别|都要|都来|each|apiece|"
        "every one of|of each|of both|respectively"
    ),
    "not": (
        "不需要|不必|没必要|无需|用不着|不急着|不着急|没打算|no need to|don't need to|needn't|no need for|"
        "don't want|do not want|don't want to|do not need|don't need|not want|not need|no longer need|"
        "no longer want|stop|暂时别|先不用|不用再|不|不是|不要|不用|别|莫|勿|休|没|没有|没人|未|尚未|还没|还没有|"
        "从未|无|并非|非|先别|先不|先不要|别再|不许|不能|不准|甭|千万别|暂时不|暂不|不打算|并不|没想|不想|绝不|"
        "切勿|请勿|not|no|don't|do not|doesn't|does not|didn't|did not|isn't|is not|aren't|are not|wasn't|"
        "weren't|hasn't|has not|haven't|have not|hadn't|won't|will not|can't|cannot|can not|never|nobody|no one|"
        "none|without|nothing|shouldn't|should not|mustn't|wouldn't|neither|nor|not yet|dont|not going to|"
        "hold off|hold off on|refrain from|avoid"
    ),
    "except": (
        "别搞错成|别弄成|别发成|别订成|别搞成|不要搞错成|不要弄成|别错成|别当成|not to be confused with|别买成|"
        "别拿成|可别是|除了|除|除去|除开|排除|不找|别找|不要找|别用|不用|不要用|别从|不从|不要从|别跟|不跟|"
        "不要跟|别向|不向|不要向|不是|非|避开|不考虑|不想找|不想用|不要|别要|别|other than|except|except for|"
        "apart from|aside from|besides|excluding|anyone but|anybody but|any supplier but|not from|not with|"
        "but not|not|not through|don't use|don't go with|instead of|rather than|avoid~|never from|everyone but|"
        "everybody but|any but|without using|no more"
    ),
    "old": (
        "而不是|不是|不要|别要|从|原来|原来的|原来是|之前的|之前说的|刚才说的|刚才的|instead of|rather than|not|"
        "from|in place of|was|were|in lieu of|previously|replacing|no longer"
    ),
    "new": (
        "而是|要的是|是|成|为|到|改成|改为|改到|换成|换到|换为|变成|调成|调到|加到|减到|增加到|减少到|降到|提到|"
        "调整为|调整到|应该是|应该|就要|to|be|should be|make it|make that|but|meant|with|should read"
    ),
}
