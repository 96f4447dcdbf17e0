"""Lists that rules ask about, and suppressions."""

from api.rest.operations import Keyed, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.rule_lists import (
    AddListEntries,
    CreateList,
    CreateSuppression,
    FindListEntry,
    Id,
    ListChangeView,
    ListEntryPage,
    ListEntryView,
    RemoveListEntries,
    RuleListPage,
    RuleListView,
    SuppressionPage,
    SuppressionView,
    list_change,
    list_entry,
    list_entry_page,
    new_entries,
    new_list,
    new_suppression,
    rule_list,
    rule_list_page,
    suppression,
    suppression_page,
)
from core.ids import parse
from rules.lists import Lists
from rules.suppressions import Suppressions
from tenants.principals import Principal


@post(
    "/lists",
    operation_id="createList",
    summary="Make a list",
    tag="lists",
    status=201,
    keyed=Keyed.OPTIONAL,
    example={"name": "stolen_devices", "kind": "device", "description": "Devices that were reported stolen."},
)
async def create_list(caller: Principal, data: CreateList, lists: Lists) -> RuleListView:
    """An empty list. Rules read it as a fact, such as `lists.stolen_devices.device_id`: whether the device of the decision is on it."""
    return rule_list(await lists.create(caller, new_list(data)))


@get("/lists", operation_id="listLists", summary="List lists", tag="lists")
async def list_lists(
    caller: Principal, lists: Lists, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> RuleListPage:
    """Newest first."""
    return rule_list_page(await lists.list(caller, None if after is None else parse("lst", after), limit))


@get("/lists/{list_id:str}", operation_id="getList", summary="Get a list", tag="lists")
async def get_list(caller: Principal, list_id: Id, lists: Lists) -> RuleListView:
    return rule_list(await lists.get(caller, parse("lst", list_id)))


@delete("/lists/{list_id:str}", operation_id="deleteList", summary="Delete a list", tag="lists")
async def delete_list(caller: Principal, list_id: Id, lists: Lists) -> RuleListView:
    """With its entries, unless a version of a ruleset reads it: versions are kept, so such a list is emptied and not deleted."""
    return rule_list(await lists.delete(caller, parse("lst", list_id)))


@post(
    "/lists/{list_id:str}/entries",
    operation_id="addListEntries",
    summary="Put up to 1,000 on a list",
    tag="lists",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={
        "entries": [{"value": "dev-83d1c0a7f2", "expires_at": "2099-01-01T00:00:00Z"}],
        "reason": "Police report.",
    },
)
async def add_list_entries(
    caller: Principal, list_id: Id, data: AddListEntries, lists: Lists
) -> ListChangeView:
    """All of them or none. What is on the list already gets the new end and reason. Decisions follow within a second."""
    return list_change(await lists.add(caller, parse("lst", list_id), new_entries(data), data.reason))


@get("/lists/{list_id:str}/entries", operation_id="listListEntries", summary="List entries", tag="lists")
async def list_list_entries(
    caller: Principal, list_id: Id, lists: Lists, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> ListEntryPage:
    """Newest first, without those that have expired. Values are kept as keyed digests, so an entry shows a fingerprint."""
    cursor = None if after is None else parse("lse", after)
    return list_entry_page(await lists.entries(caller, parse("lst", list_id), cursor, limit))


@post(
    "/lists/{list_id:str}/entries/find",
    operation_id="findListEntry",
    summary="Ask whether a value is on a list",
    tag="lists",
    example={"value": "dev-83d1c0a7f2"},
)
async def find_list_entry(caller: Principal, list_id: Id, data: FindListEntry, lists: Lists) -> ListEntryView:
    """The entry that says since when, until when and why; 404 where there is none."""
    return list_entry(await lists.find(caller, parse("lst", list_id), data.value))


@post(
    "/lists/{list_id:str}/entries/remove",
    operation_id="removeListEntries",
    summary="Take up to 1,000 off a list",
    tag="lists",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"values": ["dev-00c2f1a9b4"]},
)
async def remove_list_entries(
    caller: Principal, list_id: Id, data: RemoveListEntries, lists: Lists
) -> ListChangeView:
    """What is not on the list changes nothing."""
    return list_change(await lists.remove(caller, parse("lst", list_id), data.values))


@post(
    "/suppressions",
    operation_id="createSuppression",
    summary="Suppress work about somebody",
    tag="suppressions",
    status=201,
    keyed=Keyed.OPTIONAL,
    example={
        "kind": "customer",
        "value": "C000017",
        "until": "2027-06-01T00:00:00Z",
        "reason": "Travels until June; confirmed by phone.",
        "use_case": "transaction-anomaly",
    },
)
async def create_suppression(
    caller: Principal, data: CreateSuppression, suppressions: Suppressions
) -> SuppressionView:
    """Silences alerts and cases about a customer, merchant, payee or device until a moment. Outcomes stay what your ruleset says; it can
    read `suppressed` and `suppressed_rules`."""
    return suppression(await suppressions.create(caller, new_suppression(data)))


@get("/suppressions", operation_id="listSuppressions", summary="List suppressions", tag="suppressions")
async def list_suppressions(
    caller: Principal,
    suppressions: Suppressions,
    *,
    open_only: bool = False,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> SuppressionPage:
    """Newest first. With `open_only`, those that silence now."""
    cursor = None if after is None else parse("sup", after)
    return suppression_page(
        await suppressions.list(caller, about=None, open_only=open_only, after=cursor, limit=limit)
    )


@get(
    "/suppressions/{suppression_id:str}",
    operation_id="getSuppression",
    summary="Get a suppression",
    tag="suppressions",
)
async def get_suppression(
    caller: Principal, suppression_id: Id, suppressions: Suppressions
) -> SuppressionView:
    return suppression(await suppressions.get(caller, parse("sup", suppression_id)))


@post(
    "/suppressions/{suppression_id:str}/end",
    operation_id="endSuppression",
    summary="End a suppression",
    tag="suppressions",
    keyed=Keyed.OPTIONAL,
)
async def end_suppression(
    caller: Principal, suppression_id: Id, suppressions: Suppressions
) -> SuppressionView:
    """Before its time. What has ended stays as it is."""
    return suppression(await suppressions.end(caller, parse("sup", suppression_id)))


HANDLERS = [
    create_list,
    list_lists,
    get_list,
    delete_list,
    add_list_entries,
    list_list_entries,
    find_list_entry,
    remove_list_entries,
    create_suppression,
    list_suppressions,
    get_suppression,
    end_suppression,
]
