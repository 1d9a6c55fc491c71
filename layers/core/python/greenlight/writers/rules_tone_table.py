"""The tuned tones: how each speaks, opens and closes; nothing in here states a fact."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tone:
    """`manner` is -1 casual to 1 formal; `exclamations` is how many sentences may end with one."""

    name: str
    manner: int
    exclamations: int
    keywords: str
    greetings: tuple[str, ...]
    openers: tuple[str, ...]
    closers: tuple[str, ...]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


FRIENDLY = Tone(
    "friendly",
    -1,
    2,
    "friend warm kind welcom cheer happy casual conversational informal sweet caring lovely nice chat personal upbeat",
    ("Hi", "Hello", "Hey"),
    _lines("""
        Hi there!
        Hello, and welcome!
        Hey, it's good to see you!
        Hi, everyone!
        Hey there, got a moment?
        Hello there!
        Hi, good to have you here!
        Hey, thanks for stopping by!
    """),
    _lines("""
        Thanks for watching!
        Take care!
        Have a lovely day!
        Thanks for being here!
        Bye for now!
        Thanks for listening!
        Have a great day!
        Until next time, take care!
    """),
)
ENERGETIC = Tone(
    "energetic",
    -1,
    3,
    "energ excit dynamic bold enthusias lively hype power passion motivat inspir vibrant loud sport punchy fast",
    ("Hey", "Hi"),
    _lines("""
        Ready? Here we go!
        Hey, listen up!
        Okay, let's go!
        Hey everyone, listen to this!
        All right, let's do this!
        Are you ready for this?
        Get ready!
        Let's jump right in!
    """),
    _lines("""
        Let's go!
        Now go for it!
        Thanks for watching, everyone!
        Now it's your turn!
        What are you waiting for?
        That's it, thanks for watching!
        Catch you next time!
        So, are you in?
        Thanks, everyone!
    """),
)
PROFESSIONAL = Tone(
    "professional",
    1,
    0,
    "professional business formal corporate polite expert polished official elegant clear confident academic",
    ("Hello",),
    _lines("""
        Hello and welcome.
        Here is what you should know.
        Hello, and thank you for watching.
        Here is a brief overview.
        Let me share the key points.
        Welcome.
        Here are the details.
        Let us begin.
    """),
    _lines("""
        Thank you for your time.
        Thank you for your attention.
        Thank you for watching.
        Thank you for your interest.
        Thank you, and have a good day.
        Thank you very much.
        Thank you for joining.
        Thank you for listening.
    """),
)
CALM = Tone(
    "calm",
    0,
    0,
    "calm sooth relax gentle peace quiet soft slow mindful meditat serene reassur tender tranquil zen",
    ("Hello",),
    _lines("""
        Hello, and welcome.
        Take a breath, and let's begin.
        Let's take a quiet moment.
        Make yourself comfortable.
        Let's take this one step at a time.
        Hello, it's good to be here with you.
        Let's begin gently.
        Take a moment, and listen.
    """),
    _lines("""
        Thank you for listening.
        Take good care.
        Be well.
        Take care of yourself.
        Have a peaceful day.
        Until next time, be well.
        Thank you for taking this moment.
        Thank you for being here.
    """),
)
HUMOROUS = Tone(
    "humorous",
    -1,
    2,
    "humor humour funny comic witty playful silly joke sarcas ironic laugh quirky cheeky amus entertain goofy",
    ("Hey", "Hi", "Well, hello"),
    _lines("""
        Okay, everybody act natural.
        Drumroll, please!
        Hello, is this thing on?
        Please hold your applause until the end.
        Quick, before my coffee gets cold.
        Psst, over here!
        Yes, I'm talking to you.
        Don't worry, there's no quiz at the end.
    """),
    _lines("""
        You may now applaud.
        And that's my whole speech.
        Thank you, thank you, no autographs, please.
        That's it, you can breathe again.
        And nobody even sang.
        Thanks for keeping a straight face.
        Roll the credits!
        And I said all that without notes.
    """),
)
SERIOUS = Tone(
    "serious",
    1,
    0,
    "serious grave solemn earnest sincere urgent important dramatic stern authorit somber sombre sober respect honest",
    ("Hello",),
    _lines("""
        Please listen carefully.
        This deserves your attention.
        Let me be direct.
        Here is what matters.
        Let me be clear.
        A moment of your attention, please.
        Let us speak plainly.
        Please hear this.
    """),
    _lines("""
        Thank you for listening.
        Please keep this in mind.
        Please take a moment to think about it.
        Thank you for taking this seriously.
        Please give it some thought.
        Thank you for your attention.
        Please remember this.
        Thank you for hearing this.
    """),
)
NEUTRAL = Tone(
    "neutral",
    0,
    0,
    "neutral plain simple natural normal",
    ("Hello", "Hi"),
    _lines("""
        Hello.
        Hello, and welcome.
        Here is what you should know.
        Let's begin.
        Here is a short message.
        Let's take a look.
        Welcome.
        Hello there.
    """),
    _lines("""
        Thank you.
        Thanks for watching.
        Thank you for listening.
        That's all for now.
        Thank you for your time.
        Goodbye for now.
        That's it for now.
        Thank you for watching.
    """),
)
TONES = (FRIENDLY, ENERGETIC, PROFESSIONAL, CALM, HUMOROUS, SERIOUS, NEUTRAL)

# Closers that ask for something: only for a script that speaks to "you".
ASKING = frozenset(
    {"Let's go!", "Now go for it!", "Now it's your turn!", "What are you waiting for?", "So, are you in?"}
)
