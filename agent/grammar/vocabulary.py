"""The vocabulary as data: concept -> the phrases that say it, Chinese and English, parted by ``|``.

A phrase may stand under several concepts. ``~`` after an English word stands for its regular forms too
(-s, -ed, -ing). Nothing here names a record of the company: those words come from the live catalogue.
"""

TALK: dict[str, str] = {
    "yes": (
        "对|对的|对对|对对对|对头|是|是的|是啊|是滴|好|好的|好吧|好啊|好呀|好嘞|好哒|好滴|好了|好好|好好好|行|行吧|行啊|行的|行了|行行"
        "|可以|可以的|可以啊|可以了|可|中|成|成交|成吧|嗯|嗯嗯|嗯呐|嗯哪|恩|恩恩|没问题|没有问题|没啥问题|没什么问题|没毛病|没错|没有错"
        "|没意见|没有意见|无误|核对无误|核对过了|确认无误|无异议|没有异议|同意|确认|我确认|确定|批准|通过|准了|照办|就这样|就这么着"
        "|就这么定|就这么定了|就这么办|就这样吧|就这样定了|就这个|就它|就它了|定了|就按这个|按这个|按这个来|照这个|照这样|按这样|妥|妥了|妥妥的"
        "|必须的|当然|没得说|正确|准确|很好|挺好|不错|没什么要改的|不用改|不用改了|不改了|不需要改|要的|得嘞|得|得了|ojbk"
        "|ok|okay|okey|okie|k|oki|okk|yes|yeah|yep|yup|ya|yea|aye|y|sure|fine|good|great|perfect|excellent|lovely|correct|right"
        "|that's right|that is right|that's correct|that is correct|that's it|that's fine|that is fine|exactly|sounds good|sounds fine"
        "|sounds great|sounds right|looks good|looks fine|looks right|looks great|looks ok|looks okay|looks correct|look good|look right"
        "|all good|all right|alright|lgtm|agree~|approve~|confirm~|affirmative|absolutely|definitely|certainly|of course|by all means"
        "|no problem|no problems|no objection|no objections|no issue|no issues|no changes|no change|nothing to change|works for me"
        "|that works|that'll do|that will do|works|good to go|why not|👍|👌|✅|🆗|💯|roger|roger that|deal|spot on|happy with that|i'm happy with that"
        "|thumbs up|green light|10 4|all correct|everything is correct|everything is right|everything looks good"
    ),
    "commit": (
        "确认下单|确认订单|确认订购|确认提交|确认采购|确认发送|确认发出|同意下单|可以下单|可以下了|可以下|可以发了|可以提交|能下|直接下|赶紧下|confirm the order|confirm order|place the order|place order|submit the order|send the order|issue the order|release it|release the order|yes order|yes order it|please place it|please order it|finalize|finalise|finalize it|process it|process the order|put it in|put the order in|put the order through|that's a go|it's a go|pull the trigger|sign it off|yes to that|i confirm|confirmed|i approve|approved|you may proceed|you can proceed|you can go ahead|please go ahead|let it go|let it rip|发给供应商|发给supplier|发给他们|发给对方|发过去|传过去|send it to the supplier|send it to them|发给|推给|就发|敲定|拍板|定下来|落实|生效|签发|下发|立即执行|to the supplier|走起|走着|走|走吧|发吧|提交|提交吧|下吧|下了吧|下掉|就下|发出去吧|发出去|办吧|搞吧|搞起|整吧|安排吧|安排上|安排|执行|执行吧|订吧|买吧|定吧|下单吧|干|上吧|来吧"
        "|go ahead|go for it|go on|do it|do that|proceed~|please do|ship it|send it|send it off|send it out|send it over|send it through|send that|make it so"
        "|let's go|let's do it|let's do that|let's go ahead|place it|book it|order it|submit it|submit|submit that|put it through"
        "|fire away|go with it|go with that|lock it in|issue it|get it done|make it happen|execute|run with it|place that|order that"
    ),
    "no": (
        "absolutely not|definitely not|certainly not|of course not|hell no|not really|not at all|not this time|先放一放|放一放|缓一缓|先缓缓|缓缓|搁一搁|先搁着|先放放|先停|先停一停|再缓缓|不考虑|no can do|let's hold off|hold off|i'd say no|i don't think so|nope nope|不不不用|甭了|不打算|没兴趣|不|不是|不是的|不用|不用了|不了|不行|不可以|不好|不成|不同意|不批|不确认|算了|算了吧|还是算了|罢了|作罢|拉倒|拉倒吧|不下了|不订了|不买了|不定了|不弄了"
        "|不要了|不要|不需要|不需要了|不想要了|不想订了|不想买了|不必|不必了|放弃|别下|别下了|别下单|别订|别订了|别买了|先不|先不要|先不下|先不订|先不要了|先不用|先别|先别下|先别订|先不买|先算了|别|别了|免了|没必要"
        "|no|nope|nah|no way|no thanks|no thank you|never mind|nevermind|forget it|forget that|forget about it|not now|not yet|not today"
        "|decline~|reject~|refuse~|i changed my mind|changed my mind|i've changed my mind|don't|do not|dont do it|don't do it|don't order"
        "|don't place it|don't bother|leave it|let's not|rather not|i'd rather not|stop|negative|👎|❌|🙅|n|pass|no go|no longer need~"
        "|don't need it|don't want it|not needed|no need|skip it|not any more|not anymore"
    ),
    "no_order": (
        "不下了|不订了|不买了|不定了|别下|别下单|别订|别订货|别订了|别买|别买了|先不下|先不订|先不买|先不下单|先别下|先别下单|先别订|先别买|不要下单|不要订|不要买|不下单|不订|不买|暂不下单|暂时不订|暂时别订|暂时不下单|不是下单|不是要下单|没要下单|不想订|不想买|不用订|不用买|不用下单|不准备订|不打算订|不打算买|还没要订|还不下单|还不订|先不用订|先不用下单|不着急下单|不急着下单|不急着订|千万别下单|千万别订|无需下单|无需订购|不必订|停止下单|不要再订|别再订|别再下单|不要再下单|不再订"
        "|don't order|do not order|not order|not ordering|not ordering yet|not buying|don't buy|do not buy|don't place|do not place|no order|not placing|without ordering|before ordering|before i order|before we order|not an order|isn't an order|is not an order|not ready to order|won't order|not going to order|don't want to order|do not want to order|no need to order|stop ordering|hold off ordering|hold off on ordering|never order|don't reorder|do not reorder|don't purchase|do not purchase|don't restock|not to order"
    ),
    "repair": (
        "哦不是|啊不是|噢不是|不是不是|不不是|错啦|sorry not|oh wait|oh sorry|i mean to say|let me correct|correction to|啊不|哦不|噢不|喔不|呃不|额不|诶不|哎不|嗯不|不不|不不不|不对|不对不对|哦不对|啊不对|诶不对|等等不对|说错了|说错|口误|错了|搞错了|打错了|写错了|记错了|弄错了|啊错了|不不对|算了|还是|改成|改为|改|换成|改到"
        "|no wait|wait no|no no|oh no|oops|sorry no|actually no|no actually|scratch that|correction|i mean|i meant|no i mean|make that|make it|no make it|no sorry|sorry i meant|hang on no|no hang on|actually|on second thought|on second thoughts|better make it|wait actually|sorry|no|rather|hold on no|my mistake|strike that|should be|er no|uh no|um no|not sorry|err no"
    ),
    "foreign": (
        "等于|加减乘除|平方|开方|乘以|除以|equals|square root|divided by|multiplied|交通|堵不堵|traffic|beijing|shanghai|tokyo|london|paris|天气|下雨|下雪|气温|温度|笑话|段子|讲个故事|故事|新闻|股票|股价|彩票|足球|篮球|世界杯|比赛|电影|电影票|音乐|唱歌|唱首歌|歌|诗|作诗|写诗|酒店|宾馆|机票|高铁|高铁票|火车票|车票|航班|打车|出租车|滴滴|外卖|奶茶|咖啡|午饭|晚饭|早饭|午餐|晚餐|餐厅|饭店|吃饭|吃什么|菜谱|食谱|做菜|火锅|翻译|作文|论文|代码|编程|程序|游戏|星座|算命|汇率|房价|旅游|景点|生日|工资|薪水|奖金|请假|考勤|加班|简历|面试|减肥|健身|会议室|订会议|开会|几点了|现在几点|星期几|女朋友|男朋友|老婆|喝酒|基金|比特币|总统|首都|明星|聊天|聊聊天|唠嗑|无聊|爱我|你几岁|多大了|邮件|发邮件|短信|微信"
        "|weather|rain|raining|snow|forecast|joke|jokes|funny|story|poem|song|sing|music|movie|movies|film|football|soccer|basketball|world cup|hotel|hotels|flight|flights|plane|train ticket|train tickets|ticket|tickets|taxi|cab|uber|restaurant|lunch|dinner|breakfast|pizza|coffee|tea|beer|recipe|cook|translate|translation|essay|code|python|program|game|games|horoscope|exchange rate|stock price|stock market|shares|bitcoin|crypto|president|capital of|holiday trip|vacation|travel|birthday|salary|payslip|leave request|vacation days|meeting room|calendar invite|what time is it|the time|girlfriend|boyfriend|wife|husband|lottery|news today|the news|email|e mail|homework|math|maths|meaning of life|love me|how old are you|trivia|riddle|celebrity|gym|diet|doctor|medicine|headache|car rental|haircut"
    ),
    "wait": (
        "等等|等一下|等下|稍等|稍等一下|等会|等会儿|等一会|等我一下|慢着|且慢|让我想想|我想想|再想想|想一想|想想|考虑一下|考虑考虑|再看看|再说|再说吧|回头再说|不确定|还没想好|没想好|不一定"
        "|wait|wait a minute|wait a second|wait a sec|hold on|hang on|one moment|one sec|one second|just a moment|just a second|let me think"
        "|let me check|not sure|i'm not sure|i'll think about it|think about it|give me a minute|give me a second|i need to check|get back to you|later"
    ),
    "hedge": (
        "应该|应该是|大概|可能|也许|或许|好像|差不多|估计|似乎|说不定|maybe|perhaps|probably|might|possibly|i think|i think so|i guess|i guess so"
        "|likely|i suppose|i hope|if"
    ),
    "but": "但|但是|不过|可是|只是|只不过|然而|but|however|except that|though|only",
    "greet": (
        "你好|您好|你好呀|你好啊|嗨|哈喽|哈罗|早|早上好|上午好|中午好|下午好|晚上好|早安|晚安|在吗|在不在|有人吗|有人在吗|亲|喂|hi|hello|hey|hiya|yo|good morning"
        "|good afternoon|good evening|morning|afternoon|evening|howdy|greetings|hi there|hello there|hey there|how are you|how are you doing|anyone there|are you there|hallo|what's up"
    ),
    "thanks": (
        "appreciate|appreciated|grateful|谢谢|谢谢你|谢谢您|谢了|多谢|感谢|谢谢啦|谢啦|辛苦了|辛苦|辛苦啦|有劳|有劳了|太感谢了|非常感谢|thank you|thanks|thx|ty|tks|many thanks|cheers|much appreciated|appreciate it|appreciated|i appreciate"
        "|thank you so much|thanks a lot|thank you very much|thanks so much|ta|3q|great job|good job|well done|nice work|you're the best|you're a star|帮大忙了|太好了|真棒|厉害"
    ),
    "bye": "再见|拜拜|拜|回见|回头见|下次聊|bye|goodbye|see you|see ya|bye bye|later then|talk later|that's all|没事了|没别的了|就这些",
    "handoff": (
        "转人工|人工|人工客服|人工服务|真人|活人|找人|找个人|叫人|叫个人|人来|接线员|找人工|转接|转给人|跟人聊|跟人说|和人说|叫你们经理|找你们经理|接人工|要人工|不想跟机器人|不想和机器人"
        "|human|humans|real person|actual person|a person|live person|live agent|real human|human being|customer service|customer support|a colleague"
        "|somebody real|someone real|speak to someone|talk to someone|speak to somebody|talk to somebody|speak with someone|speak with somebody|talk with someone|your manager|the manager"
        "|your supervisor|a real|hand me over|hand over|transfer me|put me through to|connect me|escalate|a bot|not a bot|some one real|call me"
    ),
    "person": "领导|经理|负责人|专员|客服|机器人|同事|主管|老板娘|representative|operator|staff|machine|robot|bot|manager|supervisor|colleague|agent|somebody|someone|people|admin|boss|support",
    "reach": "找|叫|转|转给|转接|接|接通|联系|要|换|跟|和|让|呼叫|滚|不想|别|talk|speak|talking|speaking|call|reach|connect|transfer|get me|get|put me|pass me|contact|want|need|escalate|hand|phone|send me",
    "help": (
        "how does this thing work|can i ask you|what sort of stuff|what kind of things|function|functions|功能呀|你都有什么|你有什么|怎么个用法|能帮上什么忙|能帮我干啥|能帮我做些什么|能为我做什么|可以帮我干什么|你可以帮我什么|what are you good at|what else do you do|how do i get started|get started|getting started|what all can you|what sort of|what kinds of|你能帮上什么|能做些什么|能干些什么|会些什么|你会些什么|有啥功能|有啥用|tutorial|guide me|user guide|manual|帮助|你会什么|你会干什么|你会做什么|你会啥|你会干啥|你能干什么|你能做什么|你能干啥|你能做啥|能做什么|能干什么|能干嘛|能干啥|会干啥|你能帮我做什么|你能帮我什么|能帮我做什么|能帮我做啥|能帮我干什么|能帮我什么|可以帮我做什么|可以做什么|可以干什么|你可以做什么|你都能干嘛|你都会什么|怎么用|怎么使用|使用说明|用法|有什么功能|有哪些功能|什么功能|功能|都能干啥|都能做什么|能帮什么忙|教教我|使用方法|怎么操作|操作说明|说明书|指南|怎么下单|怎么订货"
        "|help|help me|help menu|what can you do|what do you do|how does this work|how do i use|how to use|what are you able to do|what are your features|features|instructions|what can i ask|what can i say"
        "|what can i do here|what else can you do|how do you work|what are you for|who are you|what are you|你是谁|你是什么|你是干什么的|你是干嘛的|what can you help|how can you help|what can you help me with|what can this do|what are my options|menu|capabilities|commands|how do i order|how do i place|how do i|show me what you can do|what is this|这是什么|这是干嘛的|怎么玩"
    ),
    "polite": (
        "请问|问下您|请|麻烦|麻烦你|麻烦您|劳驾|拜托|烦请|有请|您|您这边|不好意思|打扰|打扰一下|请您|please|pls|plz|pleas|kindly|if you could|if you can|if possible|if you don't mind|sorry|excuse me|pardon|would be great|that would be great|would appreciate"
    ),
    "request": (
        "帮我|帮忙|给我|帮我们|给我们|替我|替我们|帮|帮着|协助|为我|为我们|麻烦帮|你帮我|您帮我|给咱|给咱们|帮咱们|劳烦|for me|for us|help me|i'd like you to|i want you to|i need you to|go ahead and|would you mind|do you mind|would you be so kind"
    ),
    "filler": (
        "hmm|hm|mm|ah|oh|ahem|呵|唔|emm|emmm|嗯哼|说|希望|打算|准备|发现|觉得|听说|据说|反映|通知|表示|今早|嘞|喽|咯|呐|咧|麻溜|麻利|尽量|最迟|最晚|务必|一定|千万|记得|记着|别忘|别忘了|不要忘了|不超过|其中|成了|中午|上午|下午|晚上|抓紧|一趟|一波|一单|一笔|咋办|帮个忙|同事说|仓库说|那儿|这儿|给咱们|手下|对了|话说|另|关于|有关|对于|至于|比如|例如|听着|喂|哎呀|天哪|我的|我们的|咱们的|咱的|你们的|他们的|它的|那边的|这边的|本公司|厂里|车间|产线|生产线|老客户|普通的|常用的|平时的|常规的|上好的|品质|质量|好的那种|那种的|这种的|型的|规格的|型号的|编号|编码|料号|物料|物料号|代码|品类|留|只留|保留|剩下的不变|其他不变|其余不变|别的不变|其他照旧|别着急|不着急|不用急|不赶|不赶时间|一句|同一个|同一张|一张单|same po|on the same po|in the same order|same order|one order|in one order|as they are|as it is|as is|unchanged|the rest stays|keep|stays|everything else|一下|下子|一块|一块儿|一起|一并|一共|总共|共|先|就|也|都|还|那|那个|那么|那就|这|这个|这边|那边|这里|那里|咱|咱们|我|我们|我这边|我们这边|你|你们|您|他们|她们|他|它|它们|俺|的话|的|地|得|了|着|过|啊|呀|哦|喔|噢|呗|哈|啦|嘛|呢|吧|哎|唉|诶|哟|呃|额|那啥|那个啥|就是|就是说|这样|其实|然后|接着|之后再|再|又|另外|另|顺便|还有|以及|和|跟|与|及|或|或者|把|将|被|由|从|向|给|让|叫|请|去|来|进来|过来|上|上次|之前|刚才|刚刚|刚|现在|目前|今天|马上|立刻|立即|赶紧|赶快|尽快|快点|快|尽早|越快越好|急|急用|加急|紧急|速度|急需|等着用|不急|慢慢来|最好|麻烦了|老板说|老板|领导说|客户|数量|型号|规格|品名|货号|名称|时间|日期|交期为|供应商|供货商|厂家|地址|收货地址|地点|目的地|收货|备注|原因|因为|所以|由于|如果|要是|假如|按|照|按照|用|只|仅|才|大概|左右|大约|约|差不多|大致|上下|整|正好|刚好|至少|最少|最多|起码|家|那家|这家|他家|他们家|各位|亲|那里|吧台|个|一点|点|些|一些|有点|老样子|老规矩|照旧|照常|统统|全|全部|所有|整个|每|各"
        "|有|里|里面|掉|回头|等|已经|最近|一直|予以|处理|问题|怕|东西|差|差不多|张|件|公司|我司|计划|今年|近期|近来|后面|前面|过去|好像|似乎|天气|上面|下面|那些|这些|某|对方|人家|需要的话|方便的话|方便|有空|看着办|该|应|所|之|等会|尽管|直接|顺手|顺带|另外再|并|并且|同时|一个|一种|这种|那种|同样|一样|本|我司|贵司|敝司|贵方|我方|总|合计|总计|总数|数|量|件数|库|能|可|会|正常|标准|普通|常规|平常|平时|吧啦|呵呵|嘿|嘿嘿|ok吧|送货|交货日期|到货日期|交期|日期|要求"
        "|the|a|an|of|to|from|with|at|on|in|for|by|and|or|is|are|was|were|be|been|am|will|would|shall|it|its|it's|that|this|these|those|them|they|their|theirs|us|our|ours|we|i|i'm|i'll|i'd|i've|me|my|mine|you|your|yours|he|she|his|her|him|so|just|then|now|right now|right away|immediately|asap|as soon as possible|urgent|urgently|quickly|quick|quick one|today|currently|at the moment|also|too|again|really|very|well|ok so|um|uh|er|erm|like|damn|bloody|fucking|please|there|here|guys|team|hope you're well|hope you are well|as|per|via|out of|into|up|out|off|over|all|both|each|every|total|in total|about|around|approximately|roughly|approx|some|any|more|extra|additional|usual|regular|same|standard|fresh|new|good|nice|little|bit|a bit|a few|few|no rush|no hurry|s|'s|we're|you're|they're|i'd|we'd|we'll|you'll|they'll|it'll|they'd|you'd|im|ill|id|let|let's|us|one|ones|thing|things|stuff|pieces of|x|no later than|not later than|at the latest|latest|due|deadline|arrival|delivery date|date|quantity|qty|supplier|vendor|item|part|part number|part no|deliver to|ship to|destination|attn|re|fyi|btw|cause|because|since|as well|somewhere|somehow|already|still|yet|else|way|only|soon|later|first|hi all|folks|mate|buddy|stop|over|note|p s|ps|got|getting|been|being|while|when you can|whenever|ahead|advance|in advance|today please|lot more|weekly|monthly|daily|before|news|under|so far|we've|they've|you've|rest|rate|loaves|loaf|complaint|problem|issue|waiting|could|would you|can you|could you|will you|who's|what's|today's|company|office|line|stuff|worth|worth of|amount|amount of|number|number of|total of|shipment of|delivery of|supply of|batch of|load of|order of|set|sets|lots|bunch|quick question|listen|look|see|know|think|guess|say|saying|said|tell|told|go|going|come|want it|need it|need them|want them|must|must be|has to|have to|needs to|need to|got to|gotta|gonna|wanna|to be|by then|then please|same again|again please|too please|before|after|during|until|till|through|between|within|against|without|since|toward|next|previous|other|another one|others|own|self|myself|ourselves|everyone|somebody|someone|something|possible|preferably|ideally|hopefully|basically|maybe just|plus|minus|sized|size|type|kind|kinds|sort|model|model number|sku|unit|units|each of|per|each way|weight|price|priced|cost|costs|at cost|at the usual price|vat|incl|including|included|first thing|end of day|eod|cob|close of business|start of business|noon|midday|morning|afternoon|evening|night|day|days|week|weeks|month|months|time|times|moment|while|date|dates|hour|hours|minute|minutes|calendar|year|years|boss says|boss|customer|production|line|factory|plant|kitchen|bakery|running"
    ),
}

