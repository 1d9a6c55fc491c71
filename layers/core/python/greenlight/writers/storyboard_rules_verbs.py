"""English verbs and their forms, enough to see what somebody does in a prompt."""

from greenlight.writers.rules_text import word_set

BASES = word_set(
    "ring brew steam sparkle chirp howl whistle tick flicker fade echo drip crackle sizzle buzz hum sway rustle crash "
    "explode burst sink boil crumble collapse bounce gallop sneak hop shout yell clap pray kneel erupt "
    "pollinate hibernate migrate evolve purr accept achieve add admire apply attach adopt allow appear arrive ask "
    "attack awaken bake bark battle beat become befriend begin believe bloom blow bow borrow break breathe bring "
    "build bury buy call calm carry carve catch celebrate change chase cheer clean climb close collect come comfort "
    "compete connect conquer cook cover crawl create cross cry cure cut dance decide defeat defend deliver descend "
    "design destroy develop die dig disappear discover draw dream dress drift drink drive drop eat embark embrace "
    "emerge enjoy enter escape experience explain explore face fall feed feel fight fill find finish fix flash flee "
    "float flow fly follow forget forgive form freeze gather get give glide glow go grow guard guide hang happen "
    "harvest hatch hear heal help hide heat hike hit hold hope hug hunt hurry inspire invent invite join journey jump "
    "keep kill kiss knit knock know land laugh launch lead leap learn leave lift light like linger listen live look "
    "lose love make march marry master meet melt mend miss mix move need notice offer open order outsmart overcome "
    "own paint pass perform pick plan plant play pitch plunge place polish pour practice practise prepare produce "
    "protect pull push put race rain reach read realise realize rebuild receive recover reflect refuse relax remain "
    "remember remove repair rescue rest restore return reunite reveal ride rise risk roam roar roll run rush sail "
    "save say scream search see seek sell send serve set share shine shoot show sing sit skate sketch ski sleep slide "
    "smile snow soar solve speak spend spill spin splash spot spread sprout stand stare steal storm start stay step "
    "stir stop struggle study surf surprise survive swim swing take talk taste teach tell think throw tighten touch "
    "train transform travel trick trust try tumble turn uncover understand unlock use vanish visit wait wake walk "
    "wander want warm wash watch water wave wear whisper weave welcome win wish wonder work worry wrap write yearn"
)
PASTS = word_set(
    "found lost met went saw took made came became began built bought brought caught fell felt flew forgot fought "
    "gave grew heard held kept knew led left ran said sang sat sent slept spoke stood stole swam taught told thought "
    "threw understood woke won wore wrote rode rose drew drove ate"
)
HELPERS = word_set(
    "is are was were has have had can could will would must may might should does do did isn't aren't wasn't can't "
    "won't doesn't don't cannot gets never always"
)
# As often a thing as a deed when they end in s.
ALSO_THINGS = word_set(
    "lands storms lights dances walks dreams plays works shows moves rises falls turns smiles waves drinks drives "
    "rides runs stops starts looks calls needs visits returns cooks shoots matches watches plants covers forms guards "
    "guides hopes jumps knocks kisses likes lives loves orders paints plans races ranks reads rests risks rolls "
    "rushes sets shares slides steps stays studies swings talks tastes touches trains travels tricks uses walks "
    "washes waters wishes wonders worries wraps wins springs breaks catches changes cuts designs draws drops feeds "
    "fights fills flows flies hits holds hugs journeys launches leads leaves leaps marches masters offers opens "
    "passes picks practices pulls pushes puts reaches rains roars sails saves screams searches serves skates sketches "
    "skis snows spills spins spots spreads stares struggles surprises attacks barks battles beats blows builds closes "
    "comforts cries"
)


def third_person(base: str) -> str:
    irregular = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    if base in irregular:
        return irregular[base]
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _ing(base: str) -> set[str]:
    if base.endswith("ie"):
        return {base[:-2] + "ying"}
    if base.endswith("e") and not base.endswith("ee"):
        return {base[:-1] + "ing"}
    return {base + "ing", base + base[-1] + "ing"}


def _past(base: str) -> set[str]:
    if base.endswith("e"):
        return {base + "d"}
    return {base[:-1] + "ied"} if base.endswith("y") else {base + "ed", base + base[-1] + "ed"}


# End in -ing and are no deeds.
NOT_GOING = word_set(
    "wedding building morning evening clothing painting training meeting spring string thing something nothing "
    "everything anything ceiling king ring sibling duckling during darling feeling pudding"
)
THIRD = {third_person(base): base for base in BASES}
GOING = {form: base for base in BASES for form in _ing(base)}
PAST = PASTS | {form for base in BASES for form in _past(base)}
