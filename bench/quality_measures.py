"""Figures of scored tables with bootstrap intervals, and the plain baselines that a README names without a number."""

import dataclasses
from collections.abc import Callable
from datetime import datetime

import lightgbm
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

RESAMPLES = 200
# Fader, Hardie, Lee 2005; parameters r, alpha, a, b of the whole cohort from the set's README, in weeks.
_BG_NBD = (0.2507, 4.765, 0.746, 2.216)
Floats = NDArray[np.float64]
Measure = Callable[[pl.DataFrame], "dict[str, Figure]"]


@dataclasses.dataclass(frozen=True)
class Figure:
    """value with the middle 95 % of resampled rows. higher: whether more is better."""

    value: float
    low: float
    high: float
    higher: bool = True


def resampled(statistic: Callable[[NDArray[np.int64]], float], rows: int, *, higher: bool = True) -> Figure:
    rng = np.random.default_rng(1)
    draws = [statistic(rng.integers(rows, size=rows)) for _ in range(RESAMPLES)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Figure(statistic(np.arange(rows)), float(low), float(high), higher)


def binary(target: str, only: pl.Expr | None = None, *, accuracy: bool = False) -> Measure:
    """accuracy: whether to say how often a probability above a half is right."""

    def measure(scored: pl.DataFrame) -> dict[str, Figure]:
        rows = scored if only is None else scored.filter(only)
        rows = rows.drop_nulls(target)
        truth, score = rows[target].to_numpy() > 0, rows["probability"].to_numpy()
        right = ((score > 0.5) == truth).astype(float)
        told = {"accuracy": resampled(lambda at: float(right[at].mean()), len(truth))} if accuracy else {}
        return told | {
            "AUC": resampled(lambda at: float(roc_auc_score(truth[at], score[at])), len(truth)),
            "AP": resampled(lambda at: float(average_precision_score(truth[at], score[at])), len(truth)),
            "Brier": resampled(
                lambda at: float(((score[at] - truth[at]) ** 2).mean()), len(truth), higher=False
            ),
        }

    return measure


def number(target: str, column: str) -> Measure:
    """MAE of `column`, and RMSE of the mean."""

    def measure(scored: pl.DataFrame) -> dict[str, Figure]:
        truth, guess = scored[target].to_numpy().astype(float), scored[column].to_numpy()
        mean = scored["prediction"].to_numpy()
        inside = ((truth >= scored["p10"].to_numpy()) & (truth <= scored["p90"].to_numpy())).astype(float)
        return {
            "MAE": resampled(
                lambda at: float(np.abs(truth[at] - guess[at]).mean()), len(truth), higher=False
            ),
            "RMSE": resampled(
                lambda at: float(((truth[at] - mean[at]) ** 2).mean() ** 0.5), len(truth), higher=False
            ),
            "within P10-P90": resampled(lambda at: float(inside[at].mean()), len(truth)),
        }

    return measure


def classes(target: str, outside: str | None = None) -> Measure:
    """outside: the label of what is none of the classes, measured apart by how much of it is found."""

    def measure(scored: pl.DataFrame) -> dict[str, Figure]:
        truth, guess = scored[target].to_numpy().astype(str), scored["prediction"].to_numpy().astype(str)
        right = (truth == guess).astype(float)
        found = {"accuracy": resampled(lambda at: float(right[at].mean()), len(right))}
        macro = float(f1_score(truth, guess, labels=np.unique(truth), average="macro", zero_division=0))
        found["macro F1"] = Figure(macro, macro, macro)
        if outside is not None:
            for name, part in (
                ("in scope", right[truth != outside]),
                ("out of scope found", right[truth == outside]),
            ):
                found[name] = resampled(lambda at, part=part: float(part[at].mean()), len(part))
        return found

    return measure


def boosted(train: pl.DataFrame, score: pl.DataFrame, target: str, drop: tuple[str, ...]) -> dict[str, float]:
    """LightGBM with its own defaults on the table's columns, text as codes in the order of the alphabet.

    A text that nearly every row has its own of is left out: its codes would say no more than how it is spelt.
    """
    names = [
        name for name in train.columns
        if name not in {target, *drop} and not train[name].dtype.is_temporal() and name in score.columns
        and not (train[name].dtype == pl.String and train[name].n_unique() > 0.9 * train.height)
    ]  # fmt: skip
    together = pl.concat([train.select(names), score.select(names)], how="vertical_relaxed")
    codes = together.with_columns(pl.col(pl.String).rank("dense").cast(pl.Float64)).cast(pl.Float64)
    matrix = codes.fill_null(np.nan).to_numpy()
    model = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, n_jobs=1, verbosity=-1, random_state=1)
    model.fit(matrix[: train.height], train[target].to_numpy())
    found = np.asarray(model.predict_proba(matrix[train.height :]))[:, 1]
    truth = score[target].to_numpy()
    return {"AUC": float(roc_auc_score(truth, found)), "AP": float(average_precision_score(truth, found))}


def svm(train: pl.DataFrame, score: pl.DataFrame, text: str, target: str) -> dict[str, float]:
    """Words and letters by TF-IDF, a linear SVM."""
    encoder = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2),
    )
    known = encoder.fit_transform(train[text].fill_null("").to_list())
    guess = (
        LinearSVC(random_state=1)
        .fit(known, train[target].to_list())
        .predict(encoder.transform(score[text].fill_null("").to_list()))
    )
    return {"accuracy": float((guess == score[target].to_numpy().astype(str)).mean())}


def six_weeks(train: pl.DataFrame, score: pl.DataFrame) -> dict[str, float]:
    keys = [pl.col("DateTime").dt.weekday().alias("weekday"), pl.col("DateTime").dt.time().alias("time")]
    means = (
        train.sort("DateTime")
        .with_columns(keys)
        .group_by("weekday", "time")
        .agg(pl.col("Calls").tail(6).mean().alias("guess"))
    )
    joined = score.with_columns(keys).join(means, on=["weekday", "time"], how="left")
    error = (joined["Calls"] - joined["guess"]).abs()
    return {"MAE": float(error.mean() or 0.0), "RMSE": float(((error**2).mean() or 0.0) ** 0.5)}


def buy_till_you_die(events: pl.DataFrame, asked: pl.DataFrame, cut: datetime, days: int) -> dict[str, float]:
    """Expected purchases by BG/NBD (equation 10) times the customer's mean purchase."""
    r, alpha, a, b = _BG_NBD
    by_day = events.filter(pl.col("at") < cut).group_by("customer_id", "at").agg(pl.col("amount").sum())
    state = by_day.group_by("customer_id").agg(
        (pl.len() - 1).alias("x"),
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
        pl.col("amount").mean().alias("mean"),
    )
    rows = asked.join(state, on="customer_id", how="left", maintain_order="left")
    week = 7 * 86_400_000
    x = rows["x"].to_numpy().astype(float)
    last = ((rows["last"] - rows["first"]).dt.total_milliseconds() / week).to_numpy()
    age = (
        (pl.Series([cut] * rows.height).cast(pl.Datetime("ms")) - rows["first"]).dt.total_milliseconds()
        / week
    ).to_numpy()
    ahead = days / 7
    hyper = special.hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + age + ahead))
    top = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + ahead)) ** (r + x) * hyper)
    bottom = 1 + (x > 0) * a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
    guess = top / bottom * rows["mean"].to_numpy()
    error = rows["spent"].to_numpy() - guess
    return {"RMSE": float((error**2).mean() ** 0.5), "MAE": float(np.abs(error).mean())}