VERBS: dict[str, str] = {
    "order": (
        "再订|再买|再下|再下单|再采购|再进货|再补货|下单吧|订吧|买吧|下了吧|订了吧|订上|order it|order that|order those|order them|book it|buy it|book that|go order|place it|采购吧|订下来|下掉|定下来|给我下|帮我下|订|订购|订货|订单给我下|定购|定货|采购|采购一下|购买|购入|购|购置|买|买入|买进|买点|下单|下个单|下订单|下单子|开单|下采购单|补货|进货|要货|叫货|拿货|备货|补库存|补点货|追单|补单|预订|预定|定|下|落单|请购|提单子|开个单|开张单"
        "|order~|reorder~|re order~|buy~|purchase~|procure~|procuring|restock~|re stock|stock up|stock up on|replenish~|place an order|place the order|put in an order|place a order|put an order|raise an order|raise a po|issue a po|cut a po|create an order"
        "|create a po|make an order|placing an order|put through an order|draft an order|new order|write up an order|raise a purchase order|po to|po for|order for|order to|place order|place~ an order|set up an order|put in a po|top up|get ordered|book~|purchase order for|purchase order to|send an order|enter an order|open an order|open a po"
    ),
    "want": (
        "get me|get us|grab me|find me some|fetch me|bring us|send me|send us|get hold of|need some|囤|囤点|屯|屯点|购进|调货|调点|凑|匀|下点|订点|叫|叫点|上点|续|续上|续点|添点|拉|搬|收|提|提货|let's do|let's get|let's have|let us get|let us do|can we get|we'll need|i'll need|we will need|i will need|gonna need|i'd like|we'd like|would like|would love|要|来|需要|想要|需|需求|补|补充|补点|进|进点|追加|加|再加|再来|再要|多来|弄|搞|搞到|整|整点|安排|安排一下|拿|拿点|调|上|给|急需|缺|还要|也要|来点|要点|加单|加订|再订|想订|要订|弄点|整个|配|备|发|送|寄|运"
        "|need~|want~|get|getting|take|arrange~|arranging|give|send|bring|grab|require~|requiring|have|like|we're after|i'm after|looking for|put me down|put us down|put down|sort out|fetch|ship|line up|lay in|requisition~|put through|deliver"
        "|pick up|secure|source|reserve|schedule|could use|could do with|supply us|supply me|add|make it|i'll take|we'll take|let me have|let us have|set us up|hook me up|do me|request~"
    ),
    "cancel": (
        "取消了|取消了吧|撤销了|作废了|取消吧|撤掉吧|给取消|给取消了|取消一下|cancel it|cancel that|cancel this|取消|取消掉|撤|撤销|撤掉|撤单|撤回|退掉|退了|退单|退订|作废|废掉|废了|废除|取消订单|干掉|销掉|砍掉|砍|终止|中止|毙掉|停掉|停了|叫停|消掉|撤了|给撤|给退|cancel~|cancell~|cancelling|cancelled|withdraw~|withdrawn|withdrew|kill~|call off|calling off|scrap~|void~|revoke~|revoking|abort~|rescind~|annul~|terminate~|terminating|pull the plug|axe|axed|cxl"
    ),
    "drop": (
        "作罢|拉倒|算了吧|还是算了|放弃|forget it|forget that|never mind|nevermind|scratch that|call it off|i don't want it|不要了|不买了|不订了|不需要了|不用了|算了|退|去掉|删掉|删除|删了|删|拿掉|剔除|踢掉|划掉|拿走|remove~|removing|delete~|deleting|drop~|dropping|take out|take off|leave out|get rid of|without|don't need|no longer need~|don't want|lose the|strike|scratch"
    ),
    "change": (
        "改|改成|改为|改到|改下|改一下|改改|改个|改由|改送|改发|改订|改要|换|换成|换到|换为|换个|换家|换一家|换作|变成|变|调整|调整为|调整到|调整成|调成|调到|修改|修改为|更改|更改为|更改到|不对|错了|说错了|搞错了|弄错了|写错了|打错了|记错了|口误|更正|更正一下|纠正|应该是|应该|应当|挪到|移到|推到|提到|加到|增加到|减到|降到|减少到|增到|延到|拖到|放到|重新|变更|变更为"
        "|change~|changing|make it|make that|make them|make the|instead|switch~|modify~|modified|modifying|amend~|update~|updating|adjust~|correction|actually|i meant|i mean|i said|should be|should have been|was supposed to be|supposed to be|swap~|swapping|replace~|replacing|revise~|revising|bump~|on second thought|on second thoughts|not right|wrong|incorrect|mistake|my bad|i misspoke|oops|typo|move it|move|moved|moving|set it to|set to|redirect~|reroute~|reschedule~|rather|better make|reduce to|increase to|raise to|lower to|cut to|cut it to|raise it to|lower it to|increase it to|reduce it to|shift|divert"
    ),
    "more": (
        "再加|加|再来|再要|再补|再订|再添|添|多加|多来|多要|另加|加上|追加|也要|也来|还要|外加|外带|增加|增订|多订|补上|再多|多|add~|adding|also add|plus|as well|on top|additional|another|extra|more|throw in|tack on|include|also|as well as|along with"
    ),
    "less": "减|减少|减掉|减去|少|少要|少来|少订|砍掉|扣掉|reduce~|reducing|reduce by|cut|lower|decrease~|fewer|less|take away|knock off|minus",
    "double": "翻一倍|乘以二|乘二|double up|two times|翻倍|加倍|翻一番|翻番|双倍|两倍|double|double it|double that|double the|doubled|twice|twice as many|twice as much",
    "halve": "减半|对半|砍半|砍一半|减一半|一半|halve|halve it|half of that|half that|half as many|half as much|cut it in half|cut in half|in half",
    "up_to": "加到|增加到|提到|提高到|增到|追加到|涨到|up to|减到|降到|减少到|down to",
    "later": "推迟|延后|往后|往后推|推后|晚|延期|延迟|postpone~|push back|push it back|pushed back|delay it|later|put back|delay by|push out",
    "earlier": "提前|提早|往前|早|earlier|bring forward|bring it forward|sooner|move up|pull forward|pull in",
    "each": "each of|both of|一样来|一样要|各自|各|各要|各来|各订|每样|每种|每个|分别|都要|都来|each|apiece|every one of|of each|of both|respectively",
    "not": (
        "不需要|不必|没必要|无需|用不着|不急着|不着急|没打算|no need to|don't need to|needn't|no need for|don't want|do not want|don't want to|do not need|don't need|not want|not need|no longer need|no longer want|stop|暂时别|先不用|不用再|不|不是|不要|不用|别|莫|勿|休|没|没有|没人|未|尚未|还没|还没有|从未|无|并非|非|先别|先不|先不要|别再|不许|不能|不准|甭|千万别|暂时不|暂不|暂时别|不打算|没打算|并不|没想|不想|绝不|切勿|请勿"
        "|not|no|don't|do not|doesn't|does not|didn't|did not|isn't|is not|aren't|are not|wasn't|weren't|hasn't|has not|haven't|have not|hadn't|won't|will not|can't|cannot|can not|never|nobody|no one|none|without|nothing|shouldn't|should not|mustn't|wouldn't|neither|nor|not yet|dont|not going to|hold off|hold off on|refrain from|avoid"
    ),
    "except": (
        "别搞错成|别弄成|别发成|别订成|别搞成|不要搞错成|不要弄成|别错成|别当成|not to be confused with|别买成|别拿成|可别是|除了|除|除去|除开|排除|不找|别找|不要找|别用|不用|不要用|别从|不从|不要从|别跟|不跟|不要跟|别向|不向|不要向|不是|非|避开|不考虑|不想找|不想用|不要|别要|别|other than|except|except for|apart from|aside from|besides|excluding|anyone but|anybody but|any supplier but|not from|not with|but not|not|not through|don't use|don't go with|instead of|rather than|avoid~|never from|everyone but|everybody but|any but|without using|no more"
    ),
    "old": "而不是|不是|不要|别要|从|原来|原来的|原来是|之前的|之前说的|刚才说的|刚才的|instead of|rather than|not|from|in place of|was|were|in lieu of|previously|replacing|no longer",
    "new": "而是|要的是|是|成|为|到|改成|改为|改到|换成|换到|换为|变成|调成|调到|加到|减到|增加到|减少到|降到|提到|调整为|调整到|应该是|应该|就要|to|be|should be|make it|make that|but|meant|with|should read",
}

