"""The Solidity contracts, run on real chains: py-evm in process, anvil where it is installed."""
