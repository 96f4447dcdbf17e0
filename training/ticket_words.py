"""How people say each cause of a ticket: subjects, objects and sentences, and what they say around them."""

from collections.abc import Mapping, Sequence

OPENINGS = (
    "",
    "",
    "Hi team,",
    "Hello,",
    "Dear support,",
    "Please help.",
    "Urgent:",
    "Good morning,",
    "Sir,",
    "I am very upset.",
    "Namaste,",
)
ENDINGS = (
    "",
    "",
    "Please resolve soon.",
    "Kindly look into this.",
    "Thanks.",
    "Waiting for your reply.",
    "My id is {amount}.",
    "This is the second time I write.",
    "Regards",
)
SAYINGS: Mapping[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "payout_delayed": (("Payout not received", "Settlement pending", "Where is my payout"), ("payout", "withdrawal", "vendor payment", "transfer to my bank"), ("My {object} of {amount} has not arrived for {days} days.", "The {object} is stuck in processing since {days} days.", "When will the {object} be credited to my account?", "Status still says sent but the {object} is not credited.", "The beneficiary did not get the {object} yet.")),
    "refund_missing": (("Refund not received", "Where is my refund"), ("refund", "money back", "returned amount"), ("I cancelled the order {days} days ago and got no {object}.", "The {object} of {amount} is not in my account.", "Merchant says {object} is processed but I did not get it.", "Please tell me when the {object} comes.", "Still waiting for the {object} after return of the item.")),
    "charged_twice": (("Double charge", "Charged two times"), ("payment", "bill", "order", "subscription"), ("I was charged twice for the same {object}.", "The {object} was deducted two times, {amount} each.", "There are duplicate entries for one {object}.", "Same {object} debited again, please reverse the extra one.", "I see two identical transactions for my {object}.")),
    "debited_but_failed": (("Money debited transaction failed", "Failed payment amount deducted"), ("transaction", "UPI payment", "card payment"), ("The {object} failed but {amount} was debited.", "Amount deducted from my bank but the {object} shows failed.", "Money gone from account and {object} unsuccessful.", "The app said {object} declined, yet the balance is reduced.", "My {object} timed out and money was cut.")),
    "fraud_report": (("Fraud", "Unauthorised transaction", "Someone stole money"), ("transaction", "transfer", "purchase"), ("I did not make this {object} of {amount}.", "Somebody used my account for an unknown {object}.", "This {object} is fraud, I never shared my OTP.", "I got a call from a scammer and a {object} was done.", "Unauthorised {object} on my card, please block it.")),
    "login_problem": (("Cannot log in", "Password reset", "OTP not coming"), ("app", "account", "dashboard"), ("I cannot log in to the {object}.", "The OTP for the {object} does not come.", "My password for the {object} is not accepted.", "I am locked out of the {object} after three tries.", "Reset link for the {object} does not work.")),
    "kyc_pending": (("KYC pending", "Verification not complete"), ("KYC", "document verification", "PAN upload", "Aadhaar verification"), ("My {object} is pending for {days} days.", "The {object} was rejected without reason.", "I uploaded documents but {object} still shows incomplete.", "How long does {object} take?", "Please approve my {object}, my limit is low.")),
    "card_blocked": (("Card blocked", "Card not working"), ("debit card", "credit card", "virtual card"), ("My {object} is blocked.", "The {object} does not work at shops.", "Please unblock my {object}.", "I lost my {object} and need a new one.", "The {object} pin is locked.")),
    "commission_difference": (("Commission mismatch", "Wrong commission"), ("commission", "partner payout", "incentive", "slab bonus"), ("My {object} for last month is less than agreed.", "The {object} statement shows the wrong rate.", "The tier of my {object} was not applied.", "I should have earned {amount} of {object}.", "TDS was cut twice from my {object}.")),
    "invoice_dispute": (("Invoice dispute", "Wrong invoice"), ("invoice", "bill from your company", "tax invoice"), ("The {object} has the wrong amount.", "We dispute the {object} for last month.", "The GST number on the {object} is incorrect.", "Please send a credit note for the {object}.", "We never got the goods on this {object}.")),
    "settlement_difference": (("Settlement mismatch", "Reconciliation difference"), ("settlement", "daily settlement report", "batch"), ("The {object} is {amount} short against our sales.", "Our {object} does not reconcile with the bank.", "Totals of the {object} do not match the transactions.", "Some orders are missing in the {object} file.", "Difference between {object} and ledger.")),
    "api_error": (("API error", "Integration failing", "500 from API"), ("API", "payment endpoint", "SDK", "checkout integration"), ("The {object} returns error 500.", "We get 401 from the {object} with a valid key.", "The {object} times out since yesterday.", "Signature verification of the {object} fails.", "Latency of the {object} is very high today.")),
    "webhook_missing": (("Webhook not received", "No callback"), ("webhook", "callback", "notification event"), ("We do not receive the {object} for captured payments.", "The {object} comes {days} hours late.", "Our server got the same {object} many times.", "No {object} was sent for order status.", "Please resend the {object} of yesterday.")),
    "fees_question": (("Charges", "Why this fee"), ("fee", "service charge", "MDR", "platform charge"), ("Why was a {object} of {amount} taken?", "The {object} is higher than in our contract.", "What is the {object} for international cards?", "Please explain the {object} on my statement.", "Waive the {object} please.")),
    "account_closure": (("Close account", "Delete my data"), ("account", "wallet", "profile"), ("Please close my {object}.", "I want to delete my {object} and all data.", "How do I deactivate the {object}?", "Cancel my {object} permanently.", "I no longer want the {object}.")),
    "how_to": (("How to", "Question"), ("beneficiary", "bank account", "auto pay", "statement", "mobile number"), ("How do I add a {object}?", "Where can I change my {object}?", "How can I download the {object}?", "What are the steps to set up {object}?", "Can I update the {object} in the app?")),
}  # fmt: skip
