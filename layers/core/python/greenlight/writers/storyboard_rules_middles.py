"""What a storyboard shows and says while its story goes on: rows as in `storyboard_rules_moments`."""

MIDDLES = {
    "story": """
close-up | {subject}, with every small detail in focus | Look closely. / The small things say a lot about {subject}.
over the shoulder | {setting}, seen over the shoulder of {subject} | {Subject} [take] it all in. / There is a lot to \
see.
close-up | {thing}, sharp against a soft background | Keep an eye on {thing}. / + A lot depends on this.
low angle | {subject}, seen from below | From here, {subject} [seem] larger than life. / It takes courage to go on.
wide | {subject}, small in the middle of {setting} | There is still a long way to go. / + But {subject} [keep] going.
medium | {subject} and {thing} in one frame | {Subject} and {thing}. / + This is what it is all about.
aerial | {setting}, from high above | From above, everything looks small. / + Down there, it means the world.
close-up | the expression of {subject}, lost in thought | For a moment, {subject} [hold] still. / There is a lot to \
think about.
medium | {subject} on the move | {Subject} [carry] on. / One step follows another.
over the shoulder | what lies ahead of {subject} | What comes next? / Nobody can say for sure.
medium | {subject}, at the moment when everything changes | Then comes a moment that changes everything. / + There is \
no way back now.
close-up | {subject}, tense and alert | Everything hangs on this. / + It is now or never.
low angle | {subject}, standing firm | {Subject} [do] not give up. / + Not now.
wide | {setting}, with the light changing | The light changes. / + Slowly, the tension falls away.
medium | {subject}, calm again | A deep breath. / + Then it is quiet again.
close-up | a last small detail of {thing} | Nothing looks the same as before. / + Not even {thing}.
aerial | {setting}, from high above once more | Seen from a distance, it all makes sense. / + Every step had its \
place.
""",
    "product": """
close-up | the fine details of {focus} | Look at the details. / + They are easy to miss and hard to forget.
over the shoulder | somebody discovering {focus} | Picture this in your own day. / + Where would you begin?
wide | {focus} in everyday surroundings | Here is where it all happens. / + Right in the middle of life.
low angle | {focus}, seen from below | Some things simply stand out. / + You know them when you see them.
medium | a smiling face, with {focus} close by | It is the little moments that count. / + This could be one of them.
aerial | {focus} from straight above, neatly arranged | Everything has its place. / + Nothing is there by chance.
close-up | light gliding along {focus} | Take your time. / The closer you look, the more you see.
medium | {focus}, turning slowly | Look from every side. / + Each one tells you something new.
wide | people gathering around {focus} | Good things are better when they are shared. / + Bring somebody along.
over the shoulder | a friend pointing at {focus} | Tell a friend. / + Or keep the secret for a while.
""",
    "topic": """
close-up | one important part of {focus} | Now take one part at a time. / + The details matter.
over the shoulder | somebody looking closely at {focus} | Watch closely. / There is always more to see.
aerial | {focus} from straight above, neatly arranged | From above, you can see how it all fits together.
medium | {focus} in everyday life | You meet this more often than you think. / + Just look around.
low angle | {focus}, seen from below | Another angle can change how we see it.
wide | {focus} and the surroundings | Nothing stands alone. / + Everything around it plays a part.
close-up | the hidden side of {focus} | Here is the part that is easy to miss. / + So take a second look.
medium | {focus}, step by step | One step at a time. / + Each one builds on the last.
over the shoulder | a curious student studying {focus} | Asking questions is how we learn. / + So keep asking.
wide | {focus}, all parts together | Put it all together. / + Now it starts to make sense.
""",
    "view": """
close-up | small details of {focus} | Look closely. / There is more here than you see at first.
aerial | {focus}, from high above | From above, it looks like another world.
low angle | {focus}, from the ground up | From down here, everything seems bigger. / + And we seem smaller.
wide | the surroundings of {focus} | Let your eyes wander. / + There is no need to hurry.
over the shoulder | {focus}, over the shoulder of somebody who stops to look | Sometimes you just have to stop and \
look.
close-up | light and shadow on {focus} | Light and shadow do the rest. / + They never stand still for long.
medium | movement around {focus} | Something is always moving. / + You only have to wait for it.
wide | {focus}, as the light changes | The mood changes with the light. / + It happens slowly, and then all at once.
low angle | {focus}, against bright light | Look up once in a while. / + It is worth it.
aerial | lines and patterns of {focus}, from straight above | From up here, there are patterns everywhere.
close-up | the textures of {focus} | You can almost feel it. / + Every surface has a story.
medium | a quiet moment with {focus} | Listen for a moment. / + Even silence has a sound.
over the shoulder | {focus}, framed by what is near | What you see depends on where you stand.
wide | {focus}, far away and very small | Take a step back. / + Distance makes some things clearer.
close-up | a single point of colour in {focus} | One small thing can catch the eye. / + And hold it for a while.
medium | reflections of {focus} | Things look different in a reflection. / + Not better or worse, only different.
low angle | the highest point of {focus} | There is always something above us.
aerial | {focus}, circled slowly from above | Turn once around it, and you see it whole.
wide | {focus}, with empty space around it | A little space lets everything breathe.
close-up | the edge of {focus} | Even the edges are worth a look. / + They hold it all together.
medium | {focus}, still and balanced | For a moment, everything is in balance.
over the shoulder | a long look back at {focus} | One more look before it is over.
medium | {focus}, seen from the other side | There is always another side.
wide | {focus}, in the middle of everything | Here, it all comes together.
close-up | a detail of {focus} that nobody notices | Not everything is loud.
medium | {focus}, after a little while | A moment later, it is already different.
low angle | {focus}, with the light behind | The light makes all the difference.
close-up | a soft, blurred view of {focus} | Close your eyes for a second. / + Now look again.
wide | {focus}, calm and clear | It can be that simple.
medium | {focus}, framed in the middle | Let's stay here a little longer.
""",
}
