"""How people ask for a film, and what they tell its crew: words that are not the film's story."""

import re

# Alternatives are atomic and repeats are bounded: a prompt is anybody's, and none may take a second to read.
_MOST_WORDS = 12
_LENGTH = (
    r"(?:\d+(?:\.\d+)?|one|two|three|five|ten|fifteen|twenty|thirty|forty|sixty|ninety)[- ]?"
    r"(?:seconds?|secs?|s|minutes?|mins?)(?:[- ]long)?"
)
_FILM = (
    r"(?:videos?|clips?|films?|movies?|animations?|reels?|storyboards?|spots?|ads?|adverts?|advertisements?|"
    r"commercials?|promos?|trailers?|teasers?|explainers?|documentar(?:y|ies)|shorts?|stor(?:y|ies)|scenes?|"
    r"something|anything|"
    r"tutorials?|montages?|tik ?toks?|vlogs?|presentations?|slideshows?|cartoons?|tales?|introductions?|intros?)"
)
_KINDS_OF_FILM = (
    rf"(?:(?>{_LENGTH}|quick|brief|long|cinematic|animated|promotional|promo|marketing|product|brand|"
    r"social(?: media)?|instagram|youtube|tiktok|explainer|educational|instructional|training|music|documentary|"
    r"short|funny|emotional|inspiring|"
    r"inspirational|motivational|epic|beautiful|nice|cool|cute|engaging|professional|simple|fun|heartwarming|dramatic|"
    r"relaxing|scary|launch|teaser|stop[- ]motion|vertical|horizontal|2d|3d|anime|cartoon|watercolou?r|style|viral|"
    r"new|dynamic|colou?rful|upbeat|commercial|corporate|sci-fi|fantasy|horror|romantic|travel|nature|recruitment|"
    r"fundraising|charity|welcome|onboarding|birthday|"
    r"wedding|invitation|tribute|safety|event|tour|testimonial|recap|holiday|christmas|great|good|"
    r"whole|little|full|children'?s|kids'?|black[- ]and[- ]white|16:9|9:16|1:1|4:5|4k|hd),? (?:and )?)"
    rf"{{0,{_MOST_WORDS}}}"
)
_ASK = (
    rf"(?:(?>please|kindly|hi|hello|hey|okay|ok),? ){{0,{_MOST_WORDS}}}"
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
PREAMBLE = re.compile(rf"^{_ASK}(?:an? |the |some |one |my |our )?{_KINDS_OF_FILM}{_FILM}\b,? ?{_LINK}", re.IGNORECASE)
PLAIN_ASK = re.compile(
    r"^(?:(?:introducing|presenting|announcing|say hello to) |"
    r"(?:please |kindly ){0,9}(?:(?:can|could|would) you (?:please )?)?(?:i (?:want|would like|need) (?:you )?to )?"
    r"(?:show|film|depict|tell|explain|describe|illustrate|animate|visuali[sz]e|imagine|picture|teach|promote|"
    r"advertise|introduce|present|feature|explore|generate|create|make)(?: me| us| to)?(?: (?:about|people))?"
    r"[ :]+(?=(?:a|an|the|how|why|what|when|my|our|two|three|some|this|that|where|who)\b))",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^\W*(?:(?:scene|shot|part|act|slide|frame|chapter|step|beat|clip|panel)\s*#?\d+|opening(?: scene)?|intro|outro|"
    r"ending|final scene|narrator|voice ?-?over|vo|prompt|idea|concept|topic|story|"
    r"(?:startup |elevator )?pitch|logline|tagline|slogan|description|plot|synopsis|title)"
    r"\s*[:.)–—-]+\s*",
    re.IGNORECASE,
)
# Words to the crew, about the film and not in it.
CREW = re.compile(
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
_SOUNDS = (
    r"upbeat|soft|calm|epic|dramatic|background|inspiring|relaxing|gentle|happy|sad|emotional|electronic|piano|ambient|"
    r"orchestral|energetic|no|music|soundtrack|voice-?over|narration|captions|subtitles"
)
_LENSES = (
    r"(?:cinematic|dramatic|soft|natural|volumetric|studio|moody) (?:lighting|light|shots?)|cinematic|"
    r"slow[- ]mo(?:tion)?|"
    r"time[- ]?lapse|hyper[- ]?realistic|photo[- ]?realistic|ultra[- ]realistic|realistic|(?:highly|ultra) detailed|"
    r"high quality|(?:drone|wide|aerial|tracking|close[- ]up) shots?|close[- ]ups?|"
    r"bokeh|masterpiece|4k|8k|hd|ultra hd|uhd|"
    r"16:9|9:16|1:1|4:5|shot on [\w ]+|\d+ ?fps|\d+mm(?: film)?|shallow depth of field"
)
TAILS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf",? (?:in|with|using) (?:an? |the )?(?:[\w-]+ )?(?:{_STYLES})[\w ,-]{{0,30}}?"
        r"(?: style| look| lighting| feel)?(?=[.!?,]|$)",
        r",? in the style of [^.,;]+",
        rf",? (?:with|and|set to|over) (?:an? )?(?:{_SOUNDS})(?:,? (?:and )?(?>{_SOUNDS})){{0,5}}"
        r" ?(?:music|soundtrack)?"
        r"(?: in the background)?(?=[.!?,]|$)",
        r",? (?:for|on) (?:my |our |the )?(?:instagram|tiktok|youtube|facebook|linkedin|twitter|social media)"
        r"(?: \w+)?(?=[.!?,]|$)",
        r"(?:,| lasting| in about) (?:about |around |under )?\d+ ?(?:s|secs?|seconds?|minutes?|mins?)\b"
        r"(?: long| or less)?(?=[.!?,]|$)",
        rf"(?:, ?(?:and )?(?>{_LENSES})){{1,12}}(?=[.!?]|$)",
        r" (?:in )?(?:4k|8k|uhd|slow motion)(?=[.!?,]|$)",
    )
]
