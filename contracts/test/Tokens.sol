// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {VendorEscrow} from "../src/VendorEscrow.sol";

/// @dev A token of which tests make as much as they need.
contract Coin is ERC20("Coin", "INR") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @dev Keeps a hundredth of each transfer.
contract FeeCoin is Coin {
    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0)) super._update(from, to, amount);
        else {
            super._update(from, address(this), amount / 100);
            super._update(from, to, amount - amount / 100);
        }
    }
}

/// @dev Calls back into the escrow in the middle of a transfer out of it.
contract CallingCoin is Coin {
    VendorEscrow public escrow;
    bytes16 public id;
    bool public refused;

    function call(VendorEscrow to, bytes16 with_) external {
        (escrow, id) = (to, with_);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from == address(escrow) && from != address(0)) {
            try escrow.release(id) {} catch {
                try escrow.refund(id) {} catch {
                    refused = true;
                }
            }
        }
    }
}
