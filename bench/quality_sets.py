"""The shared data sets as tables for the public commands: an honest development split of each, by its README.

Nothing of a held-out part is here. What a README calls a leak is passed as --drop or left for the alarm to find.
"""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from sklearn.model_selection import StratifiedKFold

from bench import quality_measures as measures
from bench.quality_measures import Figure
from training.starter_invoices import paid_invoices

SIMULATED = "payment-delay-simulator"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclasses.dataclass(frozen=True)
class Contest:
    """One training and one scoring. arguments: of `train` after the use case. measure: of the scored table, figures with
    intervals. baseline: figure by name; published: in words. plain: baseline of the same contest without history, {} where
    there is none; None where history has no part in it.
    """

    name: str
    use_case: str
    train: pl.DataFrame
    score: pl.DataFrame
    arguments: tuple[str, ...]
    measure: Callable[[pl.DataFrame], dict[str, Figure]]
    baseline: dict[str, float]
    baseline_said: str
    published: str = "none comparable"
    plain: dict[str, float] | None = None


def tabular(
    folder: str, target: str, use_case: str, drop: tuple[str, ...], readme: str, published: str
) -> Iterator[Contest]:
    """A quarter held out at random, stratified; the baseline is LightGBM as it comes, on the same rows."""
    frame = pl.read_parquet(DATA / folder / "train.parquet")
    truth = frame[target].to_numpy()
    fitted, held = next(StratifiedKFold(4, shuffle=True, random_state=1).split(truth, truth))
    train, score = frame[fitted.tolist()], frame[held.tolist()]
    yield Contest(
        folder, use_case, train, score.drop(target).with_columns(score[target].alias("truth")),
        ("--target", target, *(("--drop", ",".join(drop)) if drop else ())), measures.binary("truth"),
        measures.boosted(train, score, target, drop), f"LightGBM on the same split (README, 5-fold: {readme})", published,
    )  # fmt: skip


def churn_bank() -> Iterator[Contest]:
    yield from tabular(
        "churn_bank_10k",
        "Exited",
        "churn-score",
        ("CustomerId",),
        "AUC .8613 AP .6923",
        "AUC 0.86-0.87 customary",
    )


def churn_telco() -> Iterator[Contest]:
    yield from tabular(
        "churn_telco_ibm", "churn", "churn-score", (), "AUC .8497 AP .6705", "AUC 0.84-0.85 unresampled"
    )


def credit_lending() -> Iterator[Contest]:
    yield from tabular(
        "credit_lending_club", "bad", "credit-score", (), "AUC .7153 AP .1137", "none comparable"
    )


def credit_lending_without_grade() -> Iterator[Contest]:
    for contest in tabular(
        "credit_lending_club", "bad", "credit-score", ("int_rate", "sub_grade"), "not given", "none"
    ):
        yield dataclasses.replace(contest, name="credit_lending_club, without the lender's own grade")


def credit_taiwan() -> Iterator[Contest]:
    yield from tabular(
        "credit_uci_taiwan",
        "default",
        "credit-score",
        ("ID",),
        "AUC .7818 AP .5558",
        "AUC about 0.78 customary",
    )


def fraud() -> Iterator[Contest]:
    """Labels are known after seven days; the scored file begins a week before what is measured, with its labels."""
    frame = pl.read_parquet(DATA / "fraud_cards_fdh" / "transactions.parquet")
    begin, measured = datetime(2018, 8, 1), datetime(2018, 8, 8)  # noqa: DTZ001 - the table has no zone
    yield Contest(
        "fraud_cards_fdh", "transaction-anomaly", frame.filter(pl.col("tx_datetime") < begin),
        frame.filter(pl.col("tx_datetime") >= begin),
        ("--target", "is_fraud", "--time", "tx_datetime", "--id", "customer_id", "--label-delay", "7", "--drop", "scenario_LEAK"),
        measures.binary("is_fraud", pl.col("tx_datetime") >= measured), {"AP": 0.7588, "AUC": 0.9077},
        "README, trained to 07-31, tested 08-08..15", "handbook, another week and protocol: XGBoost AUC .862 AP .639", plain={},
    )  # fmt: skip


def gateway() -> Iterator[Contest]:
    frame = pl.read_parquet(DATA / "gateway_routing_psp" / "attempts.parquet")
    cut = datetime(2019, 2, 3)  # noqa: DTZ001 - the table has no zone
    yield Contest(
        "gateway_routing_psp", "gateway-route", frame.filter(pl.col("tmsp") < cut), frame.filter(pl.col("tmsp") >= cut),
        ("--target", "success", "--time", "tmsp"), measures.binary("success"), {"AUC": 0.6567, "AP": 0.3331},
        "README, with past retries and rates (basic columns alone: AUC .6477 AP .3057)",
        "none credible: the source's 68 % success has no counterfactual", plain={"AUC": 0.6477, "AP": 0.3057},
    )  # fmt: skip


