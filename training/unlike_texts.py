"""Texts that are about none of the classes: greetings, talk about anything else, and what falls on a keyboard.

What a text model learns of them is when to say that it does not know.
"""

from collections.abc import Sequence
from random import Random

GREETINGS = (
    "hello", "hi", "hey", "hello there", "good morning", "good evening", "namaste", "hi team", "dear sir", "how are you",
    "thank you", "thanks", "ok", "okay", "yes", "no", "please", "please help", "help", "test", "testing", "bye", "welcome",
    "good day", "are you there", "anyone there", "i have a question", "i need help", "call me", "hello support", "sorry",
    "fine", "great", "regards", "see you", "happy new year", "what", "why", "who are you", "nothing", "never mind",
)  # fmt: skip
_WHO = (
    "i", "we", "you", "she", "he", "they", "my brother", "the teacher", "our neighbour", "the dog", "the cat", "a child",
    "the doctor", "her sister", "the train", "this song", "that film", "the river", "his uncle", "the weather", "the team",
    "the minister", "the farmer", "the bird", "the garden", "a robot", "the moon", "your friend", "everybody", "nobody",
)  # fmt: skip
_DOES = (
    "likes", "is", "was", "sees", "plays", "eats", "wants", "reads", "sings about", "talks about", "found", "painted",
    "cooks", "loves", "hates", "remembers", "visited", "dreams of", "built", "won", "lost", "looks like", "runs to",
    "walks in", "sleeps in", "has", "will be", "knows", "thinks of", "is near", "swims in", "laughs at", "waits for",
)  # fmt: skip
_WHAT = (
    "cricket", "football", "the weather", "rain", "sunshine", "a cake", "mangoes", "the mountain", "the beach", "a poem",
    "music", "a guitar", "the moon", "history", "the elephant", "a tiger", "tea", "coffee", "a sandwich", "the garden",
    "flowers", "a bicycle", "the kitchen", "chess", "a story", "politics", "the election", "science", "a planet", "dinosaurs",
    "the ocean", "a ship", "dancing", "a wedding", "the festival", "snow", "the desert", "a painting", "grammar", "algebra",
    "the capital of france", "the tallest building", "a recipe for soup", "yoga", "the world cup", "a horse", "the forest",
    "my birthday", "the king", "a dragon", "stars", "the library", "a joke", "philosophy", "winter", "the village",
)  # fmt: skip
_THINGS = (
    "shoes", "car", "knee", "head", "roof", "plant", "grandmother", "phone screen", "hair", "window", "bus", "dinner", "room",
    "parrot", "house", "umbrella", "garden", "school", "friend", "computer game", "sofa", "back", "kitchen", "dog",
)  # fmt: skip
_HOW = (
    "tired", "tall", "hungry", "red", "cold", "beautiful", "asleep", "far away", "old", "funny", "happy", "too small", "dirty",
    "very loud", "sad", "green", "better now", "famous", "hurting", "made of wood", "ill",
)  # fmt: skip
_ASKS = (
    "what is {what}", "tell me about {what}", "who invented {what}", "do you like {what}", "where is {what}",
    "how far is {what}", "can you sing {what}", "why is {what} so beautiful", "when does {what} start", "write about {what}",
    "is {what} better than {other}", "how tall is {what}", "{what} and {other}", "{what}", "how do i draw {what}",
    "what do you think of {what}", "explain {what} to me", "translate {what}", "will there be {what} tomorrow",
    "who won {what}", "what time is {what}", "which is the best {what}", "i am going to {what}", "let us talk about {what}",
)  # fmt: skip
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_OPEN, _CLOSE = ("b", "ch", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "bl", "tr", "gr"), (
    "a", "e", "i", "o", "u", "ai", "oo", "an", "er", "ip", "ol", "um", "ax",
)  # fmt: skip


def unlike(rng: Random) -> str:
    """One such text, in small letters."""
    draw = rng.random()
    if draw < 0.15:
        return rng.choice(GREETINGS)
    if draw < 0.55:
        return _talk(rng)
    return " ".join(_nonsense(rng) for _ in range(1 + int(rng.expovariate(0.7))))


def _talk(rng: Random) -> str:
    draw = rng.random()
    if draw < 0.15:
        said = f"{rng.choice(('my', 'the', 'our', 'your', 'this'))} {rng.choice(_THINGS)} {rng.choice(('is', 'was', 'seems'))} {rng.choice(_HOW)}"
    elif draw < 0.6:
        what, other = rng.sample(_WHAT, 2)
        said = rng.choice(_ASKS).replace("{what}", what).replace("{other}", other)
    else:
        said = f"{rng.choice(_WHO)} {rng.choice(_DOES)} {rng.choice(_WHAT)}"
    ending = rng.choice(("", "", "", "?", ".", " today", " please", " in winter", " every day"))
    return f"{rng.choice(GREETINGS)} {said}{ending}" if rng.random() < 0.15 else said + ending


def _nonsense(rng: Random) -> str:
    """Letters at random, one of them held down, along a row of keys, or in syllables that mean nothing."""
    if rng.random() < 0.1:
        return rng.choice("abcdefghijklmnopqrstuvwxyz") * rng.randint(2, 8)
    draw = rng.random()
    if draw < 0.35:
        return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 10)))
    if draw < 0.6:
        row: Sequence[str] = rng.choice(_ROWS)
        start = rng.randrange(len(row) - 3)
        return "".join(row[start : start + rng.randint(3, 6)]) * rng.randint(1, 2)
    return "".join(rng.choice(_OPEN) + rng.choice(_CLOSE) for _ in range(rng.randint(1, 4)))
