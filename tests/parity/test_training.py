"""Training jobs and plans: asked for, watched, cancelled, planned and refused, the same on both faces."""

from tests.parity.faces import Outcome, Parity, Plain

USE_CASE = "churn-score"
ANEW = ("id", "created_at", "ended_at", "updated_at")
WORDS = ("detail",)
ASKED = {"use_case": USE_CASE, "days": 30, "presumed_after_days": 5, "end_in": "shadow", "name": "ours"}


async def cancelled(parity: Parity, job_id: object) -> Outcome:
    said = {"x-api-key": parity.product.asha.sandbox_key}
    return await parity.rest("cancelTrainingJob", {"job_id": job_id}, said)


async def test_one_job_at_a_time_over_either_face(parity: Parity) -> None:
    """A job that REST queued is the job under way for gRPC; it is fetched, listed and cancelled alike."""
    said = {"x-api-key": parity.product.asha.sandbox_key}
    made = await parity.rest("createTrainingJob", ASKED, said)
    assert (made.code, made.body["state"], made.body["trigger"]) == ("ok", "queued", "manual")
    again, _ = await parity.both("createTrainingJob", ASKED)
    assert again.code == "training_job_open"
    found, _ = await parity.both("getTrainingJob", {"job_id": made.body["id"]})
    assert found.body == made.body
    listed, _ = await parity.both("listTrainingJobs", {"use_case": USE_CASE, "limit": 1})
    assert listed.body["data"] == [made.body]
    assert (await cancelled(parity, made.body["id"])).body["state"] == "cancelled"
    ended, _ = await parity.both("cancelTrainingJob", {"job_id": made.body["id"]})
    assert ended.code == "training_job_ended"


async def test_both_faces_queue_the_same(parity: Parity) -> None:
    """Defaults and choices arrive alike."""
    jobs = []
    for asked in (
        {"use_case": USE_CASE},
        {**ASKED, "seed": 7},
        {"use_case": "payment-delay", "task": "number"},
    ):
        said = {"x-api-key": parity.product.asha.sandbox_key}
        pair = []
        for face in (parity.rest, parity.rpc):
            made = await face("createTrainingJob", asked, said)
            assert made.code == "ok"
            await cancelled(parity, made.body["id"])
            body = (await parity.rest("getTrainingJob", {"job_id": made.body["id"]}, said)).body
            pair.append({name: value for name, value in body.items() if name not in ANEW})
        jobs.append(pair)
    assert [first for first, _ in jobs] == [second for _, second in jobs]


async def test_plans(parity: Parity) -> None:
    """Put, fetched, listed, dropped; a plan that is not there is said alike."""
    asked: Plain = {"use_case": USE_CASE, "on_drift": True, "schedule": "30 3 * * 1", "days": 10}
    put, _ = await parity.both("putRetrainingPlan", asked, ignored=ANEW)
    assert put.body["on_drift"] is True
    found, _ = await parity.both("getRetrainingPlan", {"use_case": USE_CASE})
    listed, _ = await parity.both("listRetrainingPlans")
    assert listed.body["data"] == [found.body]
    said = {"x-api-key": parity.product.asha.sandbox_key}
    assert (await parity.rest("deleteRetrainingPlan", {"use_case": USE_CASE}, said)).code == "ok"
    gone, _ = await parity.both("deleteRetrainingPlan", {"use_case": USE_CASE})
    assert gone.code == "retraining_plan_not_found"
    missing, _ = await parity.both("getRetrainingPlan", {"use_case": USE_CASE})
    assert missing.code == "retraining_plan_not_found"


async def test_what_cannot_be_asked(parity: Parity) -> None:
    """The same field is named with the same code and fix."""
    refused: tuple[tuple[str, Plain, str], ...] = (
        ("createTrainingJob", {"use_case": USE_CASE, "source": "facts"}, "source"),
        ("createTrainingJob", {"use_case": USE_CASE, "task": "number"}, "task"),
        (
            "putRetrainingPlan",
            {"use_case": "payment-delay", "task": "number", "presumed_after_days": 9},
            "presumed_after_days",
        ),
        ("createTrainingJob", {"use_case": USE_CASE, "days": 0}, "days"),
        ("createTrainingJob", {"use_case": USE_CASE, "days": 5_000}, "days"),
        ("createTrainingJob", {"use_case": USE_CASE, "name": "a\nb"}, "name"),
        ("putRetrainingPlan", {"use_case": USE_CASE, "schedule": "61 * * * *"}, "schedule"),
        ("putRetrainingPlan", {"use_case": USE_CASE, "schedule": "short"}, "schedule"),
    )
    for operation in ("createTrainingJob", "putRetrainingPlan"):
        named: Plain = {"use_case": "transaction-anomaly", "source": "facts", "features": ["hour"]}
        rest, _ = await parity.both(operation, named)
        assert (rest.code, rest.fields) == ("training_refused", ("features[0]",))
        rest, _ = await parity.both(operation, {**named, "features": ["emi_load", "weather"]})
        assert rest.code == "feature_unknown"
    for operation, asked, field in refused:
        rest, _ = await parity.both(operation, asked, ignored=WORDS)
        assert rest.fields == (field,), (operation, asked)
    unknown, _ = await parity.both("createTrainingJob", {"use_case": "alchemy"})
    assert unknown.code == "use_case_unknown"


async def test_another_tenants_job_does_not_exist(parity: Parity) -> None:
    """Neither to be read nor to be cancelled."""
    made = await parity.rest("createTrainingJob", ASKED, {"x-api-key": parity.product.asha.sandbox_key})
    theirs = parity.product.other.sandbox_key
    for operation in ("getTrainingJob", "cancelTrainingJob"):
        refused, _ = await parity.both(operation, {"job_id": made.body["id"]}, credential=theirs)
        assert refused.code == "training_job_not_found"
    await cancelled(parity, made.body["id"])
