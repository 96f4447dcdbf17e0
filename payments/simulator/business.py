"""Money between businesses: payouts with their stages and delays, invoices with debtors of all manners."""

from random import Random

from payments.simulator.events import InvoiceEvent, PayoutStage, PayoutStageName, SimulatorConfig
from payments.simulator.timeline import DAY_MS, HOUR_MS, MINUTE_MS, Timeline, moment, poisson

BANKS = (("bank-north", 1.0), ("bank-east", 1.3), ("bank-south", 0.8), ("bank-coop", 2.6))
RAIL_HOURS = {"imps": 0.1, "neft": 3.0, "rtgs": 1.2}
PAYEES = 60
DEBTORS = 40
TERMS_DAYS = (7, 15, 30, 45)


class Business:
    """Payouts wait for office hours and for banks; debtors pay by habit, size of the invoice and disputes.

    Debtors differ in how late they pay and in how regular they are: most keep to a day or two, some to nothing.
    """

    def __init__(self, config: SimulatorConfig, timeline: Timeline) -> None:
        self._rng = Random(f"{config.seed}/business")
        self._timeline = timeline
        self._a_day = 1 + 0.03 * config.customers
        self._lateness = [self._rng.gauss(-2, 9) for _ in range(DEBTORS)]
        self._spread_days = [self._rng.lognormvariate(0.9, 0.6) for _ in range(DEBTORS)]

    def trade(self, day: int) -> None:
        for _ in range(poisson(self._rng, min(self._a_day, 300))):
            self._payout(day)
        for _ in range(poisson(self._rng, min(self._a_day / 2, 150))):
            self._invoice(day)

    def _payout(self, day: int) -> None:
        rng = self._rng
        timeline = self._timeline
        amount = int(rng.lognormvariate(14.5, 1.2))
        method = "imps" if amount < 2_000_000 else ("rtgs" if amount > 20_000_000 else "neft")
        bank, slowness = rng.choice(BANKS)
        identity = timeline.next_id("P")
        payee = f"payee-{rng.randrange(PAYEES):03d}"

        def reach(stage: PayoutStageName, offset: int) -> None:
            at = timeline.at(offset)
            timeline.add(offset, PayoutStage(at, identity, payee, amount, "INR", method, bank, stage))

        offset = moment(rng, day, "office")
        reach("created", offset)
        patience = 18 if amount > 50_000_000 else 2
        offset = self._office(offset + int(rng.expovariate(1 / (patience * HOUR_MS))))
        reach("approved", offset)
        offset += rng.randint(1, 20) * MINUTE_MS
        reach("sent", offset)
        offset += int(RAIL_HOURS[method] * slowness * rng.lognormvariate(0, 0.6) * HOUR_MS) + MINUTE_MS
        offset = offset if method == "imps" else self._office(offset)
        reach("returned" if rng.random() < 0.02 * slowness else "settled", offset)

    def _office(self, offset: int) -> int:
        """The same moment, or the next at which somebody is at a desk: 9 to 19 o'clock, not on Sunday."""
        day, within = divmod(offset, DAY_MS)
        if within >= 19 * HOUR_MS:
            day, within = day + 1, 9 * HOUR_MS + self._rng.randrange(HOUR_MS)
        within = max(within, 9 * HOUR_MS)
        if self._timeline.weekday(day) == 6:
            day, within = day + 1, 9 * HOUR_MS + self._rng.randrange(HOUR_MS)
        return day * DAY_MS + within

    def _invoice(self, day: int) -> None:
        rng = self._rng
        timeline = self._timeline
        debtor = rng.randrange(DEBTORS)
        amount = int(rng.lognormvariate(15, 1.0))
        issued = moment(rng, day, "office")
        due = issued + rng.choice(TERMS_DAYS) * DAY_MS
        disputed = rng.random() < 0.12
        spread = rng.gauss(0, self._spread_days[debtor])
        late_days = self._lateness[debtor] + 2.0 * (amount > 8_000_000) + 14 * disputed + spread
        paid = self._office(max(issued + DAY_MS, due + int(late_days * DAY_MS)))
        raised = self._office(issued + int(rng.uniform(1, 6) * DAY_MS))
        identity = timeline.next_id("I")
        for offset, known, paid_at in (
            (issued, False, None),
            *(((raised, True, None),) if disputed and raised < paid else ()),
            (paid, disputed, timeline.at(paid)),
        ):
            timeline.add(
                offset,
                InvoiceEvent(
                    timeline.at(offset),
                    identity,
                    f"vendor-{debtor % 7}",
                    f"debtor-{debtor:03d}",
                    amount,
                    "INR",
                    timeline.at(issued),
                    timeline.at(due),
                    known,
                    paid_at,
                ),
            )
