"""A block's header, encoded as its hash is made of it: the first of Ethereum, and one of now."""

from collections.abc import Mapping

from ledger.adapters.chain_proofs import encode_header
from ledger.verifier.keccak import keccak256

# Block 1 of Ethereum, as any node tells it.
FRONTIER: Mapping[str, object] = {
    "parentHash": "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
    "sha3Uncles": "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
    "miner": "0x05a56e2d52c817161883f50c441c3228cfe54d9f",
    "stateRoot": "0xd67e4d450343046425ae4271474353857ab860dbc0a1dde64b41b5cd3a532bf3",
    "transactionsRoot": "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "receiptsRoot": "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "logsBloom": "0x" + "00" * 256,
    "difficulty": 17_171_480_576,
    "number": 1,
    "gasLimit": 5_000,
    "gasUsed": 0,
    "timestamp": 1_438_269_988,
    "extraData": "0x476574682f76312e302e302f6c696e75782f676f312e342e32",
    "mixHash": "0x969b900de27b6ac6a67742365dd65f55a0526c41fd18e1b16f1a1215c2e66f59",
    "nonce": "0x539bd4979fef1ec4",
    "hash": "0x88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6",
}

# A block with one anchor, as anvil 1.7.1 tells it: base fee, withdrawals, blobs and requests, the fields of later forks.
OF_NOW: Mapping[str, object] = {
    "hash": "0x8d2cf858de81ee94575561fe1e81701c01898b1138d23a5fd506daa6c574fcd4",
    "parentHash": "0x5474a65c5f7a39d1fa13c7a5e024bd7d35d4cbd9dba9d0564992571147324f00",
    "sha3Uncles": "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
    "miner": "0x0000000000000000000000000000000000000000",
    "stateRoot": "0xe73aeec4c8e266eceb4896b70a8b644ea2584c9f749a5af1c4f7eb107ec6ef57",
    "transactionsRoot": "0xdc291fbcfd3b50eb4878759f1ef0b77481e53cc3665058f5739f381478bcde8f",
    "receiptsRoot": "0x25cb1838bef09b833e0cdb4bc30934cf624beff398738e90ef93b62ecca22844",
    "logsBloom": "0x00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000080000000000008000000000000000000000000000000000100040000000000008000000000000000000000000000000800000000000000000000000000000000000000000000000000001000000000000000000000000000000000000000002000000000000000000000000008000000000000000000000000008000000000000000000000000000000000000000000000000000002000000000000000000000000000000000",
    "difficulty": 0,
    "number": 209,
    "gasLimit": 30_000_000,
    "gasUsed": 82_425,
    "timestamp": 1_795_338_149,
    "extraData": "0x",
    "mixHash": "0xcd21d1d8a7f3564731416fdd6ed5ae78d0c88dcd56161ecb868a6712d3a16283",
    "nonce": "0x0000000000000000",
    "baseFeePerGas": 7,
    "withdrawalsRoot": "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "blobGasUsed": 0,
    "excessBlobGas": 0,
    "parentBeaconBlockRoot": "0x0000000000000000000000000000000000000000000000000000000000000000",
    "requestsHash": "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}


def test_a_published_header_has_its_published_hash() -> None:
    """Block 1 of Ethereum."""
    assert f"0x{keccak256(encode_header(FRONTIER)).hex()}" == FRONTIER["hash"]


def test_a_header_with_the_fields_of_later_forks_has_its_hash() -> None:
    """Base fee, withdrawals, blobs and requests, in their order."""
    assert f"0x{keccak256(encode_header(OF_NOW)).hex()}" == OF_NOW["hash"]
