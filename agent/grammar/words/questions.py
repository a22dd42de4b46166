"""Words that ask."""

WORDS: dict[str, str] = {
    "ability": (
        "能|能不能|能否|能够|可以|可不可以|可否|可以不可以|行不行|成不成|会不会|来得及|来不及|来不来得及|赶得上|"
        "赶不赶得上|赶得及|赶得出|供得上|供得了|交得了|交得上|交得出|交得出来|做得出|做得出来|做得了|做得完|"
        "拿得出|拿得到|顶得住|搞得定|搞定|吃得下|跟得上|应付得了|有可能|有没有可能|有没有办法|可能|可行|办得到|"
        "做得到|到得了|送得到|送得了|送得过来|接得了|接得下|行吗|行不|成吗|有戏|有希望|扛得住|排得上|排得下|"
        "排得出|can|could|would|able to|be able to|able|feasible|possible|possibly|manage|manage to|capable|"
        "can't|couldn't|is there any way|any chance|is there a chance|realistic|doable|in a position to|"
        "have capacity|afford|may|might|shall|will"
    ),
    "potential": (
        "得齐|得拢|得够|得了|得上|得及|得出|得出来|得起|得完|得动|得下|得来|得过来|得住|得到|不了|不上|不及|不出|不完|不下|不到"
    ),
    "price": (
        "单价|价格|价钱|报价|多少钱|什么价|啥价|unit price|price|quote|how cheap|how low|per piece|apiece|what price"
    ),
    "yes_no": (
        "对吧|是吧|是的吧|对的吧|没问题吧|没错吧|对不|对吗|是吗|好吗|行吗|可以吗|ok吗|do we have|have we got|do i have|"
        "have i got|are there|is there|还有没|还有没有|吗|么|嘛|伐|是不是|有没有|是否|有无|要不要|够不够|对不对|"
        "会不会|能不能|可不可以|行不行|好不好|了没|了没有|没呢|没有呢|了吗|了么|or not|whether|没啊|了不|"
        "do you think|did|does|do|has|have|had|is|are|was|were|isn't|aren't|hasn't|haven't|didn't|any"
    ),
    "where": (
        "哪|哪里|哪儿|哪里了|哪儿了|何处|什么地方|啥地方|什么位置|位置|到哪|到哪了|到哪里|到哪儿|到哪里了|"
        "到哪儿了|走到哪|在哪|在哪里|在哪儿|在路上|路上|途中|where|wheres|where is it|where is it now|"
        "where are they|where is it at|whereabouts|where's|where is|where are|how far|how far out|location|"
        "located|position|on the road|on the way|on its way|en route"
    ),
    "when": (
        "还有几天到|还有几天能到|还要几天到|还有多久到|还要多久到|还有多久能到|还要多久能到|什么时候|啥时候|啥时|"
        "几时|何时|哪天|哪一天|几号|几点|多会儿|什么时间|何日|啥时间|when|when's|what time|what date|what day|"
        "which day|eta|expected date|预计"
    ),
    "how_soon": (
        "最快|最早|最快什么时候|最快多久|最快几天|最快几号|how soon|how fast|how quickly|how quick|earliest|"
        "soonest|fastest|最短"
    ),
    "how_long": (
        "多久|多长时间|多少天|几天|多少时间|多少个工作日|几个工作日|多少个星期|几周|几个星期|几个礼拜|how long|"
        "how many days|how many weeks|how much time|how many working days|how many business days"
    ),
    "how_many": (
        "多少钱|还有多少|还有几|有多少|剩多少|多少库存|还剩多少|剩几|还剩几|多少|几个|几件|几袋|几箱|几盒|几卷|几捆|"
        "几吨|几斤|几公斤|几台|几只|几|几多|多大|how many|how much|what quantity|what's the quantity|how big"
    ),
    "who": (
        "哪家有货|谁家有货|谁有货|哪里有货|谁家有|哪里能买|哪儿能买|哪里买|哪家有|谁有|谁能|谁可以|谁来|谁卖|"
        "哪家能|哪家可以|哪家卖|who has|who can|who could|who sells|who makes|who offers|who delivers|"
        "who supplies|whoever|谁|谁家|哪家|哪个供应商|哪个厂家|哪个厂|哪位|哪几家|哪些供应商|哪些厂家|什么供应商|"
        "有谁|有人|有哪家|哪些家|谁那|who|who's|whom|whose|which supplier|which suppliers|which vendor|"
        "which vendors|what supplier|what suppliers|what vendor|anyone|anybody|any supplier|any vendor|which one|"
        "which company|which of our suppliers|which of the suppliers"
    ),
    "which": (
        "哪些|哪几|哪几张|哪几个|哪几笔|哪张|哪个|哪笔|哪一张|哪单|哪批|什么|啥|什么样|哪|which|what|what's|"
        "whats|which ones|what are|what do|what were"
    ),
    "how": (
        "怎么样|怎样|如何|咋样|咋|怎么|怎么着|啥情况|什么情况|情况如何|how|how's|how is|how are|how about|"
        "what about|why|为什么|为啥|咋回事|怎么回事"
    ),
    "inquire": (
        "问|问一下|问下|问问|想知道|想问|想问一下|想问下|了解|了解一下|了解下|咨询|咨询一下|打听|打听一下|"
        "我就问问|就问问|只是问问|只是问一下|只是问|先问问|先问下|先问一下|问问看|随便问问|确认一下|确认下|核实|"
        "核实一下|核对一下|评估|评估一下|打探|就是问问|就想问|不是下单|不是要下单|没要下单|want to know|"
        "like to know|need to know|wondering|i wonder|curious|just asking|only asking|just checking|just curious|"
        "just wondering|let me know|tell me|find out|check whether|check if|see if|see whether|not ordering|"
        "just a question|question|quick question|asking for|before i order|before ordering|before we order|"
        "inquiring|enquiring|inquire|enquire|enquiry|inquiry|hypothetically|in theory|suppose|what if|"
        "if i ordered|if we ordered|if i were to|if i needed|if we needed|say i needed|say we needed|"
        "should i need|were i to|if we were to|if i wanted"
    ),
    "suppose": (
        "如果|假如|要是|假设|万一|若是|倘若|如若|的话|if|suppose|supposing|assuming|say we|in case|"
        "hypothetically|theoretically"
    ),
    "look": (
        "看|看看|看下|看一下|查|查查|查下|查一下|查询|查看|查查看|瞧|瞧瞧|盘点|盘一下|瞅瞅|调出|调出来|调一下|"
        "打开|翻|翻一下|给我看|报一下|说一下|说说|讲讲|告诉我|汇报|汇总|check~|check on|look|look up|look at|"
        "look into|view|see|show|show me|pull up|pull|display|find|bring up|open up|print|read me|report|tell me|"
        "give me|let me see|update on|run through|info|information|look for"
    ),
    "list": (
        "列|列出|列出来|列一下|列下|列表|清单|拉一下|拉出来|拉个|拉|全列|全部|所有|都有哪些|有哪些|都有|全都|"
        "list~|list out|a list|all|every|everything|any|anything|overview|rundown|summary|汇总|一览"
    ),
}
