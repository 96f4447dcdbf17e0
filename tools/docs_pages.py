def generated(text: str) -> str:
    return text
