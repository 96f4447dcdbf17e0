# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.categorized_line import CategorizedLine
    from ..models.gateway_choice import GatewayChoice
    from ..models.life_event import LifeEvent
    from ..models.month_forecast import MonthForecast
    from ..models.planned_payment import PlannedPayment
    from ..models.product_lead import ProductLead
    from ..models.segment_distance import SegmentDistance
    from ..models.segment_trait import SegmentTrait
    from ..models.stage_hours import StageHours
    from ..models.ticket_cause import TicketCause


T = TypeVar("T", bound="AnswerView")


@_attrs_define
class AnswerView:
    """The fields of the use case's answer.

    Attributes:
        probability (float): of the event that the use case is about, calibrated, 0 to 1. points: 300 to 900, of
            `credit-score`.
        points (int | Unset):
        days_p50 (float | None | Unset): days from now until it is paid, as likely sooner as later. days_p90: the same,
            in nine of ten cases at most.
        days_p90 (float | None | Unset):
        expected_at (None | str | Unset): when it is paid by `days_p50`.
        stage (None | str | Unset): the last stage that it reached: created, approved or sent.
        hours_in_stage (float | None | Unset): since then.
        z_score (float | None | Unset): how unusual that is, in standard deviations of the payee's own payouts, else of
            its bank's, else of its rail's.
        hours_p50 (float | None | Unset): hours from now until it is credited, as likely sooner as later.
        hours_p90 (float | None | Unset): the same, in nine of ten cases at most.
        hours_p95 (float | None | Unset): the same, in nineteen of twenty cases at most.
        cause (None | str | Unset): what it most likely waits for.
        stages (list[StageHours] | Unset): the same hours for every stage ahead.
        gateway (None | str | Unset): the chosen one.
        best_gateway (None | str | Unset): the one of least cost; the chosen one is another when the payment explores.
        explores (bool | None | Unset): whether it does.
        advice (None | str | Unset): send (a first try), retry (now, at the chosen gateway), requeue (later: none is
            well now) or stop.
        failure_cause (None | str | Unset): the code that fails most at the best gateway or, without one, anywhere
            within 15 minutes.
        choices (list[GatewayChoice] | Unset): all gateways, the cheapest first.
        spend_minor_p50 (int | None | Unset): of the next 30 days in minor units, as likely less as more.
        spend_minor_p90 (int | None | Unset): the same, in nine of ten cases at most.
        usual_spend_minor (int | None | Unset): the mean of the last three months.
        forecast (list[MonthForecast] | Unset): month by month and by category.
        product (None | str | Unset): the likeliest of those asked about.
        leads (list[ProductLead] | Unset): all of them, the likeliest first.
        event (None | str | Unset): the likeliest happening; null where none is likely.
        events (list[LifeEvent] | Unset): all that are likelier than not, the likeliest first.
        goals (list[str] | Unset): suggestions of all of them together.
        category (None | str | Unset): of the largest line.
        lines (list[CategorizedLine] | Unset): all of them, as they were sent.
        root_cause (None | str | Unset): the cluster that the ticket belongs to.
        route (None | str | Unset): who should have it: l1, l2 or finance; l1 where the cause is not sure enough.
        urgent (bool | None | Unset): whether money or access is at stake now.
        causes (list[TicketCause] | Unset): the likeliest, the first is `root_cause`.
        segment (None | str | Unset): the nearest by k-means.
        dense_segment (None | str | Unset): the one that DBSCAN puts the customer into; `none` where the customer is
            like nobody.
        distances (list[SegmentDistance] | Unset): to every segment, the nearest first.
        traits (list[SegmentTrait] | Unset): what speaks for the segment, against all others, the strongest first.
        expected_minor (int | None | Unset): what the agreement gives for the sales of the period, in minor units.
        expected_model_minor (int | None | Unset): what statements like this one come to, in five of ten cases less.
        difference_minor (int | None | Unset): what was paid less what the agreement gives; negative when the partner
            got too little.
        codes (list[str] | Unset): what explains the difference, the nearest first; empty when there is none.
        cost_minor (int | None | Unset): what the plan costs in overdrafts, penalties, discounts missed and interest
            forgone, in minor units.
        due_date_cost_minor (int | None | Unset): the same of paying every invoice on its due date.
        saved_minor (int | None | Unset): the difference.
        pay_today_minor (int | None | Unset): what the plan pays today.
        plan (list[PlannedPayment] | Unset): every invoice, the earliest payment first.
        customer_usual_minor (int | None | Unset): the customer's usual payment (geometric mean of all debits), in minor
            units.
        customer_deviations (float | None | Unset): how many standard deviations ln(amount) lies above the customer's
            mean.
        compared_with (None | str | Unset): others in the payment's `segment`, or in the `environment` where no segment
            is told or it is too small.
        population_payments (int | None | Unset): how many of their debits of 90 days that rests on.
        population_usual_minor (int | None | Unset): the usual payment of those.
        population_deviations (float | None | Unset): how many standard deviations ln(amount) lies above their mean.
        days_p10 (float | None | Unset): the same, in one of ten cases at most; of a version of your own that learned
            days.
        hours_p10 (float | None | Unset): the same, in one of ten cases at most; of a version of your own that learned
            days.
        spend_minor_p10 (int | None | Unset): the same, in one of ten cases at most.
        expected_model_minor_p10 (int | None | Unset): the same, in one of ten cases at most; of a version of your own
            that learned amounts.
        expected_model_minor_p90 (int | None | Unset): the same, in nine of ten cases at most.
        partner_z_score (float | None | Unset): the same against the payee's own payouts alone; null where fewer than
            five are known.
        stage_z_score (float | None | Unset): the same against all payouts in this stage on the rail; null where fewer
            than five are known.
        explore_share (float | None | Unset): of such payments that go to another than the best, so that its figures
            stay fresh; 0 where none is well, and of payments that were tried before.
    """

    probability: float
    points: int | Unset = UNSET
    days_p50: float | None | Unset = UNSET
    days_p90: float | None | Unset = UNSET
    expected_at: None | str | Unset = UNSET
    stage: None | str | Unset = UNSET
    hours_in_stage: float | None | Unset = UNSET
    z_score: float | None | Unset = UNSET
    hours_p50: float | None | Unset = UNSET
    hours_p90: float | None | Unset = UNSET
    hours_p95: float | None | Unset = UNSET
    cause: None | str | Unset = UNSET
    stages: list[StageHours] | Unset = UNSET
    gateway: None | str | Unset = UNSET
    best_gateway: None | str | Unset = UNSET
    explores: bool | None | Unset = UNSET
    advice: None | str | Unset = UNSET
    failure_cause: None | str | Unset = UNSET
    choices: list[GatewayChoice] | Unset = UNSET
    spend_minor_p50: int | None | Unset = UNSET
    spend_minor_p90: int | None | Unset = UNSET
    usual_spend_minor: int | None | Unset = UNSET
    forecast: list[MonthForecast] | Unset = UNSET
    product: None | str | Unset = UNSET
    leads: list[ProductLead] | Unset = UNSET
    event: None | str | Unset = UNSET
    events: list[LifeEvent] | Unset = UNSET
    goals: list[str] | Unset = UNSET
    category: None | str | Unset = UNSET
    lines: list[CategorizedLine] | Unset = UNSET
    root_cause: None | str | Unset = UNSET
    route: None | str | Unset = UNSET
    urgent: bool | None | Unset = UNSET
    causes: list[TicketCause] | Unset = UNSET
    segment: None | str | Unset = UNSET
    dense_segment: None | str | Unset = UNSET
    distances: list[SegmentDistance] | Unset = UNSET
    traits: list[SegmentTrait] | Unset = UNSET
    expected_minor: int | None | Unset = UNSET
    expected_model_minor: int | None | Unset = UNSET
    difference_minor: int | None | Unset = UNSET
    codes: list[str] | Unset = UNSET
    cost_minor: int | None | Unset = UNSET
    due_date_cost_minor: int | None | Unset = UNSET
    saved_minor: int | None | Unset = UNSET
    pay_today_minor: int | None | Unset = UNSET
    plan: list[PlannedPayment] | Unset = UNSET
    customer_usual_minor: int | None | Unset = UNSET
    customer_deviations: float | None | Unset = UNSET
    compared_with: None | str | Unset = UNSET
    population_payments: int | None | Unset = UNSET
    population_usual_minor: int | None | Unset = UNSET
    population_deviations: float | None | Unset = UNSET
    days_p10: float | None | Unset = UNSET
    hours_p10: float | None | Unset = UNSET
    spend_minor_p10: int | None | Unset = UNSET
    expected_model_minor_p10: int | None | Unset = UNSET
    expected_model_minor_p90: int | None | Unset = UNSET
    partner_z_score: float | None | Unset = UNSET
    stage_z_score: float | None | Unset = UNSET
    explore_share: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.categorized_line import CategorizedLine  # noqa: PLC0415
        from ..models.gateway_choice import GatewayChoice  # noqa: PLC0415
        from ..models.life_event import LifeEvent  # noqa: PLC0415
        from ..models.month_forecast import MonthForecast  # noqa: PLC0415
        from ..models.planned_payment import PlannedPayment  # noqa: PLC0415
        from ..models.product_lead import ProductLead  # noqa: PLC0415
        from ..models.segment_distance import SegmentDistance  # noqa: PLC0415
        from ..models.segment_trait import SegmentTrait  # noqa: PLC0415
        from ..models.stage_hours import StageHours  # noqa: PLC0415
        from ..models.ticket_cause import TicketCause  # noqa: PLC0415

        d = dict(src_dict)
        probability = d.pop("probability")
        points = d.pop("points", UNSET)
        days_p50 = cast("float | None | Unset", d.pop("days_p50", UNSET))
        days_p90 = cast("float | None | Unset", d.pop("days_p90", UNSET))
        expected_at = cast("None | str | Unset", d.pop("expected_at", UNSET))
        stage = cast("None | str | Unset", d.pop("stage", UNSET))
        hours_in_stage = cast("float | None | Unset", d.pop("hours_in_stage", UNSET))
        z_score = cast("float | None | Unset", d.pop("z_score", UNSET))
        hours_p50 = cast("float | None | Unset", d.pop("hours_p50", UNSET))
        hours_p90 = cast("float | None | Unset", d.pop("hours_p90", UNSET))
        hours_p95 = cast("float | None | Unset", d.pop("hours_p95", UNSET))
        cause = cast("None | str | Unset", d.pop("cause", UNSET))
        _stages = d.pop("stages", UNSET)
        stages: list[StageHours] | Unset = UNSET
        if _stages is not UNSET:
            stages = []
            for stages_item_data in _stages:
                stages_item = StageHours.from_dict(stages_item_data)

                stages.append(stages_item)

        gateway = cast("None | str | Unset", d.pop("gateway", UNSET))
        best_gateway = cast("None | str | Unset", d.pop("best_gateway", UNSET))
        explores = cast("bool | None | Unset", d.pop("explores", UNSET))
        advice = cast("None | str | Unset", d.pop("advice", UNSET))
        failure_cause = cast("None | str | Unset", d.pop("failure_cause", UNSET))
        _choices = d.pop("choices", UNSET)
        choices: list[GatewayChoice] | Unset = UNSET
        if _choices is not UNSET:
            choices = []
            for choices_item_data in _choices:
                choices_item = GatewayChoice.from_dict(choices_item_data)

                choices.append(choices_item)

        spend_minor_p50 = cast("int | None | Unset", d.pop("spend_minor_p50", UNSET))
        spend_minor_p90 = cast("int | None | Unset", d.pop("spend_minor_p90", UNSET))
        usual_spend_minor = cast("int | None | Unset", d.pop("usual_spend_minor", UNSET))
        _forecast = d.pop("forecast", UNSET)
        forecast: list[MonthForecast] | Unset = UNSET
        if _forecast is not UNSET:
            forecast = []
            for forecast_item_data in _forecast:
                forecast_item = MonthForecast.from_dict(forecast_item_data)

                forecast.append(forecast_item)

        product = cast("None | str | Unset", d.pop("product", UNSET))
        _leads = d.pop("leads", UNSET)
        leads: list[ProductLead] | Unset = UNSET
        if _leads is not UNSET:
            leads = []
            for leads_item_data in _leads:
                leads_item = ProductLead.from_dict(leads_item_data)

                leads.append(leads_item)

        event = cast("None | str | Unset", d.pop("event", UNSET))
        _events = d.pop("events", UNSET)
        events: list[LifeEvent] | Unset = UNSET
        if _events is not UNSET:
            events = []
            for events_item_data in _events:
                events_item = LifeEvent.from_dict(events_item_data)

                events.append(events_item)

        goals = cast(list[str], d.pop("goals", UNSET))

        category = cast("None | str | Unset", d.pop("category", UNSET))
        _lines = d.pop("lines", UNSET)
        lines: list[CategorizedLine] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = CategorizedLine.from_dict(lines_item_data)

                lines.append(lines_item)

        root_cause = cast("None | str | Unset", d.pop("root_cause", UNSET))
        route = cast("None | str | Unset", d.pop("route", UNSET))
        urgent = cast("bool | None | Unset", d.pop("urgent", UNSET))
        _causes = d.pop("causes", UNSET)
        causes: list[TicketCause] | Unset = UNSET
        if _causes is not UNSET:
            causes = []
            for causes_item_data in _causes:
                causes_item = TicketCause.from_dict(causes_item_data)

                causes.append(causes_item)

        segment = cast("None | str | Unset", d.pop("segment", UNSET))
        dense_segment = cast("None | str | Unset", d.pop("dense_segment", UNSET))
        _distances = d.pop("distances", UNSET)
        distances: list[SegmentDistance] | Unset = UNSET
        if _distances is not UNSET:
            distances = []
            for distances_item_data in _distances:
                distances_item = SegmentDistance.from_dict(distances_item_data)

                distances.append(distances_item)

        _traits = d.pop("traits", UNSET)
        traits: list[SegmentTrait] | Unset = UNSET
        if _traits is not UNSET:
            traits = []
            for traits_item_data in _traits:
                traits_item = SegmentTrait.from_dict(traits_item_data)

                traits.append(traits_item)

        expected_minor = cast("int | None | Unset", d.pop("expected_minor", UNSET))
        expected_model_minor = cast("int | None | Unset", d.pop("expected_model_minor", UNSET))
        difference_minor = cast("int | None | Unset", d.pop("difference_minor", UNSET))
        codes = cast(list[str], d.pop("codes", UNSET))

        cost_minor = cast("int | None | Unset", d.pop("cost_minor", UNSET))
        due_date_cost_minor = cast("int | None | Unset", d.pop("due_date_cost_minor", UNSET))
        saved_minor = cast("int | None | Unset", d.pop("saved_minor", UNSET))
        pay_today_minor = cast("int | None | Unset", d.pop("pay_today_minor", UNSET))
        _plan = d.pop("plan", UNSET)
        plan: list[PlannedPayment] | Unset = UNSET
        if _plan is not UNSET:
            plan = []
            for plan_item_data in _plan:
                plan_item = PlannedPayment.from_dict(plan_item_data)

                plan.append(plan_item)

        customer_usual_minor = cast("int | None | Unset", d.pop("customer_usual_minor", UNSET))
        customer_deviations = cast("float | None | Unset", d.pop("customer_deviations", UNSET))
        compared_with = cast("None | str | Unset", d.pop("compared_with", UNSET))
        population_payments = cast("int | None | Unset", d.pop("population_payments", UNSET))
        population_usual_minor = cast("int | None | Unset", d.pop("population_usual_minor", UNSET))
        population_deviations = cast("float | None | Unset", d.pop("population_deviations", UNSET))
        days_p10 = cast("float | None | Unset", d.pop("days_p10", UNSET))
        hours_p10 = cast("float | None | Unset", d.pop("hours_p10", UNSET))
        spend_minor_p10 = cast("int | None | Unset", d.pop("spend_minor_p10", UNSET))
        expected_model_minor_p10 = cast("int | None | Unset", d.pop("expected_model_minor_p10", UNSET))
        expected_model_minor_p90 = cast("int | None | Unset", d.pop("expected_model_minor_p90", UNSET))
        partner_z_score = cast("float | None | Unset", d.pop("partner_z_score", UNSET))
        stage_z_score = cast("float | None | Unset", d.pop("stage_z_score", UNSET))
        explore_share = cast("float | None | Unset", d.pop("explore_share", UNSET))
        return cls(
            probability=probability,
            points=points,
            days_p50=days_p50,
            days_p90=days_p90,
            expected_at=expected_at,
            stage=stage,
            hours_in_stage=hours_in_stage,
            z_score=z_score,
            hours_p50=hours_p50,
            hours_p90=hours_p90,
            hours_p95=hours_p95,
            cause=cause,
            stages=stages,
            gateway=gateway,
            best_gateway=best_gateway,
            explores=explores,
            advice=advice,
            failure_cause=failure_cause,
            choices=choices,
            spend_minor_p50=spend_minor_p50,
            spend_minor_p90=spend_minor_p90,
            usual_spend_minor=usual_spend_minor,
            forecast=forecast,
            product=product,
            leads=leads,
            event=event,
            events=events,
            goals=goals,
            category=category,
            lines=lines,
            root_cause=root_cause,
            route=route,
            urgent=urgent,
            causes=causes,
            segment=segment,
            dense_segment=dense_segment,
            distances=distances,
            traits=traits,
            expected_minor=expected_minor,
            expected_model_minor=expected_model_minor,
            difference_minor=difference_minor,
            codes=codes,
            cost_minor=cost_minor,
            due_date_cost_minor=due_date_cost_minor,
            saved_minor=saved_minor,
            pay_today_minor=pay_today_minor,
            plan=plan,
            customer_usual_minor=customer_usual_minor,
            customer_deviations=customer_deviations,
            compared_with=compared_with,
            population_payments=population_payments,
            population_usual_minor=population_usual_minor,
            population_deviations=population_deviations,
            days_p10=days_p10,
            hours_p10=hours_p10,
            spend_minor_p10=spend_minor_p10,
            expected_model_minor_p10=expected_model_minor_p10,
            expected_model_minor_p90=expected_model_minor_p90,
            partner_z_score=partner_z_score,
            stage_z_score=stage_z_score,
            explore_share=explore_share,
        )