QUESTIONS: dict[str, str] = {
    "ability": (
        "能|能不能|能否|能够|可以|可不可以|可否|可以不可以|行不行|成不成|会不会|来得及|来不及|来不来得及|赶得上|赶不赶得上|赶得及|赶得出|供得上|供得了|交得了|交得上|交得出|交得出来|做得出|做得出来|做得了|做得完|拿得出|拿得到|顶得住|搞得定|搞定|吃得下|跟得上|应付得了|有可能|有没有可能|有没有办法|可能|可行|办得到|做得到|到得了|送得到|送得了|送得过来|接得了|接得下|行吗|行不|成吗|有戏|有希望|扛得住|排得上|排得下|排得出"
        "|can|could|would|able to|be able to|able|feasible|possible|possibly|manage|manage to|capable|can't|couldn't|is there any way|any chance|is there a chance|realistic|doable|in a position to|have capacity|afford|may|might|shall|will"
    ),
    "potential": "得了|得上|得及|得出|得出来|得起|得完|得动|得下|得来|得过来|得住|得到|不了|不上|不及|不出|不完|不下|不到",
    "yes_no": "do we have|have we got|do i have|have i got|are there|is there|还有没|还有没有|吗|么|嘛|伐|是不是|有没有|是否|有无|要不要|够不够|对不对|会不会|能不能|可不可以|行不行|好不好|了没|了没有|没呢|没有呢|了吗|了么|or not|whether|没啊|了不|do you think|did|does|do|has|have|had|is|are|was|were|isn't|aren't|hasn't|haven't|didn't|is there|are there|any",
    "where": "哪|哪里|哪儿|哪里了|哪儿了|何处|什么地方|啥地方|什么位置|位置|到哪|到哪了|到哪里|到哪儿|到哪里了|到哪儿了|走到哪|在哪|在哪里|在哪儿|在路上|路上|途中|where|wheres|where is it|where is it now|where are they|where is it at|whereabouts|where's|where is|where are|how far|how far out|location|located|position|on the road|on the way|on its way|en route",
    "when": "什么时候|啥时候|啥时|几时|何时|哪天|哪一天|几号|几点|多会儿|什么时间|何日|啥时间|when|when's|what time|what date|what day|which day|eta|expected date|预计",
    "how_soon": "最快|最早|最快什么时候|最快多久|最快几天|最快几号|how soon|how fast|how quickly|how quick|earliest|soonest|fastest|最短",
    "how_long": "多久|多长时间|多少天|几天|多少时间|多少个工作日|几个工作日|多少个星期|几周|几个星期|几个礼拜|how long|how many days|how many weeks|how much time|how many working days|how many business days",
    "how_many": "还有多少|还有几|有多少|剩多少|多少库存|还剩多少|剩几|还剩几|多少|几个|几件|几袋|几箱|几盒|几卷|几捆|几吨|几斤|几公斤|几台|几只|几|几多|多大|how many|how much|what quantity|what's the quantity|how big",
    "who": "哪家有货|谁家有货|谁有货|哪里有货|谁家有|哪里能买|哪儿能买|哪里买|哪家有|谁有|谁能|谁可以|谁来|谁卖|哪家能|哪家可以|哪家卖|who has|who can|who could|who sells|who makes|who offers|who delivers|who supplies|whoever|谁|谁家|哪家|哪个供应商|哪个厂家|哪个厂|哪位|哪几家|哪些供应商|哪些厂家|什么供应商|有谁|有人|有哪家|哪些家|谁那|who|who's|whom|whose|which supplier|which suppliers|which vendor|which vendors|what supplier|what suppliers|what vendor|anyone|anybody|any supplier|any vendor|which one|which company|which of our suppliers|which of the suppliers",
    "which": "哪些|哪几|哪几张|哪几个|哪几笔|哪张|哪个|哪笔|哪一张|哪单|哪批|什么|啥|什么样|哪|which|what|what's|whats|which ones|what are|what do|what were",
    "how": "怎么样|怎样|如何|咋样|咋|怎么|怎么着|啥情况|什么情况|情况如何|how|how's|how is|how are|how about|what about|why|为什么|为啥|咋回事|怎么回事",
    "inquire": (
        "问|问一下|问下|问问|想知道|想问|想问一下|想问下|了解|了解一下|了解下|咨询|咨询一下|打听|打听一下|我就问问|就问问|只是问问|只是问一下|只是问|先问问|先问下|先问一下|问问看|随便问问|确认一下|确认下|核实|核实一下|核对一下|评估|评估一下|打探|就是问问|就想问|不是下单|不是要下单|没要下单"
        "|want to know|like to know|need to know|wondering|i wonder|curious|just asking|only asking|just checking|just curious|just wondering|let me know|tell me|find out|check whether|check if|see if|see whether|not ordering|just a question|question|quick question|asking for|before i order|before ordering|before we order|inquiring|enquiring|inquire|enquire|enquiry|inquiry|hypothetically|in theory|suppose|what if|if i ordered|if we ordered|if i were to|if i needed|if we needed|say i needed|say we needed|should i need|were i to|if we were to|if i wanted"
    ),
    "suppose": "如果|假如|要是|假设|万一|若是|倘若|如若|的话|if|suppose|supposing|assuming|say we|in case|hypothetically|theoretically",
    "look": (
        "看|看看|看下|看一下|查|查查|查下|查一下|查询|查看|查查看|瞧|瞧瞧|盘点|盘一下|瞅瞅|调出|调出来|调一下|打开|翻|翻一下|给我看|报一下|说一下|说说|讲讲|告诉我|汇报|汇总|check~|check on|look|look up|look at|look into|view|see|show|show me|pull up|pull|display|find|bring up|open up|print|read me|report|tell me|give me|let me see|update on|run through|info|information|look for"
    ),
    "list": "列|列出|列出来|列一下|列下|列表|清单|拉一下|拉出来|拉个|拉|全列|全部|所有|都有哪些|有哪些|都有|全都|list~|list out|a list|all|every|everything|any|anything|overview|rundown|summary|汇总|一览",
}

