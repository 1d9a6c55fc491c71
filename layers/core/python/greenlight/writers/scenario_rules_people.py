"""Whom a product is for, and who is seen with it: by the words of the product, and neutral where they say nothing."""

from dataclasses import dataclass

from greenlight.domain.scenario_writing import Demographics
from greenlight.domain.writing import normalised

# What it is | words that say so | where it is seen.
_TYPES = """
skincare and beauty | skincare skin cream serum lotion makeup beauty cosmetic cosmetics shampoo hair perfume \
lipstick mascara soap razor shaving | in a bright bathroom with a large mirror
fashion | shirt dress shoe shoes sneaker sneakers jacket jeans hat bag handbag sock socks coat scarf fashion \
clothing boots sweater watch | on a sunny city street
jewelry | ring necklace bracelet earring earrings jewelry jewellery gold silver pendant | on a table with soft linen
electronics | phone headphones earbuds speaker camera laptop tablet charger electronics smart tv monitor keyboard \
drone console | on a tidy desk beside a window
software | app software platform saas website subscription online tool plugin | on a calm desk with a screen
drink | coffee tea juice water wine beer drink beverage lemonade soda smoothie bottle | on a kitchen table in the \
morning
food | chocolate bread snack food sauce cheese honey pasta cookie cookies cereal spice spices protein | on a wooden \
kitchen table
fitness | fitness yoga gym workout dumbbell running training exercise bike bicycle mat | in a light-filled room with \
a wooden floor
home | lamp chair table sofa bed pillow blanket candle vase home furniture kitchen pan knife vacuum mattress towel \
curtain plant mug | in a warm living room
pets | dog dogs cat cats pet pets puppy kitten leash collar aquarium | in a cosy room with a rug
toys | toy toys game puzzle lego doll plush board kids children | on a playroom floor with sunlight
baby | baby babies stroller diaper toddler pacifier crib newborn | in a quiet nursery
travel | travel suitcase luggage backpack tent camping hiking hotel tour trip | on a path with a wide view
automotive | car cars auto tire vehicle motorcycle scooter engine | on an open road in the evening
books and education | book books course class lesson notebook pen language school learning | in a reading corner \
with shelves
services | service cleaning delivery repair insurance coaching consulting salon studio restaurant | in a friendly \
bright room
"""
_USUAL_PLACE = "in a bright, simple room"
# Who | words that say so. A product for men is not for women with the same words.
_GENDERS = {
    "women": "women woman her ladies lady mom mother girls girl bride",
    "men": "men man his gentleman dad father boys",
}
_AGES = {
    "0-3 (their parents)": "baby babies toddler newborn infant",
    "4-12 (and their parents)": "kids children child toy toys school",
    "13-19": "teen teens teenager teenagers",
    "18-24": "student students college gaming gamer festival",
    "50+": "senior seniors retirement mature elderly",
}
_USUAL_AGE = "25-44"
_LOOKS = {
    "women": "a woman in her thirties with shoulder-length dark hair and a mustard sweater",
    "men": "a man in his thirties with short brown hair and a navy sweater",
    "all": "a person in their thirties with short curly hair and a green sweater",
}
_OTHER_AGES = {"13-19": "late teens", "18-24": "early twenties", "50+": "sixties"}


@dataclass(frozen=True)
class Audience:
    """`place` is where the product is seen; `person` is who is seen with it, in one fixed description."""

    demographics: Demographics
    place: str
    person: str


def audience_of(text: str) -> Audience:
    words = set(normalised(text).split())
    kind, place = _type(words)
    gender, age = _gender(words), _age(words)
    context = f"people who look for {kind} in everyday life" if kind != "other" else "people in everyday life"
    demographics = Demographics(gender, age, kind, context)
    return Audience(demographics, place, _person(gender, age))


def _type(words: set[str]) -> tuple[str, str]:
    best, most = ("other", _USUAL_PLACE), 0
    for row in _TYPES.strip().splitlines():
        kind, keys, place = (part.strip() for part in row.split("|"))
        hits = len(words & set(keys.split()))
        if hits > most:
            best, most = (kind, place), hits
    return best


def _gender(words: set[str]) -> str:
    hits = {gender: len(words & set(keys.split())) for gender, keys in _GENDERS.items()}
    if hits["women"] == hits["men"]:
        return "all"
    return max(hits, key=lambda gender: hits[gender])


def _age(words: set[str]) -> str:
    return next((age for age, keys in _AGES.items() if words & set(keys.split())), _USUAL_AGE)


def _person(gender: str, age: str) -> str:
    return _LOOKS[gender].replace("thirties", _OTHER_AGES.get(age, "thirties"))
