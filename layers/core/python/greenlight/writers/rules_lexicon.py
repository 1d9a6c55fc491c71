"""The rules writer's English: phrases that mean the same, wordy phrases, contractions."""

# One meaning a line. A trailing - marks a casual phrase, + a formal one; a leading < is only put in, never taken out,
# because it has other meanings. After => what must follow, as a pattern. A phrase with a comma opens a sentence.
INTERCHANGEABLE = r"""
for example | for instance
right away | immediately+ => (?! (?:after|before|following|below|above|next|available)\b)
a lot of- | lots of- | <plenty of-
maybe- | perhaps
quickly | rapidly+
every day | each day
every week | each week
every month | each month
every year | each year
every time | each time
everyone | everybody
anyone | anybody
someone | somebody
no one | nobody
make sure to | be sure to
you need to | you have to-
we need to | we have to-
they need to | they have to-
learn more | find out more => (?=[.!?,]| about\b| at\b)
get in touch with | reach out to-
starts on | begins on
starts at | begins at
to start | to begin => (?! (?:a|an|your|our|the)\b)
happy to | glad to | pleased to+
a great | a wonderful | a fantastic- => (?= (?:day|place|way|time|team|gift|idea|book|course|app|view|evening)\b)
amazing | incredible
the whole | the entire => (?= (?:day|world|family|team|year|week|city|house|story|process|country|town|room)\b)
often | frequently+
usually | normally | typically+
almost | nearly => (?= (?:[$€£]?\d|all\b|every|half))
for more than | for over => (?= [$€£]?\d)
has more than | has over => (?= [$€£]?\d)
have more than | have over => (?= [$€£]?\d)
to talk about | to discuss+
we talk about | we discuss+
think about | <consider+
take a look at | have a look at- | look at
easy to | simple to
a bit | <a little => (?! of\b)
as well | too => (?=[.!?,])
kids- | children
to buy | to purchase+
can buy | can purchase+
such as | <like-
in addition, | what's more,- | besides,
however, | <still,- | even so,
therefore, | as a result, | for that reason,
at the moment | right now- | at present+ => (?! (?:when|that|of)\b)
completely | entirely | fully => (?! (?:different|new|free)\b)
want to | would like to+ => (?= (?:learn|know|try|see|join|help|find)\b)
"""

WORDY = """
in order to -> to
due to the fact that -> because
despite the fact that -> although
in spite of the fact that -> although
at this point in time -> now
in the event that -> if
for the purpose of -> for
with regard to -> about
with respect to -> about
in regard to -> about
has the ability to -> can
have the ability to -> can
is able to -> can
are able to -> can
a large number of -> many
a great number of -> many
the vast majority of -> most
the majority of -> most
in the near future -> soon
on a daily basis -> every day
on a regular basis -> regularly
in close proximity to -> close to
prior to -> before
subsequent to -> after
utilize -> use
utilizes -> uses
utilise -> use
utilises -> uses
whether or not -> whether
each and every -> every
first and foremost -> first
make use of -> use
take into consideration -> consider
as a matter of fact -> in fact
at all times -> always
until such time as -> until
by means of -> by
end result -> result
all of the -> all the
it is important to note that ->
it should be noted that ->
please note that ->
please be advised that ->
needless to say, ->
as we all know, ->
as you know, ->
to be honest, ->
"""

FILLERS = "really very actually basically literally simply quite absolutely totally truly extremely".replace(" ", "|")

CONTRACTIONS = """
cannot can't
can not can't
do not don't
does not doesn't
did not didn't
is not isn't
are not aren't
was not wasn't
were not weren't
will not won't
would not wouldn't
should not shouldn't
could not couldn't
has not hasn't
have not haven't
I am I'm
you are you're
we are we're
they are they're
it is it's
that is that's
there is there's
here is here's
I will I'll
you will you'll
we will we'll
they will they'll
it will it'll
"""

# Written out where the tone is formal, never put in.
SLANG = """
want to wanna
going to gonna
have to gotta
"""