def invoices() -> Iterator[Contest]:
    frame = pl.read_csv(DATA / "invoice_late_ibm" / "invoices.csv.gz")
    cut = "2013-01-01"
    before = frame.filter(pl.col("InvoiceDate") < cut)
    # What was not settled at the cut was not known to be late or not.
    known = pl.when(pl.col("SettledDate") < cut).then(pl.col("late"))
    drop = "Disputed,PaperlessBill,DaysToSettle,DaysLate"
    yield Contest(
        "invoice_late_ibm", "payment-delay", before.with_columns(known.alias("late")),
        frame.filter(pl.col("InvoiceDate") >= cut),
        ("--target", "late", "--time", "InvoiceDate", "--id", "customerID", "--label-time", "SettledDate", "--drop", drop),
        measures.binary("late", accuracy=True), {"AUC": 0.8699, "AP": 0.7957}, "README, past-only customer history, 2013 on",
        "another, private set: 81 % accuracy", plain={},
    )  # fmt: skip


def simulated_invoices() -> Iterator[Contest]:
    """Every invoice of three simulated worlds, asked about when it is sent; later ones are scored."""
    rows = []
    for seed in (921, 922, 923):
        rows += [
            {
                "debtor": f"{seed} {event.debtor_id}", "vendor": f"{seed} {event.vendor_id}", "amount_minor": event.amount_minor,
                "issued_at": event.issued_at, "due_at": event.due_at, "paid_at": event.paid_at,
            }
            for event, _ in paid_invoices(seed)
        ]  # fmt: skip
    late = (pl.col("paid_at") > pl.col("due_at")).cast(pl.Int8).alias("late")
    frame = pl.DataFrame(rows).with_columns(late).sort("issued_at", "debtor", "amount_minor")
    cut = frame["issued_at"][int(0.7 * frame.height)]
    known = [pl.when(pl.col("paid_at") < cut).then(pl.col(name)).alias(name) for name in ("late", "paid_at")]
    score = frame.filter(pl.col("issued_at") >= cut)
    larger = float(max(score["late"].mean() or 0.0, 1 - (score["late"].mean() or 0.0)))
    yield Contest(
        SIMULATED, "payment-delay", frame.filter(pl.col("issued_at") < cut).with_columns(known), score,
        ("--target", "late", "--time", "issued_at", "--id", "debtor", "--label-time", "paid_at"),
        measures.binary("late", accuracy=True), {"accuracy": 0.85}, f"what is asked for; the larger class alone has {larger:.4f}",
        "none", plain={},
    )  # fmt: skip


def payouts(folder: str, late_days: int, identity: str) -> Iterator[Contest]:
    cases = pl.read_parquet(DATA / folder / "cases.parquet").sort("submitted_at")
    cut = cases["submitted_at"][int(0.75 * cases.height)]
    late = (pl.col("days_to_payment") > late_days).cast(pl.Int8).alias("late")
    seen = pl.when(pl.col("paid_at") < cut).then(pl.col("days_to_payment")).alias("days_to_payment")
    before = cases.filter(pl.col("submitted_at") < cut).with_columns(seen)
    after = cases.filter((pl.col("submitted_at") >= cut) & pl.col("days_to_payment").is_not_null())
    common = (
        "--time",
        "submitted_at",
        "--id",
        identity,
        "--label-time",
        "paid_at",
        "--drop",
        "last_event_at,open_at_cut",
    )
    # A case that was open at the cut for longer than the limit is late whatever comes.
    aged = (
        pl.when(pl.col("days_to_payment").is_not_null())
        .then(pl.col("days_to_payment") > late_days)
        .cast(pl.Int8)
    )
    train, score = before.with_columns(aged.alias("late")).drop("days_to_payment"), after.with_columns(late)
    drop = ("days_to_payment", "paid_at", "last_event_at", "open_at_cut")
    yield Contest(
        f"{folder}, late", "payout-delay", train, score.drop("days_to_payment"), ("--target", "late", *common),
        measures.binary("late"), measures.boosted(train.drop_nulls("late"), score, "late", drop),
        "LightGBM on the table's own columns, same split", plain={},
    )  # fmt: skip
    middle = float(before["days_to_payment"].drop_nulls().median() or 0.0)
    constant = float((after["days_to_payment"] - middle).abs().mean() or 0.0)
    yield Contest(
        f"{folder}, days", "payout-delay", before, after.with_columns(pl.col("days_to_payment").alias("truth")).drop("paid_at"),
        ("--target", "days_to_payment", *common), measures.number("truth", "p50"), {"MAE": constant},
        "the constant median (README: hard to beat in days)",
    )  # fmt: skip


