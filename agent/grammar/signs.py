"""What a message does, apart from what it names: does it ask, order, forbid? Signs are computed once from a reading."""

from functools import cached_property

from agent.grammar.spans import Span
from agent.grammar.view import View

_ASKING = frozenset("不没否吗")
_FINAL_QUESTION = frozenset(["没", "没有", "不", "否", "么", "嘛"])
_AUXILIARIES = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "isnt",
        "arent",
        "hasnt",
        "havent",
        "didnt",
        "doesnt",
        "dont",
        "any",
    ]
)
_JOINTS = frozenset(
    [
        "and",
        "so",
        "then",
        "also",
        "or",
        "well",
        "um",
        "uh",
        "ok",
        "okay",
        "hey",
        "oh",
        "please",
        "just",
        "btw",
        "now",
        "那",
        "那么",
        "请问",
        "now",
    ]
)
_KNOWN = frozenset(["那", "那批", "这", "这批", "the", "that", "those", "our", "my"])
_ARRIVAL_DAY = ("哪天", "什么时候", "几号", "何时")
_NOUN_BEFORE = frozenset(
    [
        "my",
        "the",
        "an",
        "this",
        "that",
        "our",
        "your",
        "any",
        "open",
        "late",
        "overdue",
        "which",
        "what",
        "all",
        "every",
        "cancelled",
        "received",
        "shipped",
        "last",
        "previous",
        "purchase",
        "unanswered",
        "pending",
        "'s",
        "existing",
        "recent",
        "other",
        "old",
        "current",
        "active",
        "outstanding",
        "some",
        "many",
        "no",
        "several",
        "unconfirmed",
        "delayed",
        "first",
    ]
)


