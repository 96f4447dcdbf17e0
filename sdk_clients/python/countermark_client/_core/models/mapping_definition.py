# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.mapping_definition_balances import MappingDefinitionBalances, check_mapping_definition_balances
from ..models.mapping_definition_decimal import MappingDefinitionDecimal, check_mapping_definition_decimal
from ..models.mapping_definition_encoding_type_0 import (
    MappingDefinitionEncodingType0,
    check_mapping_definition_encoding_type_0,
)
from ..models.mapping_definition_form import MappingDefinitionForm, check_mapping_definition_form
from ..models.mapping_definition_method_type_0 import (
    MappingDefinitionMethodType0,
    check_mapping_definition_method_type_0,
)
from ..models.mapping_definition_positive import MappingDefinitionPositive, check_mapping_definition_positive
from ..models.mapping_definition_separator_type_0 import (
    MappingDefinitionSeparatorType0,
    check_mapping_definition_separator_type_0,
)
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.columns import Columns


T = TypeVar("T", bound="MappingDefinition")


@_attrs_define
class MappingDefinition:
    """How statements of one kind are read.

    Attributes:
        name (str): your own, once in an environment.
        form (MappingDefinitionForm | Unset): what kind of file it is; `delimited` is CSV with any separator. Default:
            'delimited'.
        encoding (MappingDefinitionEncodingType0 | None | Unset): of a text file; looked at when not told.
        separator (MappingDefinitionSeparatorType0 | None | Unset): of a delimited file; looked at when not told.
        header (bool | Unset): whether the columns have names; without, they are called 1, 2, 3 … Default: True.
        columns (Columns | Unset): The columns of the file, by what they hold. Names are compared without case and
            spaces; the second of one name is
            `Name #2`; in a file without header, and for `mt940`, `camt053` and `ofx`, see docs/imports.md.

            debit, credit: in two columns. direction: a mark (Dr, Cr, D, C, Paid to, Received from …).
        date_format (None | str | Unset): such as `DD/MM/YYYY`, `DD-MMM-YY` or `YYYY-MM-DD HH:mm:ss`; looked at when not
            told, and refused when there are two ways.
        decimal (MappingDefinitionDecimal | Unset): the mark before the minor units. Default: 'point'.
        positive (MappingDefinitionPositive | Unset): which way money went that has no sign and no mark. Default:
            'credit'.
        currency (str | Unset): of amounts that do not name theirs. Default: 'INR'.
        time_zone (str | Unset): of the file's times; a payment without a time of day is taken to be at noon. Default:
            'Asia/Kolkata'.
        customer_id (None | str | Unset): whose statements these are, where neither the import nor a column says so.
        method (MappingDefinitionMethodType0 | None | Unset): how all of them were paid; looked for in the description
            when not told.
        own_addresses (list[str] | Unset): the customer's own VPAs, where only payer and payee tell the direction.
        reference_unique (bool | Unset): the reference is never repeated for another payment (UTR, RRN); it then says
            alone which payment this is. Default: False.
        balances (MappingDefinitionBalances | Unset): whether a balance that does not follow from the one before is
            reported, or refuses the whole file. Default: 'report'.
    """

    name: str
    form: MappingDefinitionForm | Unset = "delimited"
    encoding: MappingDefinitionEncodingType0 | None | Unset = UNSET
    separator: MappingDefinitionSeparatorType0 | None | Unset = UNSET
    header: bool | Unset = True
    columns: Columns | Unset = UNSET
    date_format: None | str | Unset = UNSET
    decimal: MappingDefinitionDecimal | Unset = "point"
    positive: MappingDefinitionPositive | Unset = "credit"
    currency: str | Unset = "INR"
    time_zone: str | Unset = "Asia/Kolkata"
    customer_id: None | str | Unset = UNSET
    method: MappingDefinitionMethodType0 | None | Unset = UNSET
    own_addresses: list[str] | Unset = UNSET
    reference_unique: bool | Unset = False
    balances: MappingDefinitionBalances | Unset = "report"

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.columns import Columns  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        _form = d.pop("form", UNSET)
        form: MappingDefinitionForm | Unset
        if isinstance(_form, Unset):
            form = UNSET
        else:
            form = check_mapping_definition_form(_form)

        def _parse_encoding(data: object) -> MappingDefinitionEncodingType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                encoding_type_0 = check_mapping_definition_encoding_type_0(data)

                return encoding_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MappingDefinitionEncodingType0 | None | Unset, data)

        encoding = _parse_encoding(d.pop("encoding", UNSET))

        def _parse_separator(data: object) -> MappingDefinitionSeparatorType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                separator_type_0 = check_mapping_definition_separator_type_0(data)

                return separator_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MappingDefinitionSeparatorType0 | None | Unset, data)

        separator = _parse_separator(d.pop("separator", UNSET))

        header = d.pop("header", UNSET)
        _columns = d.pop("columns", UNSET)
        columns: Columns | Unset
        if isinstance(_columns, Unset):
            columns = UNSET
        else:
            columns = Columns.from_dict(_columns)

        date_format = cast("None | str | Unset", d.pop("date_format", UNSET))
        _decimal = d.pop("decimal", UNSET)
        decimal: MappingDefinitionDecimal | Unset
        if isinstance(_decimal, Unset):
            decimal = UNSET
        else:
            decimal = check_mapping_definition_decimal(_decimal)

        _positive = d.pop("positive", UNSET)
        positive: MappingDefinitionPositive | Unset
        if isinstance(_positive, Unset):
            positive = UNSET
        else:
            positive = check_mapping_definition_positive(_positive)

        currency = d.pop("currency", UNSET)
        time_zone = d.pop("time_zone", UNSET)
        customer_id = cast("None | str | Unset", d.pop("customer_id", UNSET))

        def _parse_method(data: object) -> MappingDefinitionMethodType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                method_type_0 = check_mapping_definition_method_type_0(data)

                return method_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MappingDefinitionMethodType0 | None | Unset, data)

        method = _parse_method(d.pop("method", UNSET))

        own_addresses = cast(list[str], d.pop("own_addresses", UNSET))

        reference_unique = d.pop("reference_unique", UNSET)
        _balances = d.pop("balances", UNSET)
        balances: MappingDefinitionBalances | Unset
        if isinstance(_balances, Unset):
            balances = UNSET
        else:
            balances = check_mapping_definition_balances(_balances)

        return cls(
            name=name,
            form=form,
            encoding=encoding,
            separator=separator,
            header=header,
            columns=columns,
            date_format=date_format,
            decimal=decimal,
            positive=positive,
            currency=currency,
            time_zone=time_zone,
            customer_id=customer_id,
            method=method,
            own_addresses=own_addresses,
            reference_unique=reference_unique,
            balances=balances,
        )