def payouts_declarations() -> Iterator[Contest]:
    yield from payouts("payout_delay_bpi2020_domesticdeclarations", 14, "case_BudgetNumber")


def payouts_requests() -> Iterator[Contest]:
    yield from payouts("payout_delay_bpi2020_requestforpayment", 10, "case_OrganizationalEntity")


def retail() -> Iterator[Contest]:
    """Questions at several cuts among the purchases that bring history: will there be none in the next 90 days?"""
    lines = pl.read_parquet(DATA / "retail_online_uci" / "lines.parquet").drop_nulls("CustomerID").unique()
    amount = (pl.col("Quantity") * pl.col("UnitPrice")).sum().cast(pl.Float64).alias("amount")
    events = lines.group_by("CustomerID", "InvoiceNo").agg(
        pl.col("InvoiceDate").min().alias("at"), amount, pl.len().cast(pl.Float64).alias("lines"),
        pl.col("Quantity").sum().cast(pl.Float64).alias("units"),
    ).drop("InvoiceNo")  # fmt: skip
    tested = datetime(2011, 6, 11)  # noqa: DTZ001 - the table has no zone
    cuts = [tested - timedelta(days=90 + 14 * step) for step in range(5)]
    train = pl.concat(
        [events.filter(pl.col("at") < tested), *(_asked(events, cut) for cut in cuts)], how="diagonal"
    )
    context = events.filter((pl.col("at") >= cuts[0]) & (pl.col("at") < tested)).head(0)
    yield Contest(
        "retail_online_uci", "churn-score", train.sort("at"), pl.concat([context, _asked(events, tested)], how="diagonal"),
        ("--target", "churned", "--time", "at", "--id", "CustomerID", "--label-delay", "90"), measures.binary("churned"),
        {"AUC": 0.7489, "AP": 0.7252}, "README, LightGBM on RFM features at the same cut", "no standard protocol", plain={},
    )  # fmt: skip


def _asked(events: pl.DataFrame, cut: datetime) -> pl.DataFrame:
    bought = pl.col("amount") > 0
    customers = events.filter((pl.col("at") < cut) & bought)["CustomerID"].unique().sort()
    soon = events.filter((pl.col("at") >= cut) & (pl.col("at") < cut + timedelta(days=90)) & bought)[
        "CustomerID"
    ].unique()
    churned = (~customers.is_in(soon.implode())).cast(pl.Int8).alias("churned")
    return pl.DataFrame(
        [customers, pl.Series("at", [cut] * len(customers), dtype=events["at"].dtype), churned]
    )


def spend() -> Iterator[Contest]:
    """What each customer will spend in the next 90 days, asked on 1997-07-01, learned from questions 90 days before."""
    frame = pl.read_csv(DATA / "spend_cdnow" / "transactions.csv.gz", try_parse_dates=True)
    events = frame.select(
        "customer_id", pl.col("date").cast(pl.Datetime("ms")).alias("at"), pl.col("usd").alias("amount")
    )
    tested = datetime(1997, 7, 1)  # noqa: DTZ001 - the table has no zone
    asked = [_spend(events, cut) for cut in (tested - timedelta(days=91), tested)]
    train = pl.concat([events.filter(pl.col("at") < tested), asked[0]], how="diagonal").sort("at")
    yield Contest(
        "spend_cdnow", "spend-forecast", train, asked[1],
        ("--target", "spent", "--time", "at", "--id", "customer_id", "--label-delay", "90", "--task", "number"),
        measures.number("spent", "p50"), measures.buy_till_you_die(events, asked[1], tested, 90),
        "BG/NBD with the README's parameters × mean purchase, same customers; it gives a mean, so RMSE decides", "BG/NBD, another sample", plain={},
    )  # fmt: skip


def _spend(events: pl.DataFrame, cut: datetime) -> pl.DataFrame:
    customers = events.filter(pl.col("at") < cut).select("customer_id").unique().sort("customer_id")
    later = events.filter((pl.col("at") >= cut) & (pl.col("at") < cut + timedelta(days=90)))
    spent = later.group_by("customer_id").agg(pl.col("amount").sum().alias("spent"))
    joined = customers.join(spent, on="customer_id", how="left", maintain_order="left").with_columns(
        pl.col("spent").fill_null(0.0)
    )
    return joined.with_columns(pl.lit(cut).cast(pl.Datetime("ms")).alias("at"))