TOPICS: dict[str, str] = {
    "order_noun": "订单|单子|单|采购单|采购订单|定单|单据|订单们|purchase order|purchase orders|po|pos|p o|order|orders",
    "orders": "orders|pos|purchase orders|哪些单|哪些订单|几张单|几个订单|多少单|多少订单|什么单|所有订单|全部订单|订单列表|订单清单|some orders|any orders|any order|几单|几笔",
    "shipment": "货|货物|那车|车|卡车|货车|物流|物流信息|快递|运单|运单号|单号|运输|包裹|运输情况|配送|派送|发运|到货情况|在途|冷链|冷链车|集装箱|货柜|shipment|shipments|delivery|deliveries|truck|lorry|goods|freight|parcel|package|consignment|cargo|waybill|tracking|tracking number|tracking no|logistics|transit|in transit|container|load|van|driver|司机",
    "track": "跟踪|跟踪一下|追踪|追踪一下|查物流|查货|跟一下|track~|tracing|follow up on|trace",
    "arrive": "还没到|还没到货|没到|没到货|还没来|没来|来了没|没送到|还没送到|没送来|还没送来|还没收到|没收到|没见着|没见到|还没见到|不到|迟迟不到|怎么还没|还没影|几点到|几号到|啥时候到|什么时候到|何时到|哪天到|啥时到|到哪天|到|到货|送到|送达|抵达|到达|签收|到了|到没|到没到|到了没|送来|到场|到仓|入仓|到手|运到|收到|收到货|arrive~|arriving|arrival|get here|got here|gets here|getting here|delivered|reach~|reached us|turn up|show up|turned up|showed up|come in|came in|coming|come|here yet|been delivered|get delivered|been received|landed|get to us|get in|due in|make it here|received",
    "shipped": "发齐|发齐了|发完|发完了|发货了没|全发了|发全|fully shipped|ship|dispatch|despatch|发没|发了没|发货没|发出没|寄出没|发了吗|出发|出发了|动身|上路|装车|揽收|揽件|发货|发了|发出|发出来|发出去|发走|寄出|寄了|已发|已发货|已经发货|发货了|发没发|出库|出厂|启运|起运|shipped|ship out|shipped out|dispatched|despatched|sent out|sent|left|left the warehouse|out for delivery|picked up|departed|on the truck|been shipped|gone out|go out|went out",
    "delayed": "耽误|晚到|推迟了|误点|滞留|扣了|被扣|卡关|堵车|holding up|hold it up|what's holding|late|overdue|behind|晚点|延误|耽搁|堵|卡|卡住|卡在|delayed|delay|delays|stuck|held up|hold up|holdup|running late",
    "supply": (
        "有货|有现货|有库存|有没有货|有没有现货|有的卖|卖|供着|现货供应|交|交货|交付|交出|供|供货|供应|供给|提供|做|做出|生产|出|出货|产|造|接|接单子|排产|搞出|发得出|赶出|交期|给到|拿到|拿出|供得|吃下|撑起|凑|凑出|凑齐|赶制|加工|deliver~|supply~|supplied|supplying|make|makes|making|produce~|producing|provide~|providing|handle~|handling|do|ship|cope|turn out|come up with|fulfil|fulfill|fulfil~|cover|meet|manage|manufacture~|churn out|accommodate|offer|sell~|have ready|get us|get me|squeeze in|squeeze|take on|knock out|deal with|carry|stocks|spare"
    ),
    "capacity": "产能|产量|交期|供货期|供应能力|交付能力|供货能力|生产能力|交货期|货期|供货周期|交货周期|周产|周产能|产线|余量|可供|空档|排期|capacity|lead time|lead times|leadtime|output|availability|available capacity|throughput|turnaround|turnaround time|production slots|bandwidth|slots|free capacity|weekly output",
    "stock": "库存|存货|库里|仓里|仓库里|仓库|库内|在库|手头|手头上|手上|手里|家里|现货|存量|存|库|结存|盘点|安全库存|再订货点|补货点|警戒线|库存水平|库存量|囤|stock|stocks|stock level|stock levels|inventory|inventories|on hand|in stock|in house|in the warehouse|on the shelf|on the shelves|in store|in storage|reorder point|safety stock|low stock|at hand|warehouse|in our warehouse|warehoused|stocked|sitting in|on site|reserves|in the house",
    "remain": "还有货|有货没|有货吗|还有没有货|有没有货|还有吗|还有多|still have|do we still have|any left|还有货吗|没剩|剩没剩|还剩多少|剩几|还剩几|还有没|剩|剩下|剩余|还剩|余|余下|还有多少|还有几|还有|还有没|还有没有|有多少|多少库存|剩多少|left|remaining|remain~|left over|do we have|have we got|do i have|have i got|we have|we've got|we got|have left|still have|what have we got|what do we have|are there|is there|we hold",
    "low": "快没|快没了|快没有|没货|没了|快用完|用完|快断|断货|断供|缺货|缺料|短缺|低于|不足|不够|不够用|见底|告急|吃紧|紧张|紧缺|预警|偏低|快空|耗尽|缺|快要没|快完|low|running low|run low|running short|run out|running out|short of|short on|shortage|shortages|out of stock|nearly out|almost out|below|depleted|critical|shortfall|going to run out|ran out|are we out|low on|stockout|stock out|under the reorder",
    "last": "够用|够|够不够|够不够用|够几天|用几天|能用|还能用|能撑|撑|撑得到|撑到|撑得住|撑多久|撑几天|用到|能用到|够用多久|用多久|顶|顶几天|顶多久|顶得住|维持|坚持|吃几天|够吃|顶到|enough|last|lasts|last us|days of cover|days left|cover|coverage|days of supply|how many days|how long will|how long do|sufficient|get by|get us through|tide us over|are we ok|are we okay|are we good|still ok for|ok for|okay for|good for|consumption|usage|burn rate|per day",
    "lot": "批|批次|批号|这批|那批|该批|该批次|批料|这一批|那一批|lot|lots|batch|batches|lot number|lot no|batch number",
    "trace": "追溯|追溯一下|溯源|溯源一下|溯|追查|追|追一下|追踪|反查|倒查|谱系|来龙去脉|trace~|tracing|traced|traceability|genealogy|lineage|pedigree|history|chain of custody",
    "status": "状态|情况|进展|进度|详情|明细|细节|信息|内容|啥情况|什么情况|怎么样了|什么状态|啥状态|status|state|details|detail|progress|update|info|information|situation|contents|what's in|what is in|standing|outstanding|how's it going",
    "reply": "回|回复|回的|答复|回应|回话|回音|反馈|应答|确认|接单|接|接受|同意|答应|表态|响应|吭声|搭理|理|动静|answer~|reply|replies|replied|replying|respond~|response|responses|confirm~|confirmation|acknowledge~|acknowledging|acknowledgement|accept~|accepted|acceptance|react~|feedback|heard back|hear back|got back|get back|word|said yes|agree~|come back|came back|counter~|counter offer",
    "supplier_noun": "供应商|供货商|厂家|厂商|卖家|卖方|supplier|suppliers|vendor|vendors|seller|manufacturer|maker",
}

