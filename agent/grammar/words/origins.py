"""Where a lot came from, and where it went."""

WORDS: dict[str, str] = {
    "backward": (
        "什么时候到货|什么时候到货的|什么时候收货|什么时候收货的|什么时候送来的|哪天到货|哪天送来|谁验收|"
        "谁验收的|验收|哪来|哪来的|哪里来|哪里来的|哪儿来|哪儿来的|从哪来|从哪里来|从哪儿来|来自|来自哪|来源|"
        "来历|源头|出处|出自|上游|往上|向上|往前追|原料|原材料|用料|配料|投料|料|哪批料|哪批|谁供|谁供的|谁家供|"
        "谁交|谁送|供应商|哪家供应|哪家供应商|厂家|谁检|谁检的|谁检验|检验|检验员|质检|检测|检的|验的|谁验|谁签|"
        "谁确认|报告|检验报告|质检报告|检验单|谁做的|怎么来|何时交付|什么时候交|什么时候交付|什么时候交的|"
        "什么时候收|什么时候到|用了什么|用了哪|用的什么|用的哪|用的是|含|由什么|做成的|做的|正向除外|反向|逆向|"
        "倒追|往回|come from|comes from|came from|coming from|from where|origin|originate~|source|sources|"
        "sourced|upstream|backward|backwards|back|inspect~|inspected|inspection|inspector|tested|checked|"
        "signed off|certificate|report|qc|quality check|raw material|raw materials|ingredient|ingredients|"
        "went into it|go into it|goes into it|went into|gone into it|made from|made of|made out of|made with|"
        "composed of|supplier|vendor|who supplied|who delivered|supplied|who sold|contains|contain|what's in|"
        "components|inputs|consumed to make|provenance|who made"
    ),
    "forward": (
        "谁买|买了|买走|谁买了|谁拿|拿走|出货给|供给|did we ship|we ship|we shipped|we sell|we sold|did we sell|"
        "who bought|去哪|去哪了|去哪里|去哪儿|到哪去|到哪去了|到哪了|哪去了|去向|流向|去了哪|去了|下游|往下|向下|"
        "往后|正向|顺向|用到|用到哪|用到哪里|用在|用在哪|用于|用进|用去|用哪了|做了什么|做成什么|做成了什么|"
        "做成了|做成啥|生产了什么|生产了哪些|变成|进了哪|进了哪些|进了|哪些产品|哪些成品|哪个产品|什么产品|产品|"
        "成品|发给|发给谁|发给了谁|发给了|发给哪|发往|发到|发到哪|卖给|卖到|卖给谁|卖哪|销往|销给|供给了|送给|"
        "送给谁|送到|送到哪|送去|谁收|谁收到|收到了|收到|哪家收|哪几家|客户|经销商|门店|渠道|下家|召回|影响|"
        "影响到|波及|涉及|牵连|拦截|停发|追回|流到|出给|交给谁|给了谁|where did it go|did it go|go to|goes to|"
        "went to|gone to|go|went|gone|end up|ended up|ends up|downstream|forward|forwards|used in|used for|"
        "used by|use it in|used it|using it|went into which|go into which|into which|into what|go into|gone into|"
        "made with it|made from it|produced from|made from this|sent to|shipped to|ship to|delivered to|sold to|"
        "who received|receive~|received|who got|got|get|dealer|dealers|customer|customers|client|clients|recall~|"
        "affected|affect~|impact~|hit|exposed|contaminate~|finished goods|finished products|products|product|"
        "where is it now|distribution|distributed|recipients|recipient|buyers|bought|outlets|stores|which bread"
    ),
    "both": (
        "双向|两头|两端|正反|正反向|正反两个方向|两个方向|上下游|上游下游|全程|全链|全链条|全链路|完整|前后|"
        "前因后果|从头到尾|全部追溯|来龙去脉|全面|both|both ways|both directions|both sides|full|complete|whole|"
        "entire|end to end|up and down|upstream and downstream|everything about|backward and forward|"
        "backwards and forwards|forwards and backwards|forward and backward|whole story|full history|full trace"
    ),
}
