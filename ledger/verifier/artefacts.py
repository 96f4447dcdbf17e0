"""Step ARTEFACTS: that the rules and models handed over are those which the entries name.

A ruleset's file has the SHA-256 that entries name. A model's manifest has it behind a label, and lists the model's other files
with theirs, so one name in an entry covers all of them.
"""

from ledger.verifier.audit import Audit, BundleRefused, NotDue


def check_artefacts(audit: Audit) -> str:
    """Every file handed over is named, and every model and ruleset that a decision names was handed over."""
    handed = list(audit.artefacts or ())
    if not handed:
        raise BundleRefused("no file was handed over")
    named = {digest for _, digest in audit.log.artefacts}
    manifests = [artefact for artefact in handed if artefact.labelled in named]
    listed = {digest for manifest in manifests for digest in manifest.listed.values()}
    for artefact in handed:
        if not {artefact.digest, artefact.labelled} & named and artefact.digest not in listed:
            raise BundleRefused(f"{artefact.name} is not what any entry names: replaced, or of another log")
    there = {digest for artefact in handed for digest in (artefact.digest, artefact.labelled)}
    for (kind, digest), index in sorted(audit.log.deciding.items(), key=lambda item: item[1]):
        if digest not in there:
            raise NotDue(f"entry {index} was decided by the {kind} {digest.hex()}, which was not handed over")
    for manifest in manifests:
        for name, digest in manifest.listed.items():
            if digest not in there:
                raise NotDue(f"{manifest.name} lists {name}, which was not handed over")
    return f"{len(handed)} files are those that entries name; {len(audit.log.deciding)} made the decisions"
