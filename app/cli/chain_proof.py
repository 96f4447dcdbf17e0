"""`countermark ledger chain-proof`: apart from the other commands of the ledger, which need no web3."""

import pathlib

import msgspec

from app.cli.foundation import run
from app.cli.showing import tell
from app.wiring.anchoring import chain_prover
from app.wiring.foundation import Foundation
from ledger.anchoring.chain import ChainProofFile


def write(epoch: int, out: pathlib.Path, block: int | None) -> None:
    """Raises: PlatformError, SettingInvalid."""

    async def work(base: Foundation) -> tuple[ChainProofFile, bytes]:
        async with chain_prover(base) as prove:
            return await prove(epoch, block)

    proof, block_hash = run(work)
    out.write_bytes(msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n")
    pins = [f"chain {proof.chain_id} {proof.contract}", f"block {proof.chain_id} 0x{block_hash.hex()}"]
    text = "\n".join([f"# {out}: epoch {proof.epoch}. Lines of the trust file:", *pins])
    tell({"file": str(out), "epoch": proof.epoch, "trust": pins}, text)
