"""What a prompt is about, once "Make a 30 second video about …" and other words to a film crew are taken off."""

import re

from greenlight.writers.rules_clean import clean
from greenlight.writers.rules_text import finished, sentences

_LENGTH = (
    r"(?:\d+(?:\.\d+)?|\w+)[- ]?(?:seconds?|secs?|s|minutes?|mins?)(?:[- ]long)?|short|quick|brief|long|one[- ]minute"
)
_FILM = (
    r"(?:videos?|clips?|films?|movies?|animations?|reels?|storyboards?|spots?|ads?|adverts?|advertisements?|"
    r"commercials?|promos?|trailers?|teasers?|explainers?|documentar(?:y|ies)|shorts?|stor(?:y|ies)|scenes?|"
    r"tutorials?|montages?|tik ?toks?|vlogs?|presentations?|slideshows?|cartoons?|tales?|introductions?|intros?)"
)
_KINDS_OF_FILM = (
    rf"(?:(?:{_LENGTH}|cinematic|animated|promotional|promo|marketing|product|brand|social(?: media)?|instagram|"
    r"youtube|tiktok|explainer|educational|instructional|training|music|documentary|short|funny|emotional|inspiring|"
    r"inspirational|motivational|epic|beautiful|nice|cool|cute|engaging|professional|simple|fun|heartwarming|dramatic|"
    r"relaxing|scary|launch|teaser|stop[- ]motion|vertical|horizontal|2d|3d|anime|cartoon|watercolou?r|style|viral|"
    r"new|dynamic|colou?rful|upbeat|commercial|corporate|sci-fi|fantasy|horror|romantic|travel|nature|recruitment|fundraising|charity|welcome|onboarding|birthday|"
    r"wedding|invitation|tribute|safety|event|tour|testimonial|recap|holiday|christmas|great|good|"
    r"whole|little|full|children'?s|kids'?|black[- ]and[- ]white|16:9|9:16|1:1|4:5|4k|hd),? (?:and )?)*"
)
_ASK = (
    r"(?:please |kindly |hi,? |hello,? |hey,? |ok,? |okay,? )*"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would)? (?:want|need|like)(?: you)?(?: to)? |"
    r"i'm looking for |we(?:'d| would)? (?:want|need|like)(?: you)?(?: to)? |"
    r"let's |help me (?:to )?|i am looking for )?"
    r"(?:(?:make|create|generate|produce|write|design|build|give|do|film|shoot|animate|have|get|show|tell|draft|render|"
    r"put together|come up with|see) (?:me |us )?(?:of )?)?"
)
_LINK = (
    r"(?:(?:about|on|of|for|showing|showcasing|featuring|with|where|in which|that (?:shows?|tells?|explains?|"
    r"is about|features?|showcases|follows|promotes|introduces|describes|depicts|teaches)|which (?:shows?|tells?|"
    r"explains?|is about)|explaining|promoting|advertising|introducing|depicting|describing|to promote|to explain|"
    r"to show|to advertise|to introduce|following|telling|covering|called|titled)[ :]+(?:us )?"
    r"(?:(?:about|the story of|a story about|how it is when) )?|[:–—-]\s*)"
)
_PREAMBLE = re.compile(rf"^{_ASK}(?:an? |the |some |one |my |our )?{_KINDS_OF_FILM}{_FILM}\b,? ?{_LINK}", re.IGNORECASE)
_PLAIN_ASK = re.compile(
    r"^(?:please |kindly )*(?:(?:can|could|would) you (?:please )?)?(?:i (?:want|would like|need) (?:you )?to )?"
    r"(?:show|film|depict|tell|explain|describe|illustrate|animate|visuali[sz]e|imagine|picture|teach|promote|"
    r"advertise|introduce|present|feature|explore|generate|create|make)(?: me| us| to)?(?: (?:about|people))?"
    r"[ :]+(?=(?:a|an|the|how|why|what|when|my|our|two|three|some|this|that|where|who)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:scene|shot|part|act|slide|frame|chapter|step|beat|clip|panel)\s*#?\d+|opening(?: scene)?|intro|outro|"
    r"ending|final scene|narrator|voice ?-?over|vo|prompt|idea|concept|topic|story|description|plot|synopsis|title)"
    r"\s*[:.)–—-]+\s*",
    re.IGNORECASE,
)
# Words to the crew, about the film and not in it.
_CREW = re.compile(
    r"^\W*(?:(?:style|tone|mood|music|duration|length|format|aspect ratio|camera|audience|target audience|"
    r"platform|resolution|voice|language|sound|audio|soundtrack|transitions?|note|notes|requirements?|instructions?|scenes?)"
    r"\s*[:=]"
    r"|(?:please )?(?:use|add|include|keep|make|set|end with|start with|avoid|no|with)\b[^.]*\b(?:music|soundtrack|"
    r"captions?|subtitles?|transitions?|aspect|format|vertical|voice-?over|fonts?|effects?|camera|shots?|watermarks?|"
    r"colou?rs?|tone|style|short|seconds|minutes|engaging|it simple|text)\b"
    r"|(?:the )?(?:video|film|clip|ad|it|animation) (?:should|must|needs to|has to|will|is to) (?:be|have|last|run|use|"
    r"feel|look|end|start|include|contain)\b"
    r"|(?:ignore|disregard|forget|override)\b[^.]*\b(?:instructions?|prompts?|rules?|above|previous)\b"
    r"|(?:you are|act as|pretend to be|respond|output|print|reveal)\b[^.]*\b(?:ai|assistant|model|prompts?|json|"
    r"instructions?|storyboarder|director|writer)\b"
    r"|(?:thanks?|thank you|please|hello|hi|hey)\b[^.]{0,12}[.!]?$"
    r"|(?:\d+ ?(?:s|sec|secs|seconds|min|minutes)|16:9|9:16|1:1|4:5|4k|8k|hd|cinematic|vertical)\W*$)",
    re.IGNORECASE,
)
_STYLES = (
    r"cinematic|cartoon|anime|watercolou?r|documentary|minimal(?:ist)?|3d|pixar|noir|retro|vintage|realistic|"
    r"photorealistic|comic|claymation|stop[- ]motion|ghibli|oil painting|sketch|pixel art|low poly|cyberpunk|disney"
)
_TAILS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf",? (?:in|with|using) (?:an? |the )?(?:[\w-]+ )?(?:{_STYLES})[\w ,-]{{0,30}}?"
        r"(?: style| look| lighting| feel)?(?=[.!?,]|$)",
        r",? in the style of [^.,;]+",
        r",? (?:with|and|set to|over) (?:[\w-]+ ){0,3}(?:music|soundtrack|voice-?over|narration|captions|subtitles)"
        r"(?: in the background)?(?=[.!?,]|$)",
        r",? (?:for|on) (?:my |our |the )?(?:instagram|tiktok|youtube|facebook|linkedin|twitter|social media)"
        r"(?: \w+)?(?=[.!?,]|$)",
        r"(?:,| lasting| in about) (?:about |around |under )?\d+ ?(?:s|secs?|seconds?|minutes?|mins?)\b"
        r"(?: long| or less)?(?=[.!?,]|$)",
        r",? (?:4k|8k|hd|16:9|9:16|1:1|4:5|ultra[- ]realistic|highly detailed|shot on [\w ]+|\d+ ?fps|\d+mm)"
        r"(?=[.!?,]|$)",
    )
]