STATUSES: dict[str, str] = {
    "st_open": "没收到货|没收货|没入库|没有收到|没有到货|没有完成|没有交货|未完成|没完成|没完|没完的|未完|没关|没关的|未关闭|未结|没结|未了结|进行中|在进行|在执行|执行中|没结束|还开着|开着|没到的|没到货|未到货|没交|未交|没交完|没交付|未交付|没收到|没收完|在途|还没到|未发货|没发货|还没发货|open|still open|outstanding|active|pending|in progress|ongoing|not closed|unclosed|unfinished|incomplete|not finished|running|current|not completed|not yet delivered|undelivered|not delivered|live|underway|on order|unfulfilled|still running|not yet received|still out",
    "st_late": "晚|晚了|迟|迟到|迟交|迟了|逾期|超期|过期|延误|延迟|延期|拖|拖期|拖延|拖了|误期|脱期|超时|过了交期|过交期|晚点|没按时|未按时|没有按时|没准时|没如期|到期没到|误了|delay了|耽误|late|overdue|past due|delayed|behind|behind schedule|past their date|missed|slipping|slipped|running late|not on time|tardy|past the date|past their due date|past due date|lagging",
    "st_unanswered": "没回|没回复|未回复|没答复|未答复|没确认|未确认|没回音|没回应|没反馈|没接单|没接|未接单|没人回|没人回复|没人理|没理|没动静|没吭声|没消息|待确认|待回复|待答复|等供应商|等回复|等答复|不回|没回话|没音|没下文|没回的|unanswered|unconfirmed|no answer|no reply|no response|no confirmation|without an answer|without a reply|without reply|without response|not answered|not replied|not confirmed|not responded|unacknowledged|not acknowledged|waiting for the supplier|waiting on the supplier|waiting on suppliers|waiting for suppliers|waiting for an answer|waiting for a reply|awaiting reply|awaiting response|awaiting confirmation|awaiting supplier|ignored|silence|radio silence|haven't heard|not heard back|still silent|silent|to be confirmed|haven't heard back|no word",
    "st_waiting": "等我|等我们|等着我|等咱|等咱们|待我|待我们|要我处理|我处理|我来处理|我拍板|要我拍板|我定|等我定|我决定|我来定|我批|我审批|要我批|我点头|轮到我|等买方|等我方|待处理|需要我|我答复|我回复|我回应|我这边处理|我确认|要我确认|待我确认|我没处理|我没回|我还没回|卡在我|等我回|我这里|waiting for me|waiting on me|waiting for us|waiting on us|waiting for my|waiting on my|waiting for our|waiting on our|needs my|need my|needs me|need me|needs our|need our|for me to decide|my decision|our decision|me to decide|my approval|my answer|my reply|my response|my confirmation|my okay|my ok|my sign off|on my plate|on my desk|on me|my attention|my action|my input|up to me|my call|my side|in my court|awaiting me|awaiting my|awaiting our|awaiting buyer|i need to decide|i have to decide|i need to answer|i need to respond|i need to approve|i need to act|i should decide|me to respond|me to answer|me to act|me to approve|us to decide|us to respond|us to answer|waiting for buyer|waiting for a decision|decide on|pending my|pending our|require my|requires my|requiring my",
    "st_shipped": "发货|已发货|已经发货|发了货|发出|已发|已发出|发货了|已经发了|发了|已寄|寄出|运出|出货|已出货|出库|在路上|路上|运输中|在运|shipped|dispatched|despatched|sent out|on the way|on their way|in transit|been shipped|en route|on the road|left the supplier|gone out|out the door",
    "st_received": "到货的|到货|已到的|收过货|收过|been received|have been received|was received|were received|received already|already received|收货|已收货|收完货|收完|收到|收到货|已收到|收到了|已收|入库|已入库|到货了|已到货|到齐|收齐|验收|已验收|完成|已完成|结了|关了|已关闭|已结|交完|已经到|签收|received|receipted|been delivered|delivered|completed|complete|closed|fulfilled|finished|done|arrived|came in|have come in|taken in|taken delivery|booked in",
    "st_cancelled": "取消|取消过|取消了|已取消|被取消|已经取消|取消的|作废|作废了|已作废|撤销|撤了|撤过|撤单|被撤|废了|废掉|退掉|cancelled|canceled|cancel~|withdrawn|voided|called off|killed|scrapped|revoked",
}

