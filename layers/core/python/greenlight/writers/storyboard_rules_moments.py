"""How a storyboard begins and ends around the events of its prompt: shot | picture | lines.

Lines may follow one another in their order; one with a + must follow the line before it. {slots} are filled from the
story, and a line whose slot is empty is left out. [verbs] follow the number of the subject.
"""

OPENINGS = {
    "story": """
wide | {stage}, before anything happens | It begins {where}. / Nobody knows yet what is about to happen.
aerial | {stage}, seen from far above | Our story begins {where}. / Every story has to start somewhere. / + This one \
starts here.
wide | {stage}, quiet and waiting | Picture this. / It all starts {where}. / Everything is about to change.
wide | {stage}, in the first light | Nothing has happened yet. / + But that is about to change.
wide | {stage}, empty but for the wind | There is a first time for everything. / Let's go back to where it started.
wide | {stage}, at the very beginning | This is how it all began. / At first, nothing seems out of the ordinary.
""",
    "product": """
wide | {focus} on a clean, uncluttered set | Here is something worth a closer look.
close-up | {focus}, only half in the light | What is this? / + Let's find out.
medium | {focus}, waiting to be discovered | Some things are better seen than described. / Have a look at this.
""",
    "topic": """
wide | {focus}, seen as a whole | Let's start from the beginning. / There is a lot to discover here.
medium | somebody looking at {focus} with curiosity | Have you ever wondered about this? / + Let's find out.
close-up | {focus}, in a first close look | A good question is a good place to start.
""",
    "view": """
wide | {focus}, seen as a whole | Take a moment. / + Just look.
wide | {focus}, coming slowly into view | It all starts with a first glance. / Here we are.
aerial | {focus}, from far away | From a distance, it seems so quiet. / Let's go a little closer.
""",
}

INTRODUCTIONS = {
    "story": """
medium | {who}, seen for the first time | Meet {who}. / There is more to {subject} than meets the eye.
medium | {who}, turning towards us | This story belongs to {who}.
close-up | {who}, in a first close look | At the heart of it all: {who}.
medium | {who}, at the edge of the frame | Keep your eyes on {subject}. / + This is where it gets interesting.
medium | {who}, stepping into view | And this is where we meet {who}.
""",
    "product": """
medium | {focus} in the centre of the frame | It is all about {subject}.
medium | {focus}, lit from one side | This is what we are here for. / + A proper look at {subject}.
""",
    "topic": """
medium | {focus}, shown simply and clearly | First, the big picture. / + The details come later.
wide | {focus} and the world around | What are we really looking at?
medium | {focus}, seen with fresh eyes | It helps to look at this with fresh eyes.
close-up | {focus}, coming into focus | Most of us have asked about this at some point.
wide | a student looking up at {focus} | To understand it, we have to look twice.
""",
    "view": """
medium | {focus}, from a little nearer | Come a little closer. / Every corner has something to show.
""",
}

CLOSINGS = {
    "story": """
wide | {setting}, at the end of it all, with {subject} in the distance | And that is the story of {subject}. / Some \
moments stay with us.
aerial | {subject}, growing smaller as we rise | The story of {subject} goes on. / This is where we leave {subject}.
medium | {subject}, one last time | Some moments change everything. / + This was one of them.
wide | {subject}, leaving the frame | From here on, anything is possible. / + But that is another story.
medium | {subject}, looking back once | Nothing will be quite the same again.
close-up | a last look at {subject} | That is how it happened. / + And it will be remembered.
""",
    "product": """
wide | {focus}, alone in the last frame | Find out more today. / See it for yourself.
medium | {focus}, bright and clear | Now you have seen it. / + The next step is yours.
low angle | {focus}, larger than before | Go on, take the next step. / We will be here.
wide | {focus}, in the middle of a happy crowd | The rest is up to you. / See you soon.
close-up | a last detail of {focus} | Remember the name. / Want to know more? / + Just ask.
""",
    "topic": """
wide | {focus}, whole again, from further away | Now you know where to look. / + Stay curious.
medium | somebody looking at {focus} with new eyes | Every answer leads to the next question.
close-up | {focus}, one last time | It was worth a closer look. / + Most things are.
wide | an open view beyond {focus} | There are more questions where that came from. / Who knows what comes next?
aerial | {focus}, from high above at the end | There is always more to learn. / + But this is a good start.
""",
    "view": """
wide | {focus}, one last time, from further away | Some things are worth remembering. / + Like this.
aerial | {focus}, growing smaller as we rise | And then it is time to go. / What stays is a memory.
medium | a last look at {focus} | You could stay here all day. / + Perhaps you will come back.
close-up | one last detail of {focus} | It is the small things that stay. / Hold on to this for a while.
wide | {focus}, fading into the distance | Some views are hard to forget. / + This is one of them.
low angle | {focus} and the sky above | There is always a reason to look again. / Goodbye, for now.
""",
}

# After an event that leaves some seconds of its scene.
TAILS = {
    "story": "One thing leads to another. / Just like that. / Every second counts. / It is a moment to remember. / "
    "Watch what happens next. / There it is.",
    "product": "See for yourself. / Take a closer look. / Why not give it a try? / Good to know.",
    "topic": "Keep that in mind. / It is worth knowing. / Let that sink in. / Remember this one. / Take your time.",
    "view": "Take it all in. / What a sight. / No need to hurry. / Just for a moment.",
}