def content(prompt: str) -> list[str]:
    """The sentences that say what happens or what it is about, each ending with . ! or ?; none where there are none."""
    said = sentences(_unquoted_marks(clean(prompt)))
    kept = [finished(bare) for sentence in said if not _to_the_crew(sentence) and (bare := _bare(sentence))]
    return kept or [finished(_bare(sentence) or sentence) for sentence in said]


def is_advert(prompt: str) -> bool:
    """Asks for a film that sells."""
    selling = r"teaser|trailer|ads?|adverts?|advertisements?|commercials?|promos?|promotional|promot(?:e|ing)|advertise"
    return bool(re.search(rf"\b(?:{selling}|launch|product|brand) (?:video|film|spot|for|our|my)\b", prompt, re.I))


def _to_the_crew(sentence: str) -> bool:
    return bool(_CREW.match(sentence)) and not _PREAMBLE.match(sentence)


def _unquoted_marks(text: str) -> str:
    return re.sub(r"[<>\[\]{}|\\]+", " ", text)


def _bare(sentence: str) -> str:
    text = _LABEL.sub("", sentence)
    for _ in range(2):
        text = _LABEL.sub("", _PREAMBLE.sub("", text, count=1))
    text = _PLAIN_ASK.sub("", text, count=1)
    for tail in _TAILS:
        text = tail.sub("", text)
    text = re.sub(r"\s+([,.!?;:])", r"\1", text).strip(" ,;:-–—")
    return text if re.search(r"\w", text) else ""