TRACES: dict[str, str] = {
    "backward": "什么时候到货|什么时候到货的|什么时候收货|什么时候收货的|什么时候送来的|哪天到货|哪天送来|谁验收|谁验收的|验收|哪来|哪来的|哪里来|哪里来的|哪儿来|哪儿来的|从哪来|从哪里来|从哪儿来|来自|来自哪|来源|来历|源头|出处|出自|上游|往上|向上|往前追|原料|原材料|用料|配料|投料|料|哪批料|哪批|谁供|谁供的|谁家供|谁交|谁送|供应商|哪家供应|哪家供应商|厂家|谁检|谁检的|谁检验|检验|检验员|质检|检测|检的|验的|谁验|谁签|谁确认|报告|检验报告|质检报告|检验单|谁做的|怎么来|何时交付|什么时候交|什么时候交付|什么时候交的|什么时候收|什么时候到|用了什么|用了哪|用的什么|用的哪|用的是|含|由什么|做成的|做的|正向除外|反向|逆向|倒追|往回|come from|comes from|came from|coming from|from where|origin|originate~|source|sources|sourced|upstream|backward|backwards|back|inspect~|inspected|inspection|inspector|tested|checked|signed off|certificate|report|qc|quality check|raw material|raw materials|ingredient|ingredients|went into it|go into it|goes into it|went into|gone into it|made from|made of|made out of|made with|composed of|supplier|vendor|who supplied|who delivered|supplied|who sold|contains|contain|what's in|components|inputs|consumed to make|provenance|who made",
    "forward": "谁买|买了|买走|谁买了|谁拿|拿走|出货给|供给|did we ship|we ship|we shipped|we sell|we sold|did we sell|who bought|去哪|去哪了|去哪里|去哪儿|到哪去|到哪去了|到哪了|哪去了|去向|流向|去了哪|去了|下游|往下|向下|往后|正向|顺向|用到|用到哪|用到哪里|用在|用在哪|用于|用进|用去|用哪了|做了什么|做成什么|做成了什么|做成了|做成啥|生产了什么|生产了哪些|变成|进了哪|进了哪些|进了|哪些产品|哪些成品|哪个产品|什么产品|产品|成品|发给|发给谁|发给了谁|发给了|发给哪|发往|发到|发到哪|卖给|卖到|卖给谁|卖哪|销往|销给|供给了|送给|送给谁|送到|送到哪|送去|谁收|谁收到|收到了|收到|哪家收|哪几家|客户|经销商|门店|渠道|下家|召回|影响|影响到|波及|涉及|牵连|拦截|停发|追回|流到|出给|交给谁|给了谁|where did it go|did it go|go to|goes to|went to|gone to|go|went|gone|end up|ended up|ends up|downstream|forward|forwards|used in|used for|used by|use it in|used it|using it|went into which|go into which|into which|into what|go into|gone into|made with it|made from it|produced from|made from this|sent to|shipped to|ship to|delivered to|sold to|who received|receive~|received|who got|got|get|dealer|dealers|customer|customers|client|clients|recall~|affected|affect~|impact~|hit|exposed|contaminate~|finished goods|finished products|products|product|where is it now|distribution|distributed|recipients|recipient|buyers|who bought|bought|outlets|stores|which bread",
    "both": "双向|两头|两端|正反|正反向|正反两个方向|两个方向|上下游|上游下游|全程|全链|全链条|全链路|完整|前后|前因后果|从头到尾|全部追溯|来龙去脉|全面|both|both ways|both directions|both sides|full|complete|whole|entire|end to end|up and down|upstream and downstream|everything about|backward and forward|backwards and forwards|forwards and backwards|forward and backward|whole story|full history|full trace",
}

