"""English words by what they stand for, as far as a storyboard without a model must know."""

from greenlight.writers.rules_text import word_set

BEINGS = word_set(
    "leopard cheetah jaguar dinosaur gorilla ape bat seal walrus octopus crab kangaroo koala orca swan peacock "
    "hamster pug mammoth gladiator emperor scout nomad beggar sculptor architect plumber electrician mechanic trucker "
    "referee coach choir orchestra blogger gamer streamer influencer hacker mayor judge sheriff butler maid bartender "
    "dentist vet biologist chemist swimmer dreamer man woman boy girl child kid baby toddler teenager dog cat puppy "
    "kitten horse pony bird robot android astronaut knight dragon princess prince king queen wizard witch fairy elf "
    "unicorn ghost monster alien hero heroine superhero chef baker barista waiter cook teacher student nurse doctor "
    "surgeon farmer fisher keeper firefighter artist painter musician dancer singer writer poet scientist engineer "
    "programmer developer designer detective pirate soldier sailor traveler traveller hiker climber runner athlete "
    "boxer player grandmother grandfather grandma grandpa mother father mom mum dad sister brother daughter son uncle "
    "aunt friend couple family team crew crowd tourist fox bear wolf lion tiger elephant whale dolphin turtle "
    "tortoise owl rabbit hare mouse rat monkey penguin panda deer bee butterfly fish shark duck goose squirrel "
    "hedgehog frog snail crow raven eagle parrot cow pig sheep goat chicken hen donkey camel giraffe zebra hippo "
    "crocodile snake lizard spider ant santa clown magician photographer journalist lawyer pilot captain driver "
    "cyclist skater surfer gardener carpenter potter tailor shoemaker watchmaker clockmaker beekeeper monk nun priest "
    "samurai ninja cowboy viking neighbor neighbour stranger boss employee worker founder entrepreneur librarian "
    "barber butcher miner explorer inventor builder guard thief spy vampire zombie mermaid giant dwarf goblin "
    "creature animal person human girlfriend boyfriend wife husband bride groom widow widower orphan baby grandson "
    "granddaughter volunteer customer hermit shepherd hunter ranger"
)
PLURAL_BEINGS = word_set("people children men women kids mice geese sheep wolves friends twins parents couples fish")

PLACES = word_set(
    "town city village street alley square market harbor harbour port beach coast shore island sea ocean lake river "
    "stream waterfall forest wood woods jungle desert mountain mountains hill hills valley canyon cliff cave field "
    "fields meadow farm garden park yard orchard vineyard house home cabin cottage castle palace tower lighthouse "
    "church temple school classroom university library museum office studio workshop factory lab laboratory hospital "
    "kitchen bakery cafe café restaurant bar pub shop store bookshop bookstore supermarket mall hotel room bedroom "
    "bathroom attic basement garage rooftop roof balcony bridge road highway station subway train airport plane ship "
    "boat submarine space spaceship galaxy moon mars planet earth world stage theater theatre cinema stadium gym "
    "arena countryside suburb suburbs neighborhood neighbourhood apartment flat alps himalayas arctic antarctica "
    "sahara savanna swamp volcano glacier underwater sky clouds rain snow fog mist storm wind dark sun moonlight "
    "sunlight greenhouse barn stable prison court courtroom bank playground circus zoo aquarium pool lagoon reef bay "
    "fjord backyard porch hallway corridor ruins kingdom land country bathtub bus car taxi tram campfire fireplace "
    "window"
)
TIMES = word_set(
    "night nights midnight dawn dusk sunrise sunset twilight noon morning mornings afternoon evening evenings day "
    "winter summer spring autumn fall christmas halloween easter thanksgiving weekend monday tuesday wednesday "
    "thursday friday saturday sunday january february march april june july august september october november "
    "december storm thunderstorm snowstorm blizzard war future past century centuries 1920s 1930s 1940s 1950s 1960s "
    "1970s 1980s 1990s eve apocalypse lockdown holiday holidays harvest eclipse hour hours rush"
)
# Things that come one by one: without an article in a hasty prompt, one is put in.
THINGS = BEINGS | word_set(
    "park field farm lake river beach desert cave palace temple school museum library office hospital station airport "
    "ship hotel room rooftop road street valley canyon cliff glacier zoo circus garage apartment sword meteor "
    "lighthouse castle house cabin car boat ship train plane rocket bike bicycle motorcycle truck tree forest "
    "mountain island garden kitchen shop bakery restaurant cup mug book phone smartphone laptop app watch camera "
    "guitar piano violin storm sunset sunrise journey trip wedding birthday party race match game bridge tower "
    "village letter map key door window hat shoe sneaker dress bag chair table lamp clock candle flower rose leaf "
    "star planet city startup company brand product logo website robot drone tent campfire waterfall volcano concert "
    "festival market dream secret"
)
SHOP_WORDS = word_set(
    "app brand product startup company business shop store sale discount service platform software sneaker sneakers "
    "shoes skincare perfume restaurant bakery cafe café smartphone smartwatch laptop headphones gym agency hotel "
    "collection drink beer wine coffee chocolate snack cream shampoo lipstick jewelry watch watches bike bikes car "
    "course bootcamp subscription membership bank insurance clinic salon spa boutique website webshop gadget"
)
TOPIC_WORDS = word_set(
    "cycle tips ways steps reasons facts things ideas mistakes lessons rules habits benefits importance history "
    "science basics introduction intro guide tutorial overview explanation secrets principles evolution origin "
    "origins role impact effects causes process"
)
# Places that are named without an article: at home, in space.
ARTLESS_PLACES = word_set("home school church town bed space sea earth mars work university college court prison") | {
    "himalayas",
    "alps",
    "antarctica",
    "wind",
    "harbor",
}
QUESTION_WORDS = word_set("how why what when where who which whether")
DETERMINERS = word_set(
    "a an the this that these those my our your his her their its some any each every no two three four five six "
    "seven eight nine ten many several few all both one another"
)
PREPOSITIONS = word_set(
    "in on at by near under over above across along through inside outside beside behind around into onto beneath "
    "atop among between during before after while until with without from to toward towards for about against off as "
    "like down up past since because when where if so despite upon within beyond via below"
)
PLACE_PREPOSITIONS = word_set(
    "in on at by near under over above across along through inside outside beside behind around beneath atop among "
    "below"
)
