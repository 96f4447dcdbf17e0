"""Lists and suppressions over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.rules.v1 import lists_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from rules.lists import Lists
from rules.suppressions import Suppressions
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["ListService"]
SUPPRESSIONS = pb.DESCRIPTOR.services_by_name["SuppressionService"]
_Limit = Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)]


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    after: Id | None = None
    limit: _Limit = LIMIT_DEFAULT


class _Open(_Page, frozen=True, kw_only=True):
    open_only: bool = False


class _Of(msgspec.Struct, frozen=True, kw_only=True):
    list_id: Id


class _EntryPage(_Page, frozen=True, kw_only=True):
    list_id: Id


class _Add(AddListEntries, frozen=True, kw_only=True):
    list_id: Id


class _Remove(RemoveListEntries, frozen=True, kw_only=True):
    list_id: Id


class _Find(FindListEntry, frozen=True, kw_only=True):
    list_id: Id


class _Suppressed(msgspec.Struct, frozen=True, kw_only=True):
    suppression_id: Id


NEW = Codec(CreateList, pb.CreateListRequest)
PAGE = Codec(_Page, pb.ListListsRequest)
WANTED = Codec(_Of, pb.GetListRequest)
DROPPED = Codec(_Of, pb.DeleteListRequest)
ADD = Codec(_Add, pb.AddListEntriesRequest)
REMOVE = Codec(_Remove, pb.RemoveListEntriesRequest)
FIND = Codec(_Find, pb.FindListEntryRequest)
ENTRY_PAGE = Codec(_EntryPage, pb.ListListEntriesRequest)
LIST = Codec(RuleListView, pb.RuleList)
LISTS = Codec(RuleListPage, pb.ListListsResponse)
ENTRY = Codec(ListEntryView, pb.RuleListEntry)
ENTRIES = Codec(ListEntryPage, pb.ListListEntriesResponse)
CHANGE = Codec(ListChangeView, pb.ListChange)
SUPPRESS = Codec(CreateSuppression, pb.CreateSuppressionRequest)
OPEN = Codec(_Open, pb.ListSuppressionsRequest)
SHOWN = Codec(_Suppressed, pb.GetSuppressionRequest)
ENDED = Codec(_Suppressed, pb.EndSuppressionRequest)
SUPPRESSION = Codec(SuppressionView, pb.Suppression)
SUPPRESSED = Codec(SuppressionPage, pb.ListSuppressionsResponse)


@method(SERVICE, "CreateList", keyed=Keyed.OPTIONAL)
async def create_list(request: pb.CreateListRequest, caller: Principal, lists: Lists) -> pb.RuleList:
    return LIST.message(rule_list(await lists.create(caller, new_list(NEW.struct(request)))))


@method(SERVICE, "ListLists")
async def list_lists(request: pb.ListListsRequest, caller: Principal, lists: Lists) -> pb.ListListsResponse:
    asked = PAGE.struct(request)
    cursor = None if asked.after is None else parse("lst", asked.after)
    return LISTS.message(rule_list_page(await lists.list(caller, cursor, asked.limit)))


@method(SERVICE, "GetList")
async def get_list(request: pb.GetListRequest, caller: Principal, lists: Lists) -> pb.RuleList:
    return LIST.message(rule_list(await lists.get(caller, parse("lst", WANTED.struct(request).list_id))))


@method(SERVICE, "DeleteList")
async def delete_list(request: pb.DeleteListRequest, caller: Principal, lists: Lists) -> pb.RuleList:
    return LIST.message(rule_list(await lists.delete(caller, parse("lst", DROPPED.struct(request).list_id))))


@method(SERVICE, "AddListEntries", keyed=Keyed.OPTIONAL, bulk=True)
async def add_list_entries(
    request: pb.AddListEntriesRequest, caller: Principal, lists: Lists
) -> pb.ListChange:
    asked = ADD.struct(request)
    list_id = parse("lst", asked.list_id)
    return CHANGE.message(list_change(await lists.add(caller, list_id, new_entries(asked), asked.reason)))


@method(SERVICE, "ListListEntries")
async def list_list_entries(
    request: pb.ListListEntriesRequest, caller: Principal, lists: Lists
) -> pb.ListListEntriesResponse:
    asked = ENTRY_PAGE.struct(request)
    cursor = None if asked.after is None else parse("lse", asked.after)
    page = await lists.entries(caller, parse("lst", asked.list_id), cursor, asked.limit)
    return ENTRIES.message(list_entry_page(page))


@method(SERVICE, "FindListEntry")
async def find_list_entry(
    request: pb.FindListEntryRequest, caller: Principal, lists: Lists
) -> pb.RuleListEntry:
    asked = FIND.struct(request)
    return ENTRY.message(list_entry(await lists.find(caller, parse("lst", asked.list_id), asked.value)))


@method(SERVICE, "RemoveListEntries", keyed=Keyed.OPTIONAL, bulk=True)
async def remove_list_entries(
    request: pb.RemoveListEntriesRequest, caller: Principal, lists: Lists
) -> pb.ListChange:
    asked = REMOVE.struct(request)
    return CHANGE.message(list_change(await lists.remove(caller, parse("lst", asked.list_id), asked.values)))


@method(SUPPRESSIONS, "CreateSuppression", keyed=Keyed.OPTIONAL)
async def create_suppression(
    request: pb.CreateSuppressionRequest, caller: Principal, suppressions: Suppressions
) -> pb.Suppression:
    wanted = new_suppression(SUPPRESS.struct(request))
    return SUPPRESSION.message(suppression(await suppressions.create(caller, wanted)))


@method(SUPPRESSIONS, "ListSuppressions")
async def list_suppressions(
    request: pb.ListSuppressionsRequest, caller: Principal, suppressions: Suppressions
) -> pb.ListSuppressionsResponse:
    asked = OPEN.struct(request)
    cursor = None if asked.after is None else parse("sup", asked.after)
    page = await suppressions.list(
        caller, about=None, open_only=asked.open_only, after=cursor, limit=asked.limit
    )
    return SUPPRESSED.message(suppression_page(page))


@method(SUPPRESSIONS, "GetSuppression")
async def get_suppression(
    request: pb.GetSuppressionRequest, caller: Principal, suppressions: Suppressions
) -> pb.Suppression:
    suppression_id = parse("sup", SHOWN.struct(request).suppression_id)
    return SUPPRESSION.message(suppression(await suppressions.get(caller, suppression_id)))


@method(SUPPRESSIONS, "EndSuppression", keyed=Keyed.OPTIONAL)
async def end_suppression(
    request: pb.EndSuppressionRequest, caller: Principal, suppressions: Suppressions
) -> pb.Suppression:
    suppression_id = parse("sup", ENDED.struct(request).suppression_id)
    return SUPPRESSION.message(suppression(await suppressions.end(caller, suppression_id)))


METHODS = [
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
