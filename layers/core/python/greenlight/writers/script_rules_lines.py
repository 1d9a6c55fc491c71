"""What the rules writer says at each angle where the topic itself says no more: honest, and true of any topic.

A row is: what is shown over the picture | what is seen | what is said. `{focus}` is what the topic is about.
"""

from dataclasses import dataclass

from greenlight.domain.script_writing import Angle


@dataclass(frozen=True)
class Line:
    label: str
    picture: str
    said: str


_OPENINGS = """
story | | a first quiet view of {focus} | Every story begins with a first look. Here is ours.
explainer | | {focus}, clearly seen on a plain ground | Let us make sense of it, one step after another.
list | | {focus}, with several things laid out around it | Here are {count} things worth knowing about it.
"""
_CLOSINGS = """
story | The end | {focus}, seen from further away | And that is where this story ends. The next one may be yours.
explainer | Remember | {focus}, whole again | Remember the question that you began with. Now you can answer it in \
your own words.
list | In short | all the things around {focus}, side by side | That makes {count}. Keep the one that helps you most.
"""
_STORY = """
At first | somebody who comes upon {focus} | At first it is only a name. Somebody hears it, and walks on.
Then | somebody who turns around and looks back | Then a question comes up. It will not go away.
A closer look | {focus}, from very near | So they come closer. From here it looks quite different.
| hands that hold a notebook | They write down what they see, and what they do not understand yet.
| two people who talk across a table | They ask somebody who knows more. The answer is another question.
A turn | a door that opens into light | And then something falls into place. It is a small thing, but it changes the \
view.
| {focus}, in a new light | What seemed hard a moment ago now has a beginning.
| a path that leads on through open country | There is still some way to go. But now there is a direction.
| somebody who shows something to a friend | They tell a friend about it. Telling it makes it clearer.
| a desk in the evening, a lamp, an open page | Not everything works the first time. They begin once more.
| a window with morning light | By the next morning it feels familiar.
Looking back | {focus}, calm, in the last light of the day | Looking back, the first step was the longest one.
| an empty chair beside a window | There were moments of doubt. They belong to it as well.
| a small group of people, listening | Others have begun to listen. Each of them sees something else in it.
| hands that put things in order | Bit by bit, things find their place.
| a clock on a wall, soft focus | It took its time. Good things often do.
| {focus}, among other things on a shelf | Now it stands among the things that one knows.
| a walk along a river | A walk helps. So does a good night's sleep.
| somebody who smiles to themselves | There is a quiet kind of pride in having understood something.
| a page that is turned | One more page, and the picture is whole.
| a street with people passing by | Outside, life goes on. Inside, something has changed.
| a letter that is folded | What was learned is written down, so that it is not lost.
| a bridge in the mist | Between not knowing and knowing there is a bridge. It is shorter than it looks.
| a hand that lights a lamp | Sometimes all it takes is a little more light.
"""
_EXPLAINER = """
What it is | {focus}, from the front, evenly lit | Start with what it is. Say it in one plain sentence, without \
special words.
Why it matters | people in everyday life | Ask why it matters. What would be different without it?
Who it is for | a few people of different ages | Ask who it is for. The same thing can mean different things to \
different people.
The parts | {focus}, taken apart in neat rows | Now look at its parts. Each of them is easier to understand than the \
whole.
How it works | {focus}, in motion | See how the parts work together. What comes first, and what follows from it?
An example | a simple everyday object on a table | An example helps. Choose one from your own day.
| a pair of scales in soft light | Weigh what speaks for it, and what speaks against it.
The limits | the edge of a map | Know its limits. There are things that it cannot do.
A common mistake | a crossed-out line on a page | Beware of the quick answer. It is often only half of the truth.
| a magnifying glass over a page | Look at where a claim comes from, and how old it is.
| a line of dominoes | Follow one step to the next. If one is missing, go back.
| two sketches side by side | Compare it with something that you know. Where is it alike, and where not?
| hands that draw a diagram | Draw it. A simple sketch shows what is still unclear.
| a teacher at a board | Explain it to somebody else. You notice at once where you get stuck.
| a person who asks a question | If one thing is unclear, begin there.
| a calendar page | Think of time. What was it like before, and what may come next?
| a toolbox, open | Ask what you need for it, and what you have already.
| a signpost at a crossing | There is more than one way to do it. Which one fits you?
| a quiet library | Somebody has written about it. Read more than one source.
| {focus}, very near, in detail | Go into one detail. It tells you a lot about the rest.
| {focus}, from high above | Then step back again. The whole is more than its parts.
| a handshake | Talk to people who work with it every day.
| a notebook with a short list | Write down three words that describe it best.
| a sunrise over roofs | Come back to it tomorrow. A second look is often the better one.
"""
_LIST = """
What it is for | {focus}, in use | what it is for. Without a purpose it is hard to judge.
Who it helps | a few people of different ages | who it helps. Think of real people, by name if you can.
What it takes | a table with things laid out in order | what it takes. Time, things, people: make a short list.
Where to begin | a first step on a path | where to begin. The smallest possible step is a good one.
What comes first | a row of numbered stones | what comes first. Some things cannot be swapped.
What can go wrong | a cup close to the edge of a table | what can go wrong. One look ahead saves a lot of trouble.
Whom to ask | two people in conversation | whom to ask. Somebody has done it before you.
What it costs | a small heap of coins and a clock | what it costs, in money and in time.
What to leave out | an almost empty shelf | what to leave out. Less is easier to keep up.
How you will know | a tick on a paper list | how you will know that it worked. Decide that before you start.
What others do | a market with many stalls | what others do. Look, compare, and choose.
What has changed | an old and a new picture side by side | what has changed lately. Old advice may be out of date.
What stays the same | an old tree | what stays the same. That is what you can build on.
What you know already | a well-used notebook | what you know already. It is more than you think.
What surprises you | a box that is half open | what surprises you. Surprise shows where there is something to learn.
The quiet part | a calm lake | what nobody talks about. It is often the part that matters.
The next step | a calendar with one day marked | what you will do next. Put a date on it.
What to keep | hands that hold something small | what to keep. Not everything has to change.
What to share | people around a table | what to share. It gets better when others know it too.
What can wait | a pile of papers, set aside | what can wait. Not everything is urgent.
The long view | a road to the horizon | what it will look like in a year.
The fun of it | people who laugh | what you enjoy about it. That is what keeps you going.
The rest | a bench in a park | when to stop for a while. Rest is part of it.
One more look | {focus}, once more, from the side | what you would look at once more, from another side.
"""
_ROWS = {"story": _STORY, "explainer": _EXPLAINER, "list": _LIST}


def lines_of(angle: Angle, focus: str) -> list[Line]:
    return [_line(row.split("|"), focus, "") for row in _ROWS[angle].strip().splitlines()]


def opening_of(angle: Angle, focus: str, count: str) -> Line:
    return _at(_OPENINGS, angle, focus, count)


def closing_of(angle: Angle, focus: str, count: str) -> Line:
    return _at(_CLOSINGS, angle, focus, count)


def _at(rows: str, angle: Angle, focus: str, count: str) -> Line:
    row = next(row for row in rows.strip().splitlines() if row.startswith(f"{angle} |"))
    return _line(row.split("|")[1:], focus, count)


def _line(parts: list[str], focus: str, count: str) -> Line:
    label, picture, said = (part.strip() for part in parts)
    return Line(label, picture.replace("{focus}", focus), said.replace("{count}", count))