ROLES: dict[str, str] = {
    "from": "从|向|跟|找|问|和|与|由|让|叫|在|用|走|请|联系|通知|去|from|with|via|through|using|use|at|ask|tell|have|get|by|po to|po for|order to|out of|go with",
    "to": "到|送|送到|送往|送去|发到|发往|发|发去|运到|运往|运|给|放|放到|放在|入|入库|去|往|寄到|寄往|交到|收货地|收货地址|送货到|送至|运至|发至|至|卸到|卸在|进|拉到|to|into|at|deliver to|ship to|send to|for|in|deliver|delivered to|delivery to|destination|straight to|drop at|dropped at|over to",
    "place_word": "仓|仓库|库|库房|warehouse|wh|depot|dc|site|store",
    "cheap": "便宜|便宜点|便宜的|最便宜|最便宜的|价格低|低价|单价低|价低|省钱|划算|实惠|价钱低|价格最低|cheap|cheaper|cheapest|lowest price|lower price|least expensive|less expensive|best price|better price|low cost|lowest cost|more affordable",
    "expensive": "贵|贵的|贵点|最贵|最贵的|expensive|pricier|priciest|dearer",
    "fast": "快|快的|快点的|最快|最快的|早到|早的|最早|最早的|先到|交期短|fast|faster|fastest|quicker|quickest|earlier|earliest|soonest|sooner|shortest lead time|shorter lead time|who can deliver first",
    "last_option": "最后一个|最后那个|最后|后者|后面那个|后一个|后一家|下面那个|末尾|last one|the last|the latter|latter|bottom one|last",
    "first_option": "前者|前面那个|前一个|前一家|上面那个|头一个|头一家|首个|former|the former|top one|first|first one",
    "any_option": "随便|都行|都可以|哪个都行|哪家都行|无所谓|你定|你看着办|whichever|either|any|any of them|don't care|doesn't matter|up to you|you decide|your choice",
    "pronoun": "它|它们|那个|这个|那张|这张|那笔|这笔|那单|这单|那批|这批|该|此|其|刚才那个|刚才那张|刚刚那个|上面那个|那|it|that|this|that one|this one|them|those|these|the order|the shipment|that order|this order|that lot|this lot|same one|the same",
    "topic_shift": "那就|那么|那还|那|也看看|换成看|and for|same question for|另外|那|那么|呢|怎么样|how about|what about|and|and what about|same for",
    "asap": "尽快|越快越好|尽早|马上|立刻|asap|as soon as possible|soonest|不限日期|日期无所谓|日期不限|时间不限|any date|whenever|no date",
}