class Signs(View):
    """Read-only view over a reading, with what it does."""

    # --- asking

    @cached_property
    def polite_request(self) -> frozenset[int]:
        """Indexes of abilities that only ask politely: 能不能帮我, could you, can you please, 可以给我."""
        polite = set()
        for at, span in enumerate(self.spans):
            if not span.has("ability") or span.has("capacity"):
                continue
            following = [other for other in self.spans[at + 1 : at + 4] if other.clause == span.clause]
            before = self.before(at)
            subject = before is not None and before.mention("supplier") is not None
            asked = before is not None and before.has("who")
            first = following[0] if following else None
            if first is None:
                continue
            if (
                (first.has("request") and not subject and not asked and not self.supplier_subject(at))
                or (
                    (
                        first.text.lower() in ("you", "you please", "u", "ya", "您", "你", "please")
                        and span.text.isascii()
                    )
                    or first.has("polite")
                )
                or (
                    first.has("order")
                    and not subject
                    and not asked
                    and not self.supplier_subject(at)
                    and self.is_order_verb(at + 1)
                )
            ):
                polite.add(at)
            elif first.text.lower() in ("we", "i", "我", "我们", "咱们", "咱") and len(following) > 1:
                if (following[1].has("order") and self.is_order_verb(at + 2)) or (
                    span.text.lower() in ("can", "could", "may", "might") and following[1].has("want") and self.pleased
                ):
                    polite.add(at)
            elif span.text.isascii() and first.text in ("帮我", "帮忙", "给我"):
                polite.add(at)
        for at, span in enumerate(self.spans):
            if span.has("ability") and not self.supplier_subject(at) and self._leads_to_order(at):
                polite.add(at)
            if span.text.lower() in ("could you", "can you", "would you", "will you"):
                polite.add(at)
        return frozenset(polite)

    def _leads_to_order(self, at: int) -> bool:
        """Would it be possible to order: nothing but particles up to a verb of ordering."""
        for later in range(at + 1, min(at + 6, len(self.spans))):
            span = self.spans[later]
            if span.clause != self.spans[at].clause:
                return False
            if span.has("order"):
                before = self.before(at)
                return self.is_order_verb(later) and not (before is not None and before.has("who"))
            if not span.has("filler", "ability", "polite", "request", "to"):
                return False
        return False

    @cached_property
    def pleased(self) -> bool:
        return self.reading.has("polite")

    def supplier_subject(self, at: int) -> bool:
        """A supplier stands before in the clause, not behind 从, 向, from: it is who can or cannot."""
        for earlier in range(at - 1, -1, -1):
            span = self.spans[earlier]
            if span.clause != self.spans[at].clause:
                return False
            if span.mention("supplier") is not None:
                prior = self.before(earlier)
                return prior is None or not prior.has("from") or prior.has("inquire")
        return False

    @cached_property
    def questions(self) -> tuple[Span, ...]:
        """Spans that make it a question: question words, 吗, A不A, an auxiliary in front, can (not just polite)."""
        found = []
        for at, span in enumerate(self.spans):
            if span.has("where", "when", "how_soon", "how_long", "how_many", "who", "how", "which"):
                if (span.text.startswith("几") and self._after_verb(at)) or self._due(at):
                    continue
                found.append(span)
            elif (
                (
                    at not in self.polite_request
                    and (_a_not_a(span.text) or _asked_at_end(span.text))
                    and not span.has("commit")
                )
                or (span.has("yes_no") and self._really_asks(at, span))
                or (
                    span.text in _FINAL_QUESTION
                    and self.last_of_clause(at)
                    and self.before(at) is not None
                    and not self.spans[at - 1].has("st_open")
                )
                or (span.has("ability") and at not in self.polite_request and self._ability_asks(at, span))
            ):
                found.append(span)
        return tuple(found)

    def _due(self, at: int) -> bool:
        """ETA 周五, 预计下周五到: the date is told."""
        if self.spans[at].text.lower() not in ("eta", "预计", "expected date"):
            return False
        following = [span for span in self.spans[at + 1 : at + 4] if span.clause <= self.spans[at].clause + 1]
        dated = next((n for n, span in enumerate(following) if span.date and span.date.kind == "date"), None)
        return dated is not None and all(span.has("filler", "arrive", "old", "to") for span in following[:dated])

    def _after_verb(self, at: int) -> bool:
        """来几箱, 多订几个: no question but a wish without a number."""
        before = self.before(at)
        return before is not None and (before.has("want") or self.is_order_verb(at - 1)) and not before.has("ability")

    def _really_asks(self, at: int, span: Span) -> bool:
        word = span.text.lower().replace("'", "")
        if span.has("ability"):
            return at not in self.polite_request
        if not word.isascii():
            if word in ("吗", "么", "嘛", "伐", "吧") and self.polite_request:
                return False
            return word not in _FINAL_QUESTION or self.last_of_clause(at)
        return word.split()[0] not in _AUXILIARIES or self.inverted(at) or self._after_question(at)

    def inverted(self, at: int) -> bool:
        """An auxiliary with nothing in front of it but courtesy and conjunctions."""
        rest = [span for span in self.spans[:at] if span.clause == self.spans[at].clause]
        courtesy = ("polite", "greet", "yes", "thanks", "wait", "inquire", "look", "but", "repair")
        return all(
            (span.has(*courtesy) and not span.has("pronoun", "order")) or span.text.lower() in _JOINTS for span in rest
        )

    def _after_question(self, at: int) -> bool:
        before = self.before(at)
        return before is not None and before.has("where", "when", "how_long", "which", "who", "how", "how_many")

    def _ability_asks(self, at: int, span: Span) -> bool:
        word = span.text.lower()
        if span.has("yes_no") or (not word.isascii() and not _ASKING.isdisjoint(word)):
            return True
        if word.isascii():
            first = word.split()[0]
            if first in ("can", "could", "would", "will", "may", "might", "shall", "can't", "couldn't"):
                return self.inverted(at) or self._after_question(at)
            return False
        return False

    @cached_property
    def asks(self) -> bool:
        return bool(self.questions) or (self.reading.asked and not self.requested and not self.imperative)

    @cached_property
    def requested(self) -> bool:
        """It asks to do something: could you, would you mind, 帮我."""
        return bool(self.polite_request) or self.reading.has("request")

    @cached_property
    def imperative(self) -> bool:
        """The first word that says anything is an order."""
        for at, span in enumerate(self.spans):
            if span.has("filler", "polite", "request", "greet", "yes") and not span.has("order", "look"):
                continue
            return span.has("order") and self.is_order_verb(at)
        return False

    def of_state(self, *states: str) -> bool:
        """逾期的, the late ones: a state that stands for the orders in it."""
        nouns = ("的", "one", "ones")
        return any(
            span.has(*states) and (after := self.after(at)) is not None and after.text.lower() in nouns
            for at, span in enumerate(self.spans)
        )

    @cached_property
    def awaited(self) -> bool:
        """When do they arrive, why are they late: asked of goods that are known of, by 那, the, 的 or being late.
        A quantity with nothing to mark it known, or who could deliver, is a wish."""
        if not self.asks or self.order_verbs or self.reading.has("who", "suppose", "inquire", "how_long"):
            return False
        if any(span.has("st_late", "delayed") for span in self.spans) and self.reading.has("how"):
            return True
        if not self.reading.has("when") and not any(span.text.startswith(_ARRIVAL_DAY) for span in self.spans):
            return False
        arriving = any(span.has("arrive") or span.text.endswith(("到货", "送到", "到")) for span in self.spans)
        return arriving and any(self._known(at) for at, span in enumerate(self.spans) if span.mention("item"))

    def _known(self, item: int) -> bool:
        """那十吨面粉, the flour, 金麦的面粉 without a quantity."""
        before = [span for span in self.spans[max(0, item - 4) : item] if span.clause == self.spans[item].clause]
        pointed = any(span.text.lower() in _KNOWN for span in before)
        return pointed or (not self.quantities and any(span.text == "的" for span in before))

    # --- ordering

    def is_order_verb(self, at: int) -> bool:
        """ "order" is a verb or a noun, 下 a verb or part of a week: decided by what stands around."""
        span = self.spans[at]
        if not span.has("order"):
            return False
        word = span.text.lower()
        before, after = self.before(at), self.after(at)
        if self._in_the_past(at):
            return False
        if word == "下":
            later = [other for other in self.spans[at + 1 : at + 4] if other.clause == span.clause]
            return (
                after is None
                or any(other.quantity or other.has("order_noun") for other in later)
                or (after is not None and after.text in ("了", "掉", "吧", "一下"))
            ) and not (
                before is not None and before.has("look", "inquire", "request") and before.text[-1:] not in "我们"
            )
        if word in ("order", "orders"):
            if word == "orders" or (after is not None and after.has("status", "st_late", "st_open")):
                return False
            if before is None:
                return not (after is not None and after.text.lower() in ("is", "was", "status", "for me"))
            previous = before.text.lower()
            if (
                previous in _NOUN_BEFORE
                or previous in ("的", "张", "笔")
                or before.mention("item") is not None
                or before.has("pronoun", "which", "orders")
            ):
                return (
                    before.has("filler") and previous in ("that", "this") and after is not None and bool(after.quantity)
                )
            return not (before.identifier is not None)
        if word in ("定",):
            return after is not None and (
                bool(after.quantity) or bool(after.mentions) or after.text in ("点", "一下", "了")
            )
        if word in ("订", "订货") and before is not None and before.has("not"):
            return True
        return True

    def _in_the_past(self, at: int) -> bool:
        """what have we ordered, 订过哪些: told of what was done."""
        span, after = self.spans[at], self.after(at)
        word = span.text.lower()
        if word in ("ordered", "bought", "purchased", "reordered"):
            return any(other.has("which", "yes_no", "how_many", "when", "pronoun", "who") for other in self.spans[:at])
        if word in ("order", "buy", "purchase", "reorder"):
            return any(other.text.lower() == "did" and other.clause == span.clause for other in self.spans[:at])
        if after is not None and after.text == "过" and self.reading.has("yes_no"):
            return True
        past = after is not None and after.text in ("过", "了")
        return past and any(other.has("which", "how_many", "orders", "when", "who") for other in self.spans)

    @cached_property
    def ordered_before(self) -> bool:
        return any(span.has("order") and self._in_the_past(at) for at, span in enumerate(self.spans))

    @cached_property
    def order_verbs(self) -> tuple[Span, ...]:
        """Verbs of ordering that nothing negates."""
        return tuple(span for at, span in enumerate(self.spans) if self.is_order_verb(at) and not self.negated(at))

    @cached_property
    def told_after_asking(self) -> bool:
        """A clause of its own that says to order it, behind a question: could we get 3 t? Go ahead and order it."""
        asked = {span.clause for span in self.questions} | {span.clause for span in self.spans if span.has("inquire")}
        if not asked or self.reading.has("hedge", "no_order"):
            return False
        told = [span for at, span in enumerate(self.spans) if span.has("commit") and not self.negated(at) and at > 1]
        return any(span.clause > max(asked) for span in (*self.order_verbs, *told))

    @cached_property
    def wants(self) -> tuple[Span, ...]:
        """Weaker verbs: 要, 来, need, get."""
        return tuple(
            span
            for at, span in enumerate(self.spans)
            if span.has("want") and not span.has("ability", "stock") and not self.negated(at) and not self._arrival(at)
        )

    def _arrival(self, at: int) -> bool:
        """送, 发, 来, deliver that only tell where to."""
        after = self.after(at)
        return self.spans[at].has("to") and after is not None and after.mention("place") is not None

    def negated(self, at: int) -> bool:
        """A negation right before it, fillers aside."""
        for earlier in range(at - 1, max(-1, at - 4), -1):
            span = self.spans[earlier]
            if span.clause != self.spans[at].clause:
                return False
            if span.has("not") and not span.has("yes"):
                return not (span.text in ("没", "没有", "不") and span.has("remain"))
            if not span.has("filler", "request", "polite", "ability", "want"):
                return False
        return False

    def _tells_to_order(self, at: int) -> bool:
        """A verb of ordering or wanting; 不要送一号仓 only rules out a place."""
        return self.is_order_verb(at) or (self.spans[at].has("want") and not self.leads_to_place(at))

    @cached_property
    def forbidden(self) -> bool:
        """Ordering is ruled out: 先别下单, don't order, and every verb of ordering is negated."""
        if self.reading.has("no_order"):
            return not self.order_verbs or any(span.has("no_order") for span in self.spans[-2:])
        verbs = [at for at in range(len(self.spans)) if self._tells_to_order(at)]
        negated = [at for at in verbs if self.negated(at)]
        return bool(negated) and len(negated) == len(verbs)


def _a_not_a(word: str) -> bool:
    """到没到, 够不够, 能不能: a verb, its negation, the verb again."""
    return len(word) == 3 and word[0] == word[2] and word[1] in "不没"


def _asked_at_end(word: str) -> bool:
    """到了没, 还有没: a phrase that ends in its own question."""
    return len(word) > 1 and word.endswith(("没", "吗", "了没有")) and word not in ("没没",)
