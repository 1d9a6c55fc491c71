"""What is said in an advertisement beside the product's own words: nothing that anybody would have to prove."""

HOOKS = {
    "trendy-influencer-vlog": """Okay, you have to see this. / So this has been on my mind all week. / Quick one \
today. / You know how I love small things that help. / Wait for it. / Let me show you. / Stay with me for a moment, \
because I want to show you something. / I almost forgot to tell you.""",
    "cinematic-storytelling": """Some days begin quietly. / There is a moment before everything changes. / Listen. / \
It starts with something small. / A light, a sound, a thought. / Not every story needs many words. / Sometimes one \
good thing is all it takes to see a day in another light.""",
    "product-demo": """Let us take a closer look. / Here is how it works. / One minute, one product. / First, the \
overview. / What do you get? / We will go through it step by step, and leave nothing out. / Watch closely.""",
    "customer-testimonial": """People ask me what I think. / I will be honest with you. / No big promises. / Here is \
my view. / Nobody told me what to say, so here is what I see. / Let me tell you how I look at it. / Plain words.""",
    "unboxing": """It is here. / Let us open it. / I have waited for this one. / The box is on the table. / Ready? / \
Let us see what is inside before we say anything about it. / First the tape, then the lid.""",
    "behind-the-scenes": """This is where it happens. / Come in. / You usually see only the result. / Today we open \
the door. / Look behind the curtain. / Let us show you the part that nobody gets to see. / A look at the work.""",
    "problem-solution": """You know this problem. / Again? / It happens at the worst moment. / There must be a \
better way. / Does this sound familiar to you? / You have tried a lot, and something is still missing. / Let us fix \
that.""",
    "lifestyle-montage": """This is your day. / Morning, noon, evening. / Everything in its place. / Little things \
make the day. / It is all about the moments in between. / Whatever you do today, do it your way. / Take a breath.""",
}
MAIN = """
Look at it from the front. / Now from the side. / Take your time with the details. / See what is there, and what is \
not. / Think of your own day. / Where would you use this first? / Picture the moment when you need it. / That is \
what we had in mind. / No big words. / Just a good look at the thing itself. / Ask yourself what matters to you. / \
Is it how something looks? / Is it how something feels? / Or is it simply that it does its job? / You decide. / Hold \
on to that thought for a second. / Compare it with what you have now. / What would change? / Maybe a little. / Maybe \
more than you think. / Good things do not need to be loud. / They need to be there when it counts. / Share it with \
somebody who knows you well. / Ask what they think. / There is no rush. / Look again tomorrow, if you like. / A good \
choice can wait a day. / And when you are sure, you will know. / Until then, enjoy looking. / It costs nothing to \
look. / Imagine it in your hands. / Imagine it where you live. / Does it fit? / Then you have your answer. / Every \
day has room for something that works. / Keep what is good, and leave the rest.
"""
MOODS = {
    "energetic": "Let us go. / Feel the pace. / No waiting, no fuss.",
    "calm": "Slow down. / Breathe. / There is time for this.",
    "professional": "Clear and simple. / Made to be judged by what it does. / Let the facts speak.",
    "luxurious": "Let your eyes rest on it. / Less noise, more care. / Some things deserve a second look.",
    "playful": "Ready to have some fun? / Go on, have a peek. / Smile, this one is for you.",
    "inspiring": "Start where you are. / One step is enough. / What could you do next?",
    "heartwarming": "It is the small gestures. / Think of somebody you love. / Small things can mean a lot.",
    "dramatic": "Then, silence. / And then you see it. / Nothing else in the frame.",
}
CALLS = """
See for yourself today. / Take a look now. / Find out more. / Have a closer look, and then decide. / Your turn. / \
Try it your way. / Make it part of your day. / Come and see. / Get yours when you are ready. / We look forward to \
hearing from you. / Ask us anything you like. / Look it up today. / Save this for later. / Tell a friend who would \
like it. / Do it today. / Start now. / Come back whenever you like, because the door is open.
"""


def split(lines: str) -> list[str]:
    return [line.strip() for line in lines.split(" / ")]
