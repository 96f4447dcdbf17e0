"""A workflow that names a text which is not there, or gives too little for one, is refused when it is pushed."""

import pytest

from resolution.connectors.template_entities import PutMessageTemplate
from resolution.connectors.templates import MessageTemplates
from resolution.workflows.findings import WorkflowRefused
from tests.resolution.workflows.conftest import World
from tests.resolution.workflows.documents import document

OWN = {"to": "a@example.com", "subjects": {"en": "For {name}"}, "texts": {"hi": "{name}, {amount}"}}


def said(action: str = "sms.send", **asked: object) -> dict[str, object]:
    return document({"tell": {"call": action, "with": asked}})


async def refusals(world: World, wanted: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(WorkflowRefused) as refused:
        await world.workflows.push(world.caller, wanted, "for a test")
    return [(each.field, each.reason) for each in refused.value.fields]


async def test_a_text_that_is_not_there_is_named(world: World) -> None:
    """By its place and name, for the channel of the call; in undoing and in loops too. Put for that channel, it is taken."""
    wanted = said(template="paid", values={"name": "x"})
    reason = "There is no message template `paid` for sms."
    assert await refusals(world, wanted) == [("document.do[0].tell.with.template", reason)]
    undo = {"compensate": {"call": "mail.send", "with": {"template": "sorry"}}}
    steps = document(
        {"pay": {"call": "http.call", "with": {}, "metadata": undo}},
        {"all": {"for": {"each": "x", "in": "${ [1] }"}, "do": [{"tell": {"call": "sms.send", "with": {"template": "paid"}}}]}},
    )  # fmt: skip
    places = [place for place, _ in await refusals(world, steps)]
    assert sorted(places) == [
        "document.do[0].pay.metadata.compensate.with.template", "document.do[1].all.do[0].tell.with.template",
    ]  # fmt: skip
    templates = MessageTemplates(world.database, world.clock)
    put = PutMessageTemplate(name="paid", channel="mail", subject="Paid", text="Dear {name}")
    await templates.put(world.caller, put)
    assert await refusals(world, wanted) == [("document.do[0].tell.with.template", reason)]
    await templates.put(world.caller, PutMessageTemplate(name="paid", channel="sms", text="Dear {name}"))
    assert (await world.workflows.push(world.caller, wanted, "for a test")).number == 1
    with pytest.raises(WorkflowRefused):
        await world.workflows.validate(world.stranger, wanted)


async def test_a_value_that_is_not_given_is_named(world: World) -> None:
    """Of every language of the text; of texts that the step brings; not where only an instance knows the values."""
    templates = MessageTemplates(world.database, world.clock)
    for language, text in (("en", "{name}"), ("hi", "{name} {amount}")):
        put = PutMessageTemplate(name="paid", channel="sms", language=language, text=text)
        await templates.put(world.caller, put)
    missing = "The placeholder `amount` gets no value."
    wanted = said(template="paid", values={"name": "${ $input.name }"})
    assert await refusals(world, wanted) == [("document.do[0].tell.with.template", missing)]
    own = said("mail.send", **OWN, values={"name": "x"})
    assert await refusals(world, own) == [("document.do[0].tell.with.texts.hi", missing)]
    for taken in (
        said(template="paid", values={"name": "x", "amount": 5}),
        said(template="paid", values="${ $input.values }"),
        said(template="missing-pan", values={"payout": "x"}),
        said("message.render", template="missing-pan", channel="mail", values={"payout": "x"}),
    ):
        assert (await world.workflows.validate(world.caller, taken)).tasks == 1


async def test_the_shipped_reminder_hands_over_what_it_says(world: World) -> None:
    """Without any set-up the tenant's notifier gets the text in English and Hindi; with a wording of its own, that."""
    for subject, text in (("pyt_1", "Payout pyt_1 is on hold"), ("pyt_2", "PAN for pyt_2")):
        workflow = await world.workflows.activate_template(world.caller, "missing-pan", "a test")
        await world.instances.start(world.caller, workflow.id, subject, {})
        await world.runner.run_due()
        texts = world.bank.bodies[-1]["body"]["texts"]  # type: ignore[index]
        assert (texts["en"].startswith(text), sorted(texts)) == (True, ["en", "hi"])
        put = PutMessageTemplate(name="missing-pan", channel="sms", text="PAN for {payout}")
        await MessageTemplates(world.database, world.clock).put(world.caller, put)
