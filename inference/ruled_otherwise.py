"""A question as if another ruleset judged it: with the features, lists and suppressions that this one reads."""

import msgspec

from inference.asks import Ask
from inference.declared.computing import Computing, Subject
from inference.rule_lists import RuleLists
from rules.evaluation import PreparedRuleset


class RuledOtherwise:
    def __init__(self, computing: Computing, lists: RuleLists) -> None:
        self._computing = computing
        self._lists = lists

    async def ask(self, ask: Ask, ruleset: PreparedRuleset) -> Ask:
        """Look up what the ruleset reads beside what was found for the question. Never before it was answered."""
        computed, known = ask.computed, None
        if ruleset.features and ruleset.version_id != ask.ruleset.version_id:
            subject = Subject(
                vault=ask.vault,
                customer=ask.customer,
                at=ask.decided_at,
                mode=ask.caller.mode,
                command=ask.command,
                event=None if ask.use_case.about is None else ask.use_case.about.name,
            )
            computed = {**computed, **await self._computing.of_question(subject, ruleset, ask.deployed)}
        if ruleset.list_names or ruleset.suppressed:
            known = await self._lists.get(ask.environment_id, ruleset)
        return msgspec.structs.replace(ask, ruleset=ruleset, computed=computed, known=known)
