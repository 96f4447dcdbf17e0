"""Words that businesses of each category have in their names, and how banks wrap them. Amounts are in whole units."""

from collections.abc import Mapping, Sequence

NAMES_BEFORE = (
    "SHREE", "SRI BALAJI", "NEW", "ROYAL", "A1", "JAI AMBE", "GANESH", "LAXMI", "OM SAI", "NATIONAL", "CITY", "MODERN",
    "SUPER", "GUPTA", "SHARMA", "PATEL", "KHAN", "REDDY", "IYER", "DAS", "SINGH", "GREEN", "BLUE STAR", "FRIENDS", "METRO",
    "ANNAPURNA", "KRISHNA", "MAA DURGA", "STAR", "GOLDEN", "SUNRISE", "CAPITAL", "HERITAGE", "URBAN", "VILLAGE",
)  # fmt: skip
NAMES_AFTER = (
    "MUMBAI",
    "DELHI",
    "BENGALURU",
    "PUNE",
    "CHENNAI",
    "PVT LTD",
    "AND SONS",
    "ENTERPRISES",
    "LLP",
    "INDIA",
    "STORE",
    "NAGAR",
)
LINES: Mapping[str, tuple[Sequence[str], int, int]] = {
    "groceries": (("KIRANA STORE", "SUPERMARKET", "PROVISION STORES", "GROCERY MART", "VEGETABLES", "DAIRY AND MILK", "FRUIT CENTRE", "GENERAL STORES", "HYPERMARKET", "RICE TRADERS"), 80, 6000),
    "food": (("RESTAURANT", "CAFE", "DHABA", "SWEETS", "BAKERY", "BIRYANI HOUSE", "PIZZA CORNER", "TEA STALL", "ICE CREAM PARLOUR", "CANTEEN", "FOODS AND SNACKS"), 40, 3000),
    "transport": (("CABS", "AUTO RIDE", "METRO RAIL RECHARGE", "BUS PASS", "TAXI SERVICE", "PARKING", "TOLL PLAZA FASTAG", "BIKE RENTAL"), 20, 1500),
    "fuel": (("PETROL PUMP", "FUEL STATION", "FILLING STATION", "SERVICE STATION PETROLEUM", "CNG STATION", "DIESEL AND OILS"), 200, 6000),
    "shopping": (("GARMENTS", "FASHION HUB", "SAREES", "FOOTWEAR", "BOUTIQUE", "TEXTILES", "DEPARTMENTAL STORE", "GIFT SHOP", "FURNITURE MART", "COSMETICS", "JEWELLERS"), 250, 40000),
    "pharmacy": (("MEDICALS", "PHARMACY", "CHEMIST AND DRUGGIST", "MEDICAL STORE", "DIAGNOSTIC LAB", "HOSPITAL", "CLINIC", "DENTAL CARE", "EYE CARE"), 50, 25000),
    "entertainment": (("CINEMA", "MULTIPLEX", "MOVIE TICKETS", "MUSIC STREAMING SUBSCRIPTION", "AMUSEMENT PARK", "OTT SUBSCRIPTION", "BOWLING CLUB", "EVENT TICKETS"), 99, 4000),
    "education": (("SCHOOL FEES", "COLLEGE TUITION", "COACHING CLASSES", "ACADEMY", "UNIVERSITY EXAM FEE", "BOOKS AND STATIONERY", "LIBRARY", "ONLINE COURSE"), 200, 90000),
    "travel": (("AIRLINES TICKET", "HOTEL", "RESORT", "TOURS AND TRAVELS", "RAILWAY TICKET", "HOLIDAYS", "GUEST HOUSE", "FLIGHT BOOKING", "VISA SERVICES"), 600, 80000),
    "electronics": (("ELECTRONICS", "MOBILES", "COMPUTERS", "DIGITAL STORE", "LAPTOP WORLD", "TV AND APPLIANCES", "CAMERA CENTRE", "GADGETS"), 500, 120000),
    "gaming": (("GAMES", "ONLINE GAMING", "GAME COINS", "ESPORTS", "RUMMY CIRCLE", "FANTASY LEAGUE", "CONSOLE STORE GAMES"), 50, 5000),
    "utilities": (("ELECTRICITY BILL", "WATER BOARD", "GAS BILL", "BROADBAND", "MOBILE RECHARGE", "POSTPAID BILL", "DTH RECHARGE", "MUNICIPAL TAX", "POWER DISTRIBUTION"), 100, 9000),
    "insurance": (("LIFE INSURANCE PREMIUM", "HEALTH INSURANCE", "GENERAL INSURANCE", "MOTOR POLICY RENEWAL", "TERM PLAN PREMIUM", "INSURANCE CO"), 500, 60000),
    "investment": (("MUTUAL FUND SIP", "SECURITIES", "STOCK BROKING", "SIP INSTALMENT FUND", "GOLD BOND", "PPF DEPOSIT", "NPS CONTRIBUTION", "FIXED DEPOSIT"), 500, 100000),
    "emi": (("LOAN EMI", "HOME LOAN INSTALMENT", "AUTO LOAN EMI", "PERSONAL LOAN REPAYMENT", "FINANCE LTD EMI", "CONSUMER LOAN DUE"), 1000, 70000),
    "rent": (("RENT", "RENT TO LANDLORD MR SHARMA", "RENT TO MRS IYER", "LANDLORD MR KHAN RENT", "FLAT RENT TO OWNER", "HOUSE RENT", "RENT FOR FLAT", "MONTHLY RENT LANDLORD", "PG RENT", "RENTAL PAYMENT", "OFFICE RENT"), 4000, 90000),
    "salary": (("SALARY", "SALARY", "SALARY ACME LTD", "SALARY CREDIT BY EMPLOYER", "PAYROLL SALARY CREDIT", "SAL FOR THE MONTH", "WAGES", "MONTHLY SALARY", "STIPEND"), 9000, 300000),
    "transfer": (("RAHUL KUMAR", "PRIYA SINGH", "AMIT SHAH", "NEHA GUPTA", "MOHAMMED ALI", "ANITA DESAI", "SELF TRANSFER", "SUNITA RAO", "VIKRAM JOSHI", "FAMILY TRANSFER", "FRIEND LOAN RETURN"), 50, 60000),
    "cash": (("CASH WITHDRAWAL", "ATM CASH", "CASH WDL SELF", "CASH AT BRANCH", "CARDLESS CASH"), 200, 20000),
    "fees": (("ANNUAL FEE", "SMS CHARGES", "MIN BALANCE CHARGE", "LATE PAYMENT FEE", "GST ON CHARGES", "PROCESSING FEE", "PENALTY CHARGES"), 10, 3000),
    "refund": (("REFUND", "REVERSAL OF ORDER", "CASHBACK", "REFUND FROM MERCHANT", "CHARGEBACK CREDIT", "ORDER CANCELLED REFUND"), 20, 15000),
    "interest": (("INTEREST CREDIT", "SB INTEREST", "FD INTEREST PAID", "DIVIDEND", "INT ON DEPOSIT", "QUARTERLY INTEREST"), 5, 20000),
}  # fmt: skip
PLACES_OF = frozenset(
    [
        "groceries",
        "food",
        "transport",
        "fuel",
        "shopping",
        "pharmacy",
        "entertainment",
        "education",
        "travel",
        "electronics",
        "gaming",
    ]
)
WRAPPINGS: Mapping[str, Sequence[str]] = {
    "": ("UPI/DR/{number}/{name}/YESB/q{short}@ybl/Payment", "UPI-{name}-{short}@okaxis-{number}-PAY", "POS {number} {name}", "POS XX{short} {name} IN", "ECOM PUR/{name}/{number}", "VISA ONLINE {name} {short}", "{name} {number}", "PAID TO {name} VIA UPI {number}", "IMPS-{number}-{name}"),
    "salary": ("NEFT CR {name}", "NEFT CR-{number}-ACME SOFTWARE-{name}", "ACH CR {name} INFOTECH {short}", "{name} {number}", "NEFT/{number}/{name} NOV"),
    "rent": ("{name}", "NEFT DR-{number}-{name}", "IMPS-{number}-{name}", "UPI/DR/{number}/{name}/SBIN/{short}@oksbi", "TRF TO {name} {short}"),
    "emi": ("ACH D- {name} {number}", "ECS DR {name} {short}", "NACH {name} {number}", "SI {name} {short}"),
    "cash": ("NFS/{name}/{number}", "ATM WDL {name} {short}", "{name} {number}", "{name} MUMBAI {short}"),
    "fees": ("{name} {short}", "DR {name} Q{short}", "{name} FOR CARD XX{short}"),
    "interest": ("{name} {short}", "INT {name} {number}", "{name} CR"),
    "refund": ("UPI/CR/{number}/{name}/PAYTM", "{name} {number} AMZN", "POS REF {name} {short}", "IMPS CR {name} {number}"),
    "investment": ("ACH D- {name} {number}", "NEFT DR {name} {short}", "UPI/DR/{number}/{name}/HDFC/{short}@hdfcbank", "BSE {name} {short}"),
}  # fmt: skip
PLAIN: Mapping[str, Sequence[str]] = {
    "": ("{CATEGORY} {CITY} {place}", "{CATEGORY} {CITY}", "{CATEGORY}", "{Category} at {City}"),
    "transfer": ("UPI TO vpa-{short}-{place}", "IMPS TO vpa-{short}-{place}", "NEFT TO vpa-{short}-{place}"),
    "salary": ("SALARY CREDIT",),
    "rent": ("RENT C{short}",),
    "emi": ("EMI C{short}",),
}
"""Lines as small books and the simulator of payments write them: what it was, where, and a number."""
CREDITED: Sequence[str] = (
    "UPI/CR/{number}/{name}/SBIN/q{short}@ybl/Payment", "NEFT CR-{number}-{name}", "IMPS CR {name} {number}", "{name} CR",
    "BY TRANSFER-{name} {number}", "CREDITED BY {name} {short}", "RECEIVED FROM {name} {number}", "ACH C- {name} {number}",
    "{name} {short} Cr.", "UPI-CR-{number}-{name}",
)  # fmt: skip
"""How banks say that money came in."""
