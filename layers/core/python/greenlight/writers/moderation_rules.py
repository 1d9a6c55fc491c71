"""What is not fit for families, by words that leave no doubt: the check that needs no model.

Categories: sexual, violence, hate, self_harm, drugs, weapons, profanity. Words are looked for as whole words, so that
names and places which contain one pass; words that have a harmless use stand here only in phrases that have none.
"""

import re
import unicodedata

from greenlight.domain.writing import WriterFailed

_WORDS = {
    "sexual": r"porn\w*|xxx|nude|nudes|nudity|naked (?:girls?|women|men)|blow ?jobs?|hand ?jobs?|dildos?|vibrators?|"
    r"orgasms?|erotic\w*|escort service|sex (?:toys?|tapes?|shops?|cams?|dolls?)|strip ?clubs?|fetish(?:es)?|"
    r"masturbat\w*|hentai|camgirls?|incest|pedophil\w*|paedophil\w*",
    "violence": r"behead\w*|dismember\w*|massacre\w*|torture (?:him|her|them|people|animals)|"
    r"(?:kill|murder|stab|strangle|shoot) (?:him|her|them|people|someone|somebody|children|women|men|your \w+)|"
    r"gore|gory|school shooting|mass shooting|terror attack",
    "hate": r"nazis?|white power|heil hitler|hitler|ku klux klan|ethnic cleansing|racial purity|gas the \w+|"
    r"subhumans?|n[i1]gg(?:er|a)s?|f[a4]gg?ots?|k[i1]kes?|sp[i1]cs?|ch[i1]nks?|trann(?:y|ies)",
    "self_harm": r"suicid(?:e|al)|kill (?:yourself|myself)|self[- ]harm\w*|cut (?:yourself|myself)|"
    r"end (?:your|my) life|pro[- ]ana|thinspo",
    "drugs": r"cocaine|heroin|meth(?:amphetamine)?|crystal meth|crack pipe|ecstasy pills?|lsd|mdma|fentanyl|"
    r"(?:buy|sell|smoke) (?:weed|marijuana|cannabis)|cannabis|marijuana|bongs?|magic mushrooms",
    "weapons": r"assault rifles?|ar-?15|ak-?47|ammunition|ammo|hand ?guns?|machine guns?|pistols?|revolvers?|"
    r"silencers?|(?:pipe|nail|car|dirty) bombs?|explosives?|grenades?|gun (?:shop|store|sale)s?",
    "profanity": r"f+u+c+k\w*|motherf\w+|sh[i1]+t+(?:ty|s|head\w*)?|bullsh[i1]t|assholes?|b[i1]tch(?:es)?|c[u]nts?|"
    r"bastards?|d[i1]ckheads?|twats?|wankers?",
}
_PATTERNS = {category: re.compile(rf"\b(?:{words})\b") for category, words in _WORDS.items()}
_NAMES = {"self_harm": "self-harm"}
# Letters that stand apart by dots, stars or spaces are read together: f.u.c.k
_APART = re.compile(r"\b\w(?:[.*_\- ]\w){2,}\b")


class RulesModerator:
    def refuse(self, *texts: str) -> None:
        for text in texts:
            category = category_of(text)
            if category is not None:
                about = _NAMES.get(category, category)
                message = f"The text is not fit for families ({about}); reword it without that."
                raise WriterFailed(f"moderation.{category}", message)


def category_of(text: str) -> str | None:
    plain = unicodedata.normalize("NFKC", text).casefold()
    joined = _APART.sub(lambda found: re.sub(r"[.*_\- ]", "", found[0]), plain)
    for category, pattern in _PATTERNS.items():
        if pattern.search(plain) or pattern.search(joined):
            return category
    return None