def calls() -> Iterator[Contest]:
    frame = pl.read_parquet(DATA / "forecast_bank_calls" / "calls_5min.parquet")
    cut = datetime(2003, 6, 30)  # noqa: DTZ001 - the table has no zone
    train, score = frame.filter(pl.col("DateTime") < cut), frame.filter(pl.col("DateTime") >= cut)
    yield Contest(
        "forecast_bank_calls", "volume-forecast", train, score, ("--target", "Calls", "--time", "DateTime", "--task", "forecast"),
        measures.number("Calls", "prediction"), measures.six_weeks(train, score),
        "mean of the last six weeks by weekday and time of day",
    )  # fmt: skip


def banking() -> Iterator[Contest]:
    frame = pl.read_csv(DATA / "chat_intent_banking77" / "train.csv.gz")
    labels = frame["category"].to_numpy()
    fitted, held = next(StratifiedKFold(3, shuffle=True, random_state=1).split(labels, labels))
    yield Contest(
        "chat_intent_banking77", "intent", frame[fitted.tolist()], frame[held.tolist()], ("--target", "category"),
        measures.classes("category"), {"accuracy": 0.8951}, "README, TF-IDF and linear SVM, 3-fold on train",
        "94.94 % on the official test with large encoders",
    )  # fmt: skip


def clinc() -> Iterator[Contest]:
    frame = pl.read_csv(DATA / "chat_intent_clinc150" / "train_val.csv.gz")
    train = frame.filter(pl.col("split").str.contains("train"))
    score = frame.filter(pl.col("split").str.contains("val"))
    yield Contest(
        "chat_intent_clinc150", "intent", train, score, ("--target", "intent", "--drop", "split,domain"),
        measures.classes("intent", "oos"), measures.svm(train, score, "text", "intent"),
        "TF-IDF and linear SVM on the same split", "BERT about 96-97 % in scope, 40 % of the rest found",
    )  # fmt: skip


def merchants() -> Iterator[Contest]:
    frame = pl.read_parquet(DATA / "merchant_category_birmingham" / "transactions.parquet")
    month = pl.col("file_month").cast(pl.Int64)
    yield Contest(
        "merchant_category_birmingham", "categorize", frame.filter(month < 201706), frame.filter(month >= 201706),
        ("--target", "category", "--time", "date", "--id", "card_id", "--drop", "file_month"), measures.classes("category"),
        {"accuracy": 0.6629}, "README, TF-IDF and linear SVM, months 06..08",
    )  # fmt: skip


def complaints() -> Iterator[Contest]:
    frame = pl.read_csv(DATA / "complaints_cfpb_sample" / "complaints.csv.gz")
    for target, drop in (("Product", "Sub-product,Issue,Sub-issue"), ("Issue", "Sub-issue,Sub-product")):
        counts = frame[target].value_counts().filter(pl.col("count") >= 4)[target]
        rows = frame.filter(pl.col(target).is_in(counts.implode()))
        labels = rows[target].to_numpy()
        fitted, held = next(StratifiedKFold(4, shuffle=True, random_state=1).split(labels, labels))
        train, score = rows[fitted.tolist()], rows[held.tolist()]
        after = "Date received,Date sent to company,Company public response,Company response to consumer,Timely response?,Consumer disputed?,Complaint ID"
        yield Contest(
            f"complaints_cfpb_sample, {target}", "ticket-triage", train, score,
            ("--target", target, "--drop", f"{drop},{after}", "--text", "Consumer complaint narrative"),
            measures.classes(target), measures.svm(train, score, "Consumer complaint narrative", target),
            "TF-IDF of the narrative and linear SVM on the same split",
        )  # fmt: skip


SETS: dict[str, Callable[[], Iterator[Contest]]] = {
    "churn_bank_10k": churn_bank, "churn_telco_ibm": churn_telco, "credit_lending_club": credit_lending,
    "credit_lending_club-without-grade": credit_lending_without_grade, "credit_uci_taiwan": credit_taiwan,
    SIMULATED: simulated_invoices, "invoice_late_ibm": invoices, "gateway_routing_psp": gateway, "retail_online_uci": retail, "spend_cdnow": spend,
    "payout_delay_bpi2020_domesticdeclarations": payouts_declarations,
    "payout_delay_bpi2020_requestforpayment": payouts_requests, "forecast_bank_calls": calls,
    "chat_intent_banking77": banking, "chat_intent_clinc150": clinc, "merchant_category_birmingham": merchants,
    "complaints_cfpb_sample": complaints, "fraud_cards_fdh": fraud,
}  # fmt: skip
